internal import Crypto
internal import Foundation
internal import StrataFiles
internal import StrataLinearAlgebra

extension RawDataset {
  /// All parts that are there, in the order of training, validation and test.
  private var parts: [(name: String, part: Part)] {
    [("training", train)]
      + [("validation", validation), ("test", test)].compactMap { name, part in part.map { (name, $0) } }
  }

  /// The names of all classes: those that the files say, or all that labels name, in order.
  var allClassNames: [String] {
    let used = parts.flatMap { $0.part.labels?.names ?? [] }
    let all = RawLabels(words: used.map(Optional.some)).names
    guard let classNames else { return all }
    return classNames + all.filter { !classNames.contains($0) }
  }

  /// Makes all training examples that have a label the test part, where there is none; the data stay what they are by
  /// their hash.
  mutating func takeAllAsTest() {
    guard test == nil, let labels = train.labels else { return }
    sha256 = sha256 ?? contentHash
    let labelled = labels.classes.indices.filter { labels.classes[$0] >= 0 }
    test = Part(
      train.values.gathered(labelled),
      labels: RawLabels(names: labels.names, classes: labelled.map { labels.classes[$0] }))
  }

  /// The SHA-256 of layout, numbers and labels of all parts, whatever files they were read from.
  var contentHash: String {
    var hash = SHA256()
    func add(_ text: String) { hash.update(data: Data((text + "\n").utf8)) }
    add("\(layout.title)")
    for (name, part) in parts {
      add("\(name) \(part.values.rows) \(part.values.columns)")
      part.values.eachPiece(of: 0..<part.values.rows) { piece, _ in
        piece.withBytes { hash.update(bufferPointer: $0) }
      }
      guard let labels = part.labels else { continue }
      add(labels.names.joined(separator: "\n"))
      labels.classes.withUnsafeBytes { hash.update(bufferPointer: $0) }
    }
    return hash.finalize().hexadecimal
  }

  /// Throws where parts do not go together.
  func check(at place: String) throws {
    for (name, part) in parts {
      try part.values.requireIntact()
      guard part.values.rows > 0 else {
        throw InputError(
          .malformedData, at: place, expected: "at least one \(name) example", found: "none",
          advice: "put some there")
      }
      guard part.values.columns == layout.width else {
        throw InputError(
          .malformedData, at: place, expected: "\(layout.title) in all parts",
          found: "\(part.values.columns) numbers in a \(name) example",
          advice: "use files that belong together")
      }
      if let labels = part.labels, labels.classes.count != part.values.rows {
        throw InputError(
          .malformedData, at: place, expected: "\(part.values.rows) \(name) labels, one for each example",
          found: "\(labels.classes.count)", advice: "use files that belong together")
      }
    }
  }
}

extension RawValues {
  /// The bytes of numbers in memory.
  fileprivate func withBytes(_ body: (UnsafeRawBufferPointer) -> Void) {
    switch self {
    case .bytes(let bytes): bytes.bytes.withUnsafeBytes(body)
    case .numbers(let numbers): numbers.elements.withUnsafeBytes(body)
    case .stored: preconditionFailure("pieces are in memory")
    }
  }
}

extension RawLabels {
  /// The labels as indices into other names, which hold all of these.
  func indices(in all: [String]) -> [Int32] {
    if all == names { return classes }
    let index = Dictionary(all.enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: { first, _ in first })
    let moved = names.map { index[$0] ?? Self.none }
    return classes.map { $0 < 0 ? Self.none : moved[Int($0)] }
  }
}
