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
    let (learned, tested) = (learningHashes, test.rowHashes)
    // Examples begin with those of the training part; those of validation come last.
    let parts = [
      (learned.prefix(train.count), train), (learned.suffix(validation.count), validation),
      (tested[...], test),
    ]
    var labelled: [(hash: UInt64, label: Int32)] = []
    for (hashes, part) in parts {
      for (hash, label) in zip(hashes, part.labels) where label >= 0 { labelled.append((hash, label)) }
    }
    let sorted = learned.sorted()
    return Repeats(
      ofTest: tested.count(where: sorted.holds), contradictions: Self.contradictions(labelled))
  }

  /// How many examples have the numbers of one of another class. They are sorted, so that millions take little memory.
  private static func contradictions(_ examples: [(hash: UInt64, label: Int32)]) -> Int {
    let sorted = examples.sorted { $0 < $1 }
    var (count, first) = (0, 0)
    while first < sorted.count {
      var end = first + 1
      while end < sorted.count, sorted[end].hash == sorted[first].hash { end += 1 }
      if sorted[end - 1].label != sorted[first].label { count += end - first }
      first = end
    }
    return count
  }

  /// Of what could not be read they are wrong: `requireIntact` says so.
  fileprivate static func hashes(_ features: any Features, _ raw: RawRows?) -> [UInt64] {
    if let raw {
      var hashes: [UInt64] = []
      hashes.reserveCapacity(raw.rows.count)
      raw.values.eachPiece(of: raw.rows) { values, rows in
        hashes += rows.lazy.map { row in
          (0..<values.columns).reduce(RowHash(columns: values.columns)) { $0.adding(values[row, $1]) }.value
        }
      }
      return hashes
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

extension [UInt64] {
  /// True when a sorted array holds a number.
  fileprivate func holds(_ number: UInt64) -> Bool {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = low + (high - low) / 2
      if self[middle] < number { low = middle + 1 } else { high = middle }
    }
    return low < endIndex && self[low] == number
  }
}
