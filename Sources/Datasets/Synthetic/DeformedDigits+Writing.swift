internal import Dispatch
package import Foundation
internal import StrataFiles
internal import StrataLinearAlgebra
internal import Synchronization

extension DeformedDigits {
  /// Images in a block: what is made at a time by one thread.
  private static let block = 1024

  /// Writes the four files of a data set in MNIST's format: deformed training images with their labels, and test images as
  /// they are (`Squares.originals`).
  ///
  /// - Parameters:
  ///   - count: of training images.
  ///   - progress: is told the share that is done; what it throws ends the work, and nothing is left.
  /// - Throws: `InputError` where the examples are no square images with labels, or a file cannot be written.
  package static func write(
    count: Int, of raw: RawDataset, seed: UInt64, threads: Int, to folder: URL,
    progress: (Double) throws -> Void
  ) throws {
    let (originals, test) = try Squares.originals(of: raw, seed: seed)
    let (labels, side) = (originals.labels, originals.side)
    guard count > 0, count < 1 << 32 else {
      throw InputError(
        .usage, at: "count", expected: "1 or more, and fewer than 2³²", found: "\(count)",
        advice: "ask for so many")
    }
    let digits = DeformedDigits(originals.images, side: side, seed: seed)
    guard try Folders.makeNew(folder) else {
      throw InputError(
        .cannotWrite, at: folder.relativePath, expected: "a new folder", found: "one that is there",
        advice: "name another")
    }
    var files: [TemporaryFile] = []
    do {
      for role in [IDXFolder.Role.trainImages, .trainLabels] {
        files.append(try TemporaryFile(for: folder.appending(path: role.fileName)))
      }
      let (imageFile, labelFile) = (files[0], files[1])
      try imageFile.write(Data(IDXArray.header(of: [count, side, side])))
      try labelFile.write(Data(IDXArray.header(of: [count])))
      for first in stride(from: 0, to: count, by: block * threads) {
        let blocks = stride(from: first, to: min(first + block * threads, count), by: block).map {
          $0..<min($0 + block, count)
        }
        for made in sideBySide(blocks, digits.images) { try imageFile.write(Data(made)) }
        let numbers = blocks.flatMap { $0.map { UInt8(truncatingIfNeeded: labels[$0 % labels.count]) } }
        try labelFile.write(Data(numbers))
        try progress(Double(min(first + block * threads, count)) / Double(count))
      }
      try imageFile.commit()
      try labelFile.commit()
      try write(test, to: folder)
    } catch {
      for file in files { file.discard() }
      try? FileManager.default.removeItem(at: folder)
      throw error
    }
  }

  /// The results of some work, a thread for each.
  private static func sideBySide(
    _ blocks: [Range<Int>], _ work: @Sendable (Range<Int>) -> [UInt8]
  ) -> [[UInt8]] {
    let results = Mutex([[UInt8]](repeating: [], count: blocks.count))
    DispatchQueue.concurrentPerform(iterations: blocks.count) { index in
      let made = work(blocks[index])
      results.withLock { $0[index] = made }
    }
    return results.withLock { $0 }
  }

  private static func write(_ test: Squares?, to folder: URL) throws {
    guard let test else { return }
    for (role, array) in [
      (
        .testImages,
        IDXArray(dimensions: [test.images.rows, test.side, test.side], bytes: Array(test.images.bytes))
      ),
      (
        .testLabels,
        IDXArray(
          dimensions: [test.labels.count], bytes: test.labels.map { UInt8(truncatingIfNeeded: $0) })
      ),
    ] as [(IDXFolder.Role, IDXArray)] {
      try AtomicFile.write([array.header, array.bytes], to: folder.appending(path: role.fileName))
    }
  }
}
