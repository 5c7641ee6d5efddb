internal import Dispatch
internal import Foundation
internal import StrataFiles
internal import StrataLinearAlgebra
internal import Synchronization

/// Picture files as rows of shades, read on all threads that the machine gives.
struct PictureStack {
  /// `files × (height × width)` shades, one picture in a row, in the order of the files.
  let rows: [UInt8]
  /// How the pictures became images.
  let preparation: ImagePreparation
  /// What was noticed in them.
  let findings: Findings

  /// What threads notice, each in its own files, and then all.
  struct Findings: Sendable {
    /// The SHA-256 of each file.
    var hashes: [Int: String] = [:]
    /// The files in which colour was made grey.
    var colours: Set<Int> = []
    /// The files in which a drawing was looked for and none is.
    var blanks: Set<Int> = []
    /// How many pictures have each size, from left to right height and width.
    var sizes: [[Int]: Int] = [:]
    /// The files that could not be read.
    var failures: [Int: any Error] = [:]

    mutating func add(_ others: Findings) {
      hashes.merge(others.hashes) { first, _ in first }
      colours.formUnion(others.colours)
      blanks.formUnion(others.blanks)
      sizes.merge(others.sizes, uniquingKeysWith: +)
      failures.merge(others.failures) { first, _ in first }
    }
  }

  /// Reads files. Besides the rows, each thread holds one picture at a time.
  ///
  /// - Parameters:
  ///   - files: their paths, at least one.
  ///   - place: what they are, as errors name it.
  ///   - options: the size and how they are brought to it. Without a size they must all have one.
  /// - Throws: `InputError` that names the first file that cannot be read, or the sizes.
  init(_ files: [String], of place: String, _ options: ReadingOptions) throws {
    let preparation = try Self.preparation(for: files, options)
    let width = preparation.height * preparation.width
    try Self.requireMemory(for: files.count, width, at: place)
    let common = options.imageSize == nil ? [preparation.height, preparation.width] : nil
    var findings = Findings()
    rows = try [UInt8](unsafeUninitializedCapacity: files.count * width) { buffer, count in
      // Each thread writes rows of its own.
      nonisolated(unsafe) let rows = buffer
      findings = Self.share(files.count) { index, findings, areAlike in
        let destination = UnsafeMutableBufferPointer(rebasing: rows[index * width..<(index + 1) * width])
        do {
          try Self.read(files[index], index, preparation, common, into: destination, &findings, areAlike)
        } catch {
          findings.failures[index] = error
        }
      }
      try Self.check(findings, files, at: place, mustAgree: common != nil)
      count = files.count * width
    }
    (self.preparation, self.findings) = (preparation, findings)
  }

  /// Reads one file into its row; only its size once it is known that they differ.
  private static func read(
    _ path: String, _ index: Int, _ preparation: ImagePreparation, _ common: [Int]?,
    into row: UnsafeMutableBufferPointer<UInt8>, _ findings: inout Findings,
    _ areAlike: borrowing Atomic<Bool>
  ) throws {
    var file = try FileReader(path: path, advice: "check the path; pictures are PNG or JPEG files")
    let bytes = try Picture.bytes(of: &file)
    if common != nil, !areAlike.load(ordering: .relaxed) {
      let size = try Picture.size(bytes: bytes, at: path)
      findings.sizes[[size.height, size.width], default: 0] += 1
      return
    }
    let picture = try Picture(bytes: bytes, at: path)
    let size = [picture.height, picture.width]
    findings.sizes[size, default: 0] += 1
    if let common, size != common {
      areAlike.store(false, ordering: .relaxed)
      return
    }
    let image = preparation.apply(to: picture)
    _ = row.update(fromContentsOf: image)
    findings.hashes[index] = file.sha256
    if picture.isColour { findings.colours.insert(index) }
    if preparation.fit == .mnist, image.allSatisfy({ $0 == 0 }) { findings.blanks.insert(index) }
  }

  /// Has all threads work through indices, a few at a time.
  private static func share(
    _ count: Int, _ work: @Sendable (Int, inout Findings, borrowing Atomic<Bool>) -> Void
  ) -> Findings {
    let next = Atomic(0)
    let areAlike = Atomic(true)
    let all = Mutex(Findings())
    let threads = min(Processors.current.threads, max(1, count / 4))
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      var mine = Findings()
      while true {
        let start = next.wrappingAdd(8, ordering: .relaxed).oldValue
        guard start < count else { break }
        for index in start..<min(start + 8, count) { work(index, &mine, areAlike) }
      }
      let found = mine
      all.withLock { $0.add(found) }
    }
    return all.withLock { $0 }
  }
}
