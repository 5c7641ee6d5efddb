/// The class of each example as files name it: by a number or by a word.
package struct RawLabels: Sendable, Hashable {
  /// The distinct names: numbers in the order of their values, words in that of the alphabet.
  package let names: [String]
  /// For each example, the index of its class in `names`; `none` where it has no label.
  package let classes: [Int32]

  /// The class of an example that has none.
  package static let none: Int32 = -1

  /// Labels that are numbers; nil, and −1 as scikit-learn has it, for an example without one.
  package init(numbers: [Int?]) {
    let values = Set(numbers.compactMap { $0 == -1 ? nil : $0 }).sorted()
    let index = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, Int32($0)) })
    self.init(
      names: values.map(String.init), classes: numbers.map { $0.flatMap { index[$0] } ?? Self.none })
  }

  /// Labels that are words, or numbers written as text; nil for an example without one.
  package init(words: [String?]) {
    let values = Set(words.compactMap(\.self))
    if values.allSatisfy({ Int($0) != nil }) {
      self.init(numbers: words.map { $0.flatMap { Int($0) } })
    } else {
      let names = values.sorted()
      let index = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int32($0)) })
      self.init(names: names, classes: words.map { $0.flatMap { index[$0] } ?? Self.none })
    }
  }

  /// Labels that are indices into names that were given.
  package init(names: [String], classes: [Int32]) {
    (self.names, self.classes) = (names, classes)
  }
}
