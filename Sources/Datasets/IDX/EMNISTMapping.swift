internal import Foundation

/// The characters that EMNIST's labels stand for (Cohen et al. 2017): `emnist-letters-mapping.txt` beside the images has
/// a line for each label, the label and the code of its character; with the small letter's after the capital's where
/// both are one class.
struct EMNISTMapping {
  private let characters: [Int: String]

  /// The mapping in the folder of some files; nil where there is none that can be read.
  init?(beside folder: URL, prefix: String) {
    let name = prefix.isEmpty ? "mapping.txt" : "\(prefix)-mapping.txt"
    guard let data = try? Data(contentsOf: folder.appending(path: name)), data.count < 1 << 16,
      let text = String(data: data, encoding: .utf8)
    else { return nil }
    var characters: [Int: String] = [:]
    for line in text.split(whereSeparator: \.isNewline) {
      let numbers = line.split(whereSeparator: \.isWhitespace).map { Int($0) }
      guard numbers.count >= 2, let label = numbers[0], let code = numbers[1], (33..<127).contains(code)
      else { return nil }
      characters[label] = String(UnicodeScalar(UInt8(code)))
    }
    guard !characters.isEmpty, Set(characters.values).count == characters.count else { return nil }
    self.characters = characters
  }

  /// Labels called by their characters.
  func naming(_ labels: RawLabels) -> RawLabels {
    RawLabels(names: labels.names.map { Int($0).flatMap { characters[$0] } ?? $0 }, classes: labels.classes)
  }
}

extension RawDataset {
  /// Calls the classes by the characters of a mapping, in the order of its labels.
  mutating func name(by mapping: EMNISTMapping) {
    var numbers: Set<String> = []
    func named(_ part: Part) -> Part {
      guard let labels = part.labels else { return part }
      numbers.formUnion(labels.names)
      return Part(part.values, labels: mapping.naming(labels))
    }
    train = named(train)
    test = test.map(named)
    let all = RawLabels(words: numbers.map(Optional.some)).names
    classNames = mapping.naming(RawLabels(names: all, classes: [])).names
  }
}
