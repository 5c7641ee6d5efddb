public import StrataFiles
public import StrataLayerGraph
internal import StrataLinearAlgebra

extension Checkpoint {
  /// A checkpoint of a graph: its parameters as tensors under their own names (a weight as
  /// `[inputs, outputs]`, a bias as `[outputs]`), the rest as the part `architecture`.
  public init(_ graph: LayerGraph) throws(InputError) {
    self.init()
    try set(graph, prefix: nil)
  }

  /// Stores a graph beside another: all its names behind `PREFIX/`.
  ///
  /// - Throws: `InputError` where one of its names is that of something else in the checkpoint.
  public mutating func set(_ graph: LayerGraph, prefix: String?) throws(InputError) {
    let path = prefix.map { $0 + "/" } ?? ""
    if !partNames.contains(path + Part.architecture) {
      try requireFree(graph.parameters.names.map { path + $0 })
    }
    try keep(graph.architecture, as: path + Part.architecture)
    for name in graph.parameters.names {
      if let matrix = graph.parameters[name] { tensors[path + name] = Tensor(parameter: matrix) }
    }
  }

  /// The graph that was stored.
  ///
  /// - Parameter prefix: what its names were put behind, for one that lies beside another.
  /// - Throws: `InputError` when architecture and tensors do not make a valid graph.
  public func graph(prefix: String? = nil) throws(InputError) -> LayerGraph {
    let path = prefix.map { $0 + "/" } ?? ""
    let architecture: LayerGraph.Architecture = try part(path + Part.architecture)
    var parameters: [String: Matrix] = [:]
    for name in architecture.parameters { parameters[name] = try parameter(path + name) }
    do {
      return try LayerGraph(architecture, parameters: parameters)
    } catch {
      throw InputError(
        .malformedData, at: place, expected: "a valid graph", found: "\(error)",
        advice: "take a checkpoint of another run, or train again")
    }
  }

  /// Throws where a tensor of one of these names is there, or can never be.
  func requireFree(_ names: [String]) throws(InputError) {
    guard let name = names.first(where: { tensors[$0] != nil || $0 == SafetensorsHeader.metadataKey }) else {
      return
    }
    throw InputError(
      .malformedData, at: place, expected: "parameters with names of their own",
      found: "another tensor called \(quoted(name)), or a name that the format keeps for itself",
      advice: "give the graph's parameters other names")
  }

  /// Stores what an optimizer remembers: tensors `optimizer/NAME/SLOT` and the part `optimizer`.
  package mutating func setOptimizer(_ state: OptimizerState) throws(InputError) {
    try keep(state.steps, as: Part.optimizer)
    for (name, slots) in state.slots {
      for (index, slot) in slots.enumerated() {
        tensors["\(Part.optimizer)/\(name)/\(index)"] = Tensor(parameter: slot)
      }
    }
  }

  /// What an optimizer remembered.
  package func optimizer() throws(InputError) -> OptimizerState {
    var state = OptimizerState(steps: try part(Part.optimizer))
    for key in tensors.keys.sorted() where key.hasPrefix("\(Part.optimizer)/") {
      let parts = key.split(separator: "/")
      guard parts.count == 3 else { continue }
      // Slots are numbered from 0, so in sorted order they come as they were stored.
      state.slots[String(parts[1]), default: []].append(try parameter(key))
    }
    return state
  }

  private enum Part {
    static let architecture = "architecture"
    static let optimizer = "optimizer"
  }

  /// A parameter, whatever its shape; a vector is a matrix of one row.
  func parameter(_ name: String) throws(InputError) -> Matrix {
    guard let shape = tensors[name]?.shape, (1...2).contains(shape.count) else {
      throw InputError(
        .malformedData, at: "\(place), tensor \(name)", expected: "a matrix or a vector",
        found: tensors[name]?.summary ?? "no such tensor",
        advice: "take a checkpoint of another run, or train again")
    }
    return try matrix(
      name, shape: Shape(rows: shape.count == 1 ? 1 : shape[0], columns: shape[shape.count - 1]))
  }
}

extension Tensor {
  /// A weight as `[rows, columns]`, a bias, which has one row, as `[columns]`.
  init(parameter: Matrix) {
    self.init(parameter, shape: parameter.rows == 1 ? [parameter.columns] : nil)
  }
}
