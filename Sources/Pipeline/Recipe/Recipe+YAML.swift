public import Foundation
internal import LinearAlgebra
internal import Yams

extension Recipe {
  /// The largest recipe that is read, in bytes.
  static let sizeLimit = 64 * 1024

  /// Reads a recipe; keys that it does not have keep their defaults.
  ///
  /// - Throws: `InputError` naming the file, the key and the line: an unknown key (with the nearest
  ///   one), a value of the wrong kind or out of range.
  public init(contentsOf url: URL) throws {
    let data: Data
    do {
      data = try Data(contentsOf: url)
    } catch {
      throw InputError(
        .missingInput, at: url.relativePath, expected: "a recipe", found: "no file that can be read",
        advice: "check the path; the folder Models holds some to begin with")
    }
    guard data.count <= Self.sizeLimit, let text = String(validating: data, as: UTF8.self) else {
      throw InputError(
        .recipe, at: url.relativePath, expected: "a recipe: text in UTF-8 of at most 64 KiB",
        found: "\(data.count) bytes of something else", advice: "check the path")
    }
    try self.init(yaml: text, at: url.relativePath)
  }

  /// Reads a recipe from its text; `place` says in errors where the text is from.
  public init(yaml: String, at place: String) throws {
    self.init()
    let root: YAMLNode?
    do {
      root = try Parser(yaml: yaml).singleRoot()
    } catch {
      let message = "\(error)".split(separator: "\n").joined(separator: " ")
      throw InputError(
        .recipe, at: place, expected: "YAML", found: message, advice: "put the text right")
    }
    guard let root, root.scalar?.string != "" else { return }
    try Self.eachLeaf(of: root, prefix: "", place: place) { name, node in
      do {
        try set(name, to: node)
      } catch let error as InputError {
        throw InputError(
          error.kind, at: "\(place): \(error.place)", expected: error.expected, found: error.found,
          advice: error.advice)
      }
    }
  }

  /// Sets one key from `key=value`, the value being YAML: `stack.units=[500, 500]`.
  public mutating func set(_ assignment: String) throws {
    let parts = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let node = try? Parser(yaml: String(parts[1])).singleRoot() else {
      throw InputError(
        .usage, at: "--set \(assignment)", expected: "key=value", found: "something else",
        advice: "for example: --set pretraining.epochs=3")
    }
    try set(String(parts[0]), to: node)
  }

  /// The whole recipe as YAML, every key with its value.
  public var yaml: String { yaml { _, line in line } }

  /// The whole recipe as YAML, every key with its value and, as a comment, its meaning.
  public var explained: String {
    yaml { key, line in
      line.padding(toLength: max(line.count + 2, 34), withPad: " ", startingAt: 0) + "# \(key.summary)"
    }
  }

  private func yaml(_ decorate: (RecipeKey, String) -> String) -> String {
    var lines: [String] = []
    var section = ""
    for key in RecipeKey.all {
      let parts = key.name.split(separator: ".").map(String.init)
      if parts.count == 2 && parts[0] != section { lines.append("\(parts[0]):") }
      section = parts.count == 2 ? parts[0] : ""
      let line = (parts.count == 2 ? "  " : "") + "\(parts[parts.count - 1]): \(key.write(self))"
      lines.append(decorate(key, line))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private mutating func set(_ name: String, to node: YAMLNode) throws {
    guard let key = RecipeKey.all.first(where: { $0.name == name }) else {
      let nearest = RecipeKey.all.map(\.name).min { $0.distance(to: name) < $1.distance(to: name) }
      throw InputError(
        .recipe, at: name + (node.mark.map { " (line \($0.line))" } ?? ""),
        expected: "a key of a recipe", found: "an unknown one",
        advice: "did you mean \(nearest ?? "seed")? mnist-pipeline recipe lists them all")
    }
    try key.read(&self, node)
  }

  /// Every key with its value: keys of a section are joined by dots.
  private static func eachLeaf(
    of node: YAMLNode, prefix: String, place: String, _ body: (String, YAMLNode) throws -> Void
  ) throws {
    guard let mapping = node.mapping else {
      throw InputError(
        .recipe, at: place, expected: "keys with values", found: "something else",
        advice: "write lines of the form key: value")
    }
    for (keyNode, value) in mapping {
      let name = prefix + (keyNode.scalar?.string ?? "?")
      if prefix.isEmpty, value.mapping != nil {
        try eachLeaf(of: value, prefix: name + ".", place: place, body)
      } else {
        try body(name, value)
      }
    }
  }
}

extension String {
  /// How many letters must be put in, taken out or changed to make the other (Levenshtein 1966).
  func distance(to other: String) -> Int {
    let (a, b) = (Array(self), Array(other))
    var row = Array(0...b.count)
    for (i, letter) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for j in b.indices {
        let change = diagonal + (letter == b[j] ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = Swift.min(change, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[b.count]
  }
}
