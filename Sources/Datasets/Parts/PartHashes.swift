internal import Crypto
internal import Foundation
internal import StrataFiles

/// Which examples of the files became which part, as hashes: equal where equal files were divided alike.
///
/// A model is measured on examples that it has not learned from. Numbers of examples do not tell that: the same
/// numbers can be drawn by another seed.
package struct PartHashes: Codable, Hashable, Sendable {
  /// Of the examples to learn from: training and validation, in their order.
  package let learning: String
  /// Of the examples for the test.
  package let test: String

  /// Hashes of the rows of each part; nil for a part that the files keep.
  init(training: [Int], validation: [Int]?, test: [Int]?) {
    learning = Self.hash([training, validation])
    self.test = Self.hash([test])
  }

  private static func hash(_ parts: [[Int]?]) -> String {
    var hash = SHA256()
    for part in parts {
      let numbers: [Int64] = part.map { [Int64($0.count)] + $0.map { Int64($0) } } ?? [-1]
      numbers.map(\.littleEndian).withUnsafeBytes { hash.update(bufferPointer: $0) }
    }
    return String(hash.finalize().hexadecimal.prefix(16))
  }
}
