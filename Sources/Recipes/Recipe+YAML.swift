package import Foundation
internal import StrataFiles
internal import Yams

extension Recipe {
  /// The largest recipe that is read, in bytes.
  static let sizeLimit = 64 * 1024

  /// The most aliases (`*name`) that a recipe may have: with many, a short text can stand for more values
  /// than memory holds.
  static let aliasLimit = 32

  /// Reads a recipe; keys that it does not have keep their defaults.
  ///
  /// - Throws: `InputError` naming the file, the key and the line: an unknown key (with the nearest
  ///   one), a value of the wrong kind or out of range.
  package init(contentsOf url: URL) throws {
    let data: Data
    do {
      let file = try FileHandle(forReadingFrom: url)
      defer { try? file.close() }
      data = try file.read(upToCount: Self.sizeLimit + 1) ?? Data()
    } catch {
      throw InputError(
        .missingInput, at: url.relativePath, expected: "a recipe", found: "no file that can be read",
        advice: "check the path; mnist-pipeline recipe --plain prints one to begin with")
    }
    guard data.count <= Self.sizeLimit, let text = String(validating: data, as: UTF8.self) else {
      throw InputError(
        .recipe, at: url.relativePath, expected: "a recipe: text in UTF-8 of at most 64 KiB",
        found: data.count > Self.sizeLimit ? "a larger file" : "other bytes", advice: "check the path")
    }
    // Some editors begin a text with a byte order mark.
    try self.init(yaml: String(text.trimmingPrefix("\u{FEFF}")), at: url.relativePath)
    guard !assigned.names.isEmpty || tuning != nil else {
      throw InputError(
        .recipe, at: url.relativePath, expected: "keys with values, such as name: mine", found: "none",
        advice:
          "leave the recipe out for the standard one; mnist-pipeline recipe --plain prints one to begin with")
    }
  }

  /// Reads a recipe from its text; `place` says in errors where the text is from.
  package init(yaml: String, at place: String) throws {
    self.init()
    let aliases = Self.countAliases(in: yaml)
    guard aliases <= Self.aliasLimit else {
      throw InputError(
        .recipe, at: place, expected: "at most \(Self.aliasLimit) aliases (*)", found: "\(aliases)",
        advice: "write the values out")
    }
    let root: YAMLNode?
    do {
      root = try Parser(yaml: yaml).singleRoot()
    } catch {
      let (line, problem) = Self.flaw(error)
      let isTabbed = yaml.split(whereSeparator: \.isNewline).contains { $0.hasPrefix("\t") }
      throw InputError(
        .recipe, at: place + (line.map { ", line \($0)" } ?? ""), expected: "YAML", found: problem,
        advice: isTabbed ? "begin lines with spaces: one begins with a tab" : "put the text right")
    }
    guard let root, root.scalar?.string != "" else { return }
    var lines: [String: Int] = [:]
    try Self.eachLeaf(of: root, place: place) { name, line, node in
      do {
        if let first = lines.updateValue(line, forKey: name) {
          throw InputError(
            .recipe, at: name, expected: "a key once", found: "it in line \(first) already",
            advice: "leave one of the two out")
        }
        try set(name, to: node)
        assigned.places[name] = "\(place), line \(line)"
      } catch let error as InputError {
        throw error.moved(to: "\(place), line \(line): \(error.place)")
      }
    }
  }

  /// What is wrong with a text that is no YAML, and in which line.
  private static func flaw(_ error: any Error) -> (line: Int?, problem: String) {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      // "found character that …": what was found is said before it.
      (mark.line, problem.hasPrefix("found ") ? String(problem.dropFirst(6)) : problem)
    case .duplicatedKeysInMapping(let keys, let context):
      (context.mark.line, "a key twice, here and below: \(keys.sorted().joined(separator: ", "))")
    default:
      (nil, "\(error)".split(whereSeparator: \.isNewline).joined(separator: " ").prefix(300).description)
    }
  }

  /// The asterisks outside comments: at least as many as there are aliases.
  private static func countAliases(in yaml: String) -> Int {
    yaml.split(whereSeparator: \.isNewline)
      .filter { !$0.drop(while: \.isWhitespace).hasPrefix("#") }
      .reduce(0) { $0 + $1.count { $0 == "*" } }
  }

  /// Sets one key from `key=value`, the value being YAML: `stack.units=[500, 500]`.
  package mutating func set(_ assignment: String) throws {
    let parts = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let example: Wording = "for example: --set pretraining.epochs=3"
    guard parts.count == 2 else {
      throw InputError(
        .usage, at: "--set \(assignment)", expected: "key=value", found: "no =", advice: example)
    }
    let text = String(parts[1])
    guard let node = try? Parser(yaml: text).singleRoot() else {
      let isEmpty = text.allSatisfy(\.isWhitespace)
      throw InputError(
        .usage, at: "--set \(parts[0])", expected: "a value", found: isEmpty ? "none" : quoted(text),
        advice: isEmpty ? example : "close brackets and quotation marks: --set 'stack.units=[500, 500]'")
    }
    do {
      try set(String(parts[0]), to: node)
    } catch let error as InputError {
      throw error.moved(to: "--set \(error.place)")
    }
  }

  /// Sets one key to a text that is no YAML: what follows the flag of the command line that is short for the key.
  package mutating func set(_ key: String, to text: String, by flag: String) throws {
    do {
      try set(key, to: YAMLNode(text))
    } catch let error as InputError {
      throw error.moved(to: flag, .usage)
    }
  }

  /// The whole recipe as YAML, every key with its value.
  package var yaml: String { yaml { _, line in line } }

  /// The whole recipe as YAML, every key with its value and, as a comment, its meaning.
  package var explained: String {
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
    return lines.joined(separator: "\n") + "\n" + (tuning?.yaml ?? "")
  }

  private mutating func set(_ name: String, to node: YAMLNode) throws {
    if name.hasPrefix(Self.tuningSection + ".") {
      return try setTuning(String(name.dropFirst(Self.tuningSection.count + 1)), to: node)
    }
    if let key = RecipeKey.all.first(where: { $0.name == name }) {
      try key.read(&self, node)
      assigned.names.insert(name)
      assigned.places[name] = nil
      return
    }
    if let reason = RecipeKey.retired[name] {
      let remark = "\(name) has no meaning any more: \(reason)"
      if !notes.texts.contains(remark) { notes.texts.append(remark) }
      return
    }
    let section = RecipeKey.all.map(\.name).filter { $0.hasPrefix(name + ".") }
    guard section.isEmpty else {
      throw InputError(
        .recipe, at: name, expected: "keys under it, such as \(section[0])", found: node.brief,
        advice: "mnist-pipeline recipe lists every key with its meaning")
    }
    let nearest = Suggestion.nearest(to: name, among: RecipeKey.all.map(\.name))
    throw InputError(
      .recipe, at: name.isEmpty ? "a key" : name, expected: "a key of a recipe", found: "an unknown one",
      advice: "\(nearest.map { "did you mean \($0)? " } ?? "")mnist-pipeline recipe lists them all")
  }

  /// Every key with its line and its value: keys of a section are joined by dots.
  private static func eachLeaf(
    of root: YAMLNode, place: String, _ body: (_ name: String, _ line: Int, YAMLNode) throws -> Void
  ) throws {
    guard let mapping = root.mapping else {
      throw InputError(
        .recipe, at: place, expected: "keys with values", found: root.brief,
        advice: "write lines of the form key: value")
    }
    for (key, value) in mapping {
      let name = key.scalar?.string ?? key.brief
      let section = value.mapping.map(Array.init) ?? []
      if section.isEmpty { try body(name, key.mark?.line ?? 1, value) }
      for (key, value) in section {
        try body("\(name).\(key.scalar?.string ?? key.brief)", key.mark?.line ?? 1, value)
      }
    }
  }
}

extension YAMLNode {
  /// What the node holds in a few words: with aliases a short text can stand for a very long one.
  var brief: String {
    if let scalar { return scalar.string.isEmpty ? "nothing" : String(scalar.string.prefix(60)) }
    guard let sequence else { return "keys with values" }
    let items = sequence.prefix(8).map { item in item.scalar?.string.prefix(20) ?? "…" }
    return "[\((items + (sequence.count > 8 ? ["…"] : [])).joined(separator: ", "))]"
  }
}
