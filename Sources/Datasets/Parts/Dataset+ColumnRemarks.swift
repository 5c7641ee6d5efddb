internal import StrataFiles
internal import StrataLinearAlgebra

/// What is odd about single columns of a table.
extension Dataset {
  /// Columns whose numbers lie so close together, and so far from 0, that 32 bits hardly tell them apart.
  var precisionRemarks: [String] {
    let columns: [Spread] =
      switch ownEncoding.scaling {
      case .range(let low, let high): zip(low, high).map { Spread(place: max(-$0, $1), width: $1 - $0) }
      case .standard(let mean, let deviation): zip(mean, deviation).map { Spread(place: abs($0), width: $1) }
      case .pixels, .asIs: []
      }
    return columns.indices.filter { columns[$0].isCoarse }.prefix(3).map { index in
      let place = columns[index].place
      return
        "\(title(ofColumn: index)) has numbers near \(place), which 32 bits tell apart in steps of \(place.ulp): "
        + "subtract an offset before"
    }
  }

  /// Columns of which one alone tells the class of every training example.
  var giveawayRemarks: [String] {
    let labels = train.labels
    let classes = train.classCounts(of: classes).count { $0 > 0 }
    guard case .columns = layout, width <= 256, classes > 1, labels.count >= 10 * classes,
      let raw = train.raw, raw.isInMemory
    else { return [] }
    let found = (0..<width).lazy.filter { raw.tells(labels, of: classes, byColumn: $0) }
    return found.prefix(3).map {
      "\(title(ofColumn: $0)) alone tells the class of every training row: if it is made from the class, or counts rows "
        + "that lie in the order of their classes, leave it out"
    }
  }

  /// Columns that count the rows, in whatever order they lie.
  var indexRemarks: [String] {
    guard case .columns = layout, width <= 256, train.count >= 20, let raw = train.raw, raw.isInMemory
    else { return [] }
    let rows = train.count + validation.count + test.count + unlabelledCount
    return (0..<width).lazy.filter { raw.counts(upTo: rows, inColumn: $0) }.prefix(3).map {
      "\(title(ofColumn: $0)) has another whole number in each row, as a count of the rows has: if it is one, leave it out"
    }
  }

  private func title(ofColumn index: Int) -> String {
    guard case .columns(_, let names?) = layout, !names[index].isEmpty else { return "column \(index + 1)" }
    return "column \(quoted(names[index]))"
  }
}

/// Where the numbers of a column lie, and how far they are apart.
private struct Spread {
  let place: Float
  let width: Float

  /// True where a hundred steps of Float32 are more than that, or where they might be all there is.
  var isCoarse: Bool { width > 0 ? place.ulp * 100 > width : place.mayHideDigits }
}

extension Float {
  /// True for a number so large that others in its file may have become the same one.
  var mayHideDigits: Bool { abs(self) >= Float(1 << Float.significandBitCount) }
}

extension RawRows {
  /// False where numbers stay in a file: it would be read once for each column.
  fileprivate var isInMemory: Bool { if case .stored = values { false } else { true } }

  /// True where a column has a whole number in each row, no two the same, and no more than so many lie between the
  /// smallest and the largest.
  fileprivate func counts(upTo count: Int, inColumn column: Int) -> Bool {
    var seen: Set<Float> = []
    for row in rows {
      let value = values[row, column]
      guard value == value.rounded(), seen.insert(value).inserted else { return false }
    }
    guard let low = seen.min(), let high = seen.max() else { return false }
    return high - low < Float(count)
  }

  /// True where the rows in the order of one column's numbers are in that of classes, each class in one stretch, and no
  /// number is of two classes.
  fileprivate func tells(_ labels: [Int32], of classes: Int, byColumn column: Int) -> Bool {
    /// In stretches of one class there are few changes; a first look at some rows saves that at all of them.
    func isInStretches(_ count: Int) -> Bool {
      let step = labels.count / count
      let sorted = (0..<count).map { (values[rows.lowerBound + $0 * step, column], labels[$0 * step]) }
        .sorted { ($0.0, $0.1) < ($1.0, $1.1) }
      let changes = zip(sorted, sorted.dropFirst()).filter { $0.1 != $1.1 }
      return changes.count < classes && changes.allSatisfy { $0.0 != $1.0 }
    }
    return isInStretches(min(200, labels.count)) && isInStretches(labels.count)
  }
}
