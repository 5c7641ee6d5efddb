internal import StrataLayerGraph
internal import StrataPretraining
internal import Yams

/// A node of YAML, as distinct from one of a graph.
typealias YAMLNode = Yams.Node

/// A value that a recipe can hold.
protocol RecipeValue: Sendable {
  /// What a good value looks like, in words.
  static var expected: String { get }
  /// The words that can stand there, where it is a choice between some.
  static var choices: [String]? { get }
  /// The value of a YAML node; nil when it is of another kind.
  init?(node: YAMLNode)
  /// What to do about a node that is no good value, where more can be said than what is expected.
  static func advice(on node: YAMLNode) -> String?
  /// What to say of a node that is read though it is written as it no longer should be.
  static func note(on node: YAMLNode) -> String?
  /// The value as YAML.
  var text: String { get }
}

extension RecipeValue {
  static var choices: [String]? { nil }
  static func advice(on node: YAMLNode) -> String? { nil }
  static func note(on node: YAMLNode) -> String? { nil }
}

extension String: RecipeValue {
  static var expected: String { "text" }
  init?(node: YAMLNode) {
    guard let value = node.scalar?.string, !value.isEmpty else { return nil }
    self = value
  }
  var text: String {
    (try? serialize(node: YAMLNode(self), width: -1).trimmingSuffix { $0.isNewline }) ?? self
  }
}

extension StringProtocol {
  fileprivate func trimmingSuffix(while isCut: (Character) -> Bool) -> String {
    var text = String(self)
    while let last = text.last, isCut(last) { text.removeLast() }
    return text
  }
}

extension Int: RecipeValue {
  static var expected: String { "a whole number" }
  init?(node: YAMLNode) {
    guard let value = node.decimal(/[+-]?[0-9]+/).flatMap({ Int($0) }) else { return nil }
    self = value
  }
  var text: String { String(self) }
}

extension YAMLNode {
  /// The text of a number as people write it. YAML would read `0500` as 320, `1:30` as 90 and `1_0` as 10.
  fileprivate func decimal(_ form: Regex<Substring>) -> String? {
    guard let text = scalar?.string, (try? form.wholeMatch(in: text)) != nil else { return nil }
    return text
  }
}

extension UInt64: RecipeValue {
  static var expected: String { "a whole number from 0 to \(UInt64.max)" }
  init?(node: YAMLNode) {
    guard let value = node.decimal(/[0-9]+/).flatMap({ UInt64($0) }) else { return nil }
    self = value
  }
  var text: String { String(self) }
}

extension Double: RecipeValue {
  static var expected: String { "a number" }
  init?(node: YAMLNode) {
    let form = /[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?/
    guard let value = node.decimal(form).flatMap({ Double($0) }) else { return nil }
    self = value
  }
  var text: String { String(self) }
}

extension Float: RecipeValue {
  static var expected: String { "a number" }
  init?(node: YAMLNode) {
    guard let value = Double(node: node) else { return nil }
    self = Float(value)
  }
  var text: String { String(self) }
}

extension Bool: RecipeValue {
  static var expected: String { "true or false" }
  init?(node: YAMLNode) {
    guard let value = node.bool else { return nil }
    self = value
  }
  var text: String { String(self) }
}

extension [Int]: RecipeValue {
  static var expected: String { "a list of whole numbers" }
  static func advice(on node: YAMLNode) -> String? {
    "write it in brackets, for the shell in quotation marks: 'stack.units=[500, 500]'."
  }
  init?(node: YAMLNode) {
    guard let list = PerLayer<Int>(node: node) else { return nil }
    self = list.values
  }
  var text: String { "[" + map(String.init).joined(separator: ", ") + "]" }
}

extension PerLayer: RecipeValue where Value: RecipeValue {
  static var expected: String { "\(Value.expected), or a list of them" }
  init?(node: YAMLNode) {
    let nodes = node.sequence.map(Array.init) ?? [node]
    let values = nodes.compactMap { Value(node: $0) }
    guard !values.isEmpty, values.count == nodes.count else { return nil }
    self.init(values)
  }
  static func advice(on node: YAMLNode) -> String? {
    let nodes = node.sequence.map(Array.init) ?? [node]
    return nodes.first { Value(node: $0) == nil }.flatMap(Value.advice(on:))
  }
  static func note(on node: YAMLNode) -> String? {
    let nodes = node.sequence.map(Array.init) ?? [node]
    return nodes.lazy.compactMap(Value.note(on:)).first
  }
  var text: String {
    values.count == 1 ? values[0].text : "[" + values.map(\.text).joined(separator: ", ") + "]"
  }
}

/// A choice between words.
extension RecipeValue where Self: RawRepresentable & CaseIterable, RawValue == String {
  static var expected: String { "one of " + allCases.map(\.rawValue).joined(separator: ", ") }
  static var choices: [String]? { allCases.map(\.rawValue) }
  init?(node: YAMLNode) {
    guard let word = node.scalar?.string else { return nil }
    self.init(rawValue: word)
  }
  static func advice(on node: YAMLNode) -> String? {
    node.scalar.flatMap { Suggestion.nearest(to: $0.string, among: allCases.map(\.rawValue)) }.map {
      "did you mean \($0)?"
    }
  }
  var text: String { rawValue }
}

extension Activation: RecipeValue {}
extension TrainingRecipe.ShardStatistics: RecipeValue {}
extension DenoisingAutoencoder.Target: RecipeValue {}
extension Recipe.ReconstructionLoss: RecipeValue {}
extension Recipe.ScheduleChoice: RecipeValue {}
extension Recipe.OptimizerChoice: RecipeValue {}
extension Recipe.ClassWeighting: RecipeValue {}
