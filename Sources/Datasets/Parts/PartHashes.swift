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
    let numbers = parts.map { part -> [Int64] in
      part.map { [Int64($0.count)] + $0.map { Int64($0) } } ?? [-1]
    }
    return String(sha256(of: numbers.map { $0.map(\.littleEndian) }).prefix(16))
  }
}
