internal import Foundation
internal import StrataFiles

/// What the columns of a table are: found from its first two lines, and what the user says.
struct TableColumns {
  /// The names of all columns; nil where the table has no header.
  let names: [String]?
  /// The number of all columns.
  let width: Int
  /// True where the names are numbers, so that the first line could be taken for an example.
  let areNamesNumbers: Bool
  /// The column of labels, from 0 on; nil where there is none, or none is known.
  var label: Int?
  /// For each column which of a model's inputs it is, nil where it is none; nil where every column but the labels is read,
  /// as they stand.
  private(set) var inputs: [Int?]?
  /// What the model's inputs are called, where they were taken by name.
  private var wanted: [String] = []

  /// How many numbers a line gives.
  var featureCount: Int { inputs == nil ? width - (label == nil ? 0 : 1) : wanted.count }

  /// The names of the columns that nothing is read of.
  var ignored: [String] {
    guard let inputs else { return [] }
    return inputs.indices.filter { inputs[$0] == nil && $0 != label }.map(title)
  }

  /// The columns beside that of the labels that are called as labels are.
  var suspects: [String] {
    guard let names, let label else { return [] }
    return names.indices.filter { $0 != label && Self.usualLabels.contains(names[$0].lowercased()) }
      .map(title)
  }

  /// True where the first column alone has no name, and holds no labels.
  var hasNamelessFirst: Bool {
    guard let names, label != 0 else { return false }
    return names.first == "" && names.count { $0.isEmpty } == 1
  }

  /// True where the first line looks like a comment.
  var beginsWithComment: Bool { names?.first?.hasPrefix("#") == true }

  /// What a column of labels is usually called, in the order in which they are looked for.
  static let usualLabels = [
    "label", "labels", "class", "target", "y", "species", "classes", "category", "variety", "digit",
    "diagnosis",
  ]

  /// - Parameters:
  ///   - wanted: the name of the column of labels, or its number from 1 on.
  ///   - known: what the columns are called elsewhere, in the training data or by a model.
  /// - Throws: `InputError` when there is no such column.
  init(_ table: TableText, label wanted: String?, known: [String]? = nil) throws(InputError) {
    let rows = try table.firstRows(2)
    guard let first = rows.first else {
      throw InputError(
        .malformedData, at: table.path, expected: "a table of numbers", found: "blank lines",
        advice: "put an intact copy in its place")
    }
    width = first.count
    let words = first.indices.filter {
      NumberCell.className(first[$0]) != nil && NumberCell.value(first[$0]) == nil
    }
    let wordColumn = Self.classOfHeaderless(rows, words, wanted)
    areNamesNumbers = words.isEmpty && Self.areNames(first.map(\.trimmed), known)
    names =
      (words.isEmpty && !areNamesNumbers) || wordColumn != nil
      ? nil : first.map { NumberCell.className($0) == nil ? "" : $0.trimmed }
    label = wordColumn
    try Self.requireDistinct(names ?? [], at: table.path)
    if let wanted {
      label = try Self.find(wanted, among: names, width, at: table.path)
    } else if let names {
      let lower = names.map { $0.lowercased() }
      label = Self.usualLabels.lazy.compactMap { lower.firstIndex(of: $0) }.first
    }
  }

  /// Throws where two columns are called the same: which is which, nobody could tell later.
  private static func requireDistinct(_ names: [String], at path: String) throws(InputError) {
    var first: [String: Int] = [:]
    for (column, name) in names.enumerated() where !name.isEmpty {
      guard let before = first.updateValue(column, forKey: name) else { continue }
      throw InputError(
        .malformedData, at: path, expected: "a name of its own for each column",
        found: "\(quoted(name)) for columns \(before + 1) and \(column + 1)",
        advice: "rename one of them, or leave one out; where the first line is an example, put names above it"
      )
    }
  }

  /// True for a first line of numbers that are names all the same: those that are known, or 0, 1, 2, … as pandas names
  /// columns that have none.
  private static func areNames(_ cells: [String], _ known: [String]?) -> Bool {
    cells == known || cells.count > 2 && cells == cells.indices.map(String.init)
  }

  /// The column of labels of a table without header whose labels are words: in each of the first two lines they are
  /// all that is no number.
  private static func classOfHeaderless(_ rows: [[String]], _ words: [Int], _ wanted: String?) -> Int? {
    guard rows.count == 2, let column = words.first, words.count == 1, rows[0].count > 1,
      column < rows[1].count,
      NumberCell.className(rows[1][column]) != nil, NumberCell.value(rows[1][column]) == nil
    else { return nil }
    let name = rows[0][column].trimmed.lowercased()
    return usualLabels.contains(name) || name == wanted?.lowercased() ? nil : column
  }

  private static func find(
    _ wanted: String, among names: [String]?, _ width: Int, at path: String
  ) throws(InputError) -> Int {
    if let index = names?.firstIndex(of: wanted) { return index }
    if let index = names?.firstIndex(where: { $0.lowercased() == wanted.lowercased() }) { return index }
    if let number = Int(wanted), (1...max(width, 1)).contains(number) { return number - 1 }
    let known = names.map { $0.listed() }
    throw InputError(
      .usage, at: path, expected: "a column \(quoted(wanted)) with the labels",
      found: known ?? "\(width) columns without names",
      advice: names?.nearest(to: wanted).map { "did you mean \(quoted($0))?" }
        ?? "\(.nameLabelColumn), or by its number, from 1 to \(width)")
  }

  /// Takes the column for that of the labels which a model has learned from, where this table has it: by its name, or, of
  /// a table that has just one column more than the model has inputs, by its number.
  ///
  /// - Parameters:
  ///   - name: its name, or its number from 1 on.
  ///   - count: the number of the model's inputs.
  ///   - inputs: what they are called, where they have names: they hold no labels.
  mutating func takeLabel(_ name: String, beside count: Int, inputs: [String]?) {
    if inputs?.contains(name) == true { return }
    if let named = names?.firstIndex(where: { $0.lowercased() == name.lowercased() }) {
      label = named
    } else if label == nil, let number = Int(name), width == count + 1, (1...width).contains(number),
      names.map({ inputs?.contains($0[number - 1]) != true }) ?? true
    {
      label = number - 1
    }
  }

  /// Takes the columns that a model reads by their names, whatever their order and whatever lies between them; case does not
  /// matter where only one column differs by it. Where one of them is not there, all stay as they stand.
  mutating func take(_ wanted: [String]) {
    guard let names, !wanted.contains("") else { return }
    let lower = names.map { $0.lowercased() }
    let places = wanted.compactMap { name in
      names.firstIndex(of: name)
        ?? (lower.count { $0 == name.lowercased() } == 1 ? lower.firstIndex(of: name.lowercased()) : nil)
    }
    guard places.count == wanted.count, Set(places).count == wanted.count else { return }
    // What the model reads is no label, whatever it is called.
    if let label, places.contains(label) { self.label = nil }
    guard features != wanted else { return }
    var inputs = [Int?](repeating: nil, count: width)
    for (input, place) in places.enumerated() { inputs[place] = input }
    (self.inputs, self.wanted) = (inputs, wanted)
  }

  /// What a column is called in an error: `column "petal width"`, or `column 3`.
  func title(_ column: Int) -> String {
    guard let name = names?[column], !name.isEmpty else { return "column \(column + 1)" }
    return "column \(quoted(name))"
  }

  /// In what the columns are others than those of the training examples, in words.
  func differences(from train: TableColumns) -> String {
    guard let own = features, let others = train.features else {
      return width == train.width
        ? "columns \(names == nil ? "without" : "with") names" : "\(width) columns, not \(train.width)"
    }
    return own.differences(from: others)
  }

  /// The names of the columns that are no labels.
  var features: [String]? {
    if inputs != nil { return wanted }
    return names.map { names in names.indices.filter { $0 != label }.map { names[$0] } }
  }
}

extension String {
  /// Without the spaces around it.
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespaces) }
}
