internal import Foundation
internal import StrataFiles

extension PictureStack {
  /// How pictures become images: of the size that was asked for, or else of the first that can be read.
  static func preparation(for files: [String], _ options: ReadingOptions) throws -> ImagePreparation {
    if let size = options.imageSize {
      guard 1...largestSide ~= size.height, 1...largestSide ~= size.width else {
        throw InputError(
          .usage, at: "imageSize", expected: "sides from 1 to \(largestSide)",
          found: "\(size.height) × \(size.width)", advice: "choose another size, for example 28x28")
      }
      return ImagePreparation(
        height: size.height, width: size.width, isStretched: options.isStretched, fit: options.fit)
    }
    for file in files {
      guard let picture = try? Picture(contentsOf: URL(fileURLWithPath: file)) else { continue }
      return ImagePreparation(
        height: picture.height, width: picture.width, isStretched: options.isStretched, fit: options.fit)
    }
    // None can be read, so that is what will be said.
    return ImagePreparation(height: 1, width: 1)
  }

  private static let largestSide = 4096

  /// Throws where the rows take more than half of the machine's memory, or more than the system gives.
  static func requireMemory(for count: Int, _ width: Int, at place: String) throws {
    let limit = ObtainableMemory.largestFile
    let (bytes, isTooLarge) = count.multipliedReportingOverflow(by: width)
    guard !isTooLarge, bytes <= limit else {
      throw InputError(
        .unavailable, at: place, expected: "at most \(limit) bytes of pictures, half of the memory here",
        found: "\(count) pictures of \(width) pixels",
        advice: "make them smaller: \(.imageSize(height: 28, width: 28))")
    }
    try ObtainableMemory.require(bytes, at: place)
  }

  /// Throws when pictures could not be read, or have sizes that may not differ.
  static func check(_ findings: Findings, _ files: [String], at place: String, mustAgree: Bool) throws {
    if mustAgree, findings.sizes.count > 1 { throw different(findings.sizes, at: place) }
    let failed = findings.failures.keys.sorted()
    guard let first = failed.first, let error = findings.failures[first] else { return }
    guard failed.count > 1, let error = error as? InputError else { throw error }
    let named = failed.map { files[$0] }.listed(atMost: 5)
    throw InputError(
      error.kind, at: error.place, expected: error.expected,
      found: "\(error.found) (\(failed.count) of \(files.count) files cannot be read: \(named))",
      advice: error.advice)
  }

  /// The commonest sizes first.
  private static func different(_ sizes: [[Int]: Int], at place: String) -> InputError {
    let sorted = sizes.sorted { ($1.value, $0.key[0], $0.key[1]) < ($0.value, $1.key[0], $1.key[1]) }
    let shown = sorted.prefix(5).map { "\($0.value) of \($0.key[0]) × \($0.key[1])" }.joined(separator: ", ")
    let more = sorted.count > 5 ? " and \(sorted.count - 5) other sizes" : ""
    let common = sorted[0].key
    let side = common[0] == common[1] && common[0] <= 64 ? common[0] : 28
    return InputError(
      .malformedData, at: place, expected: "pictures of one size (height × width)", found: shown + more,
      advice: "bring them to one: \(.imageSize(height: side, width: side))")
  }
}
