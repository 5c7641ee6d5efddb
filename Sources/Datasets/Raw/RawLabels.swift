internal import StrataFiles

/// The class of each example as files name it: by a number or by a word.
package struct RawLabels: Sendable, Hashable {
  /// The distinct names: numbers in the order of their values, words in that of the alphabet.
  package let names: [String]
  /// For each example, the index of its class in `names`; `none` where it has no label.
  package let classes: [Int32]

  /// The class of an example that has none.
  package static let none: Int32 = -1

  /// Labels that are numbers; nil for an example without one.
  ///
  /// So is −1, as scikit-learn has it, unless it can only be a class: beside other numbers below 0, or beside a single
  /// other number, as in −1 and 1.
  package init(numbers: [Int?]) {
    let given = Set(numbers.compactMap(\.self))
    let others = given.subtracting([-1])
    let isNone = others.isEmpty || (others.count > 1 && others.allSatisfy { $0 >= 0 })
    let values = (isNone ? others : given).sorted()
    let index = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, Int32($0)) })
    self.init(
      names: values.map(String.init), classes: numbers.map { $0.flatMap { index[$0] } ?? Self.none })
  }

  /// Labels that are words, or numbers written as text; nil for an example without one.
  package init(words: [String?]) {
    let values = Set(words.compactMap(\.self))
    // Only what is written as numbers are: 7 and 007 are two names.
    let areNumbers = values.allSatisfy { name in Int(name).map { String($0) == name } ?? false }
    let names = values.sorted { areNumbers ? Int($0) ?? 0 < Int($1) ?? 0 : $0 < $1 }
    let index = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int32($0)) })
    self.init(names: names, classes: words.map { $0.flatMap { index[$0] } ?? Self.none })
  }

  /// What to say of words that elsewhere stand for no label: −1 among other numbers, which arrays have for it, and `NA`,
  /// `?` and their like.
  var notesOnMissing: [Wording] {
    let others = names.filter { $0 != "-1" }
    let isNumbered =
      others.count == names.count - 1 && others.count > 1 && others.allSatisfy { (Int($0) ?? -1) >= 0 }
    let suspects = (isNumbered ? ["-1"] : []) + names.filter(NumberCell.standsForNone)
    return suspects.map {
      "\(quoted($0)) is a class of its own here: leave the cell empty where it stands for no label"
    }
  }

  /// Labels that are indices into names that were given.
  package init(names: [String], classes: [Int32]) {
    (self.names, self.classes) = (names, classes)
  }
}
