internal import StrataLinearAlgebra

extension Dataset {
  /// A hash of each example that a model learns from: those it is trained on, without a label too, and those it is
  /// chosen by.
  package var learningHashes: [UInt64] {
    Self.hashes(examples, rawExamples) + validation.rowHashes
  }

  /// How many examples have the very numbers of others.
  package struct Repeats: Sendable {
    /// Test examples that equal one that a model learns from.
    package var ofTest = 0
    /// Examples that equal one of another class.
    var contradictions = 0
  }

  /// The examples that are copies of others. Of published data nobody asks: they are as they are.
  package var repeats: Repeats {
    guard !isPublished else { return Repeats() }
    let tested = test.rowHashes
    let learned = Set(learningHashes)
    let labels = [train, validation].flatMap { zip($0.rowHashes, $0.labels) } + zip(tested, test.labels)
    var classes: [UInt64: Set<Int32>] = [:]
    for (hash, label) in labels where label >= 0 { classes[hash, default: []].insert(label) }
    return Repeats(
      ofTest: tested.count { learned.contains($0) },
      contradictions: labels.count { $0.1 >= 0 && (classes[$0.0]?.count ?? 0) > 1 })
  }

  fileprivate static func hashes(_ features: any Features, _ raw: RawRows?) -> [UInt64] {
    if let raw {
      return raw.rows.map { row in
        (0..<raw.values.columns).reduce(RowHash(columns: raw.values.columns)) {
          $0.adding(raw.values[row, $1])
        }.value
      }
    }
    let piece = max(1, (1 << 18) / max(features.columns, 1))
    return stride(from: 0, to: features.rows, by: piece).flatMap { first in
      let matrix = features.matrix(rows: first..<min(first + piece, features.rows))
      return (0..<matrix.rows).map { row in
        matrix.row(row).reduce(RowHash(columns: matrix.columns)) { $0.adding($1) }.value
      }
    }
  }
}

extension Dataset.Part {
  /// A hash of each example's numbers as their files have them, where they are known: equal examples have equal ones,
  /// whichever file they are from.
  package var rowHashes: [UInt64] { Dataset.hashes(features, raw) }
}

/// A hash of numbers in their order, which is the same on every machine.
private struct RowHash {
  private(set) var value: UInt64

  init(columns: Int) { value = UInt64(columns) }

  func adding(_ number: Float) -> RowHash {
    var hash = self
    // −0 is 0.
    hash.value = (value ^ UInt64((number + 0).bitPattern)) &* 0x9E37_79B9_7F4A_7C15
    hash.value ^= hash.value >> 32
    return hash
  }
}
