@testable import StrataLayerGraph
import Testing

/// A graph whose gradients are to be proven; its loss is the node `loss`.
struct GradientCase: CustomTestStringConvertible, Sendable {
  let name: String
  let graph: @Sendable (_ seed: UInt64) throws -> LayerGraph

  init(_ name: String, _ graph: @escaping @Sendable (UInt64) throws -> LayerGraph) {
    self.name = name
    self.graph = graph
  }

  var testDescription: String { name }

  /// Every operation, activation, loss and noise, and every way in which nodes and parameters hang
  /// together.
  static let all: [GradientCase] =
    activations + losses + noises + emphases + penalties + topologies
    + Operation.Kind.allCases.flatMap { $0.reference.cases }

  private static let activations = Activation.allCases.map { activation in
    GradientCase("\(activation) code, untied, squared error") {
      try SmallGraphs.autoencoder(activation: activation, loss: .squaredError, isTied: false, seed: $0)
    }
  }

  private static let losses = Loss.allCases.map { loss in
    GradientCase(loss.title) {
      loss.comparesWithLabels
        ? try SmallGraphs.classifier(activation: .tanh, loss: loss, seed: $0)
        : try SmallGraphs.autoencoder(loss: loss, seed: $0)
    }
  }

  static let corruptions =
    chosen
    + Corruption.Kind.allCases.filter { kind in !chosen.contains { $0.kind == kind } }
    .map { Corruption($0, level: 0.3) }

  /// Levels that suit a kind; of a kind that is not among them, a level of 0.3.
  private static let chosen: [Corruption] = [
    .masking(0.25), .bitFlip(0.2), .saltAndPepper(0.3), .gaussian(0.4), .masking(0.5).changing(to: 0.1),
    .gaussian(0.4).changing(to: 0.8), .swap(0.3),
  ]

  /// Those that need nothing but what they read.
  static let inner = corruptions.filter { $0.kind != .swap }

  private static let noises =
    corruptions.flatMap { corruption in
      [
        GradientCase("\(corruption) of the input") {
          try SmallGraphs.autoencoder(corruption: corruption, seed: $0)
        }
      ]
    }
    + inner.map { corruption in
      GradientCase("\(corruption) in the middle") {
        try SmallGraphs.classifier(middle: .corruption(corruption), seed: $0)
      }
    } + [
      GradientCase("swaps of what dropout and masking have left") { seed in
        let graph = try SmallGraphs.autoencoder(corruption: .swap(0.4), seed: seed)
        return try LayerGraph(
          nodes: [
            graph.nodes[0], Node("dropout", .dropout(rate: 0.2), inputs: ["input"]),
            Node("masking", .corruption(.masking(0.2)), inputs: ["dropout"]),
            Node("corruption", .corruption(.swap(0.4)), inputs: ["masking"]),
          ] + graph.nodes[2...], parameters: graph.parameters)
      },
      GradientCase("masking, then gaussian noise, then flips") { seed in
        try chain(
          seed: seed,
          [.corruption(.masking(0.3)), .corruption(.gaussian(0.2)), .corruption(.bitFlip(0.2))])
      },
      GradientCase("dropout") { try SmallGraphs.classifier(middle: .dropout(rate: 0.4), seed: $0) },
      GradientCase("dropout of a decoder's input, squared error") { seed in
        try chain(seed: seed, [.dropout(rate: 0.5), .activation(function: .relu)])
      },
    ]

  private static let emphases =
    corruptions.filter(\.kind.leavesSomeUntouched).flatMap { corruption in
      [Loss.crossEntropy, .squaredError].map { loss in
        GradientCase("emphasis on \(corruption), \(loss.title)") {
          try SmallGraphs.autoencoder(
            corruption: corruption, loss: loss, isTied: loss == .crossEntropy,
            emphasis: Emphasis(corrupted: 1.5, untouched: 0.5), seed: $0)
        }
      }
    } + [
      GradientCase("full emphasis") {
        try SmallGraphs.autoencoder(
          corruption: .masking(0.3), emphasis: Emphasis(corrupted: 1, untouched: 0), seed: $0)
      },
      GradientCase("emphasis on two of three noises of a code", emphasisOfACode),
    ]

  /// A code that is trained is corrupted, and its recoding compared with it where two of the noises have hit.
  private static func emphasisOfACode(seed: UInt64) throws -> LayerGraph {
    let (inputs, units) = (SmallGraphs.inputs, SmallGraphs.units)
    return try LayerGraph(
      nodes: [
        Node("input", .input(width: inputs)),
        Node("encoder", .dense(weight: "w", bias: "b", transposed: false), inputs: ["input"]),
        Node("code", .activation(function: .tanh), inputs: ["encoder"]),
        Node("masking", .corruption(.masking(0.3)), inputs: ["code"]),
        Node("gaussian", .corruption(.gaussian(0.3)), inputs: ["masking"]),
        Node("flips", .corruption(.bitFlip(0.2).changing(to: 0.4)), inputs: ["gaussian"]),
        Node("recoder", .dense(weight: "v", bias: nil, transposed: false), inputs: ["flips"]),
        Node(
          "emphasis", .emphasis(Emphasis(corrupted: 2, untouched: 0.25)), inputs: ["masking", "flips"]),
        Node("loss", .loss(.squaredError), inputs: ["recoder", "code", "emphasis"]),
      ],
      parameters: SmallGraphs.parameters(
        [("w", inputs, units), ("b", 1, units), ("v", units, units)], seed: seed))
  }

  private static let penalties =
    Activation.allCases.filter { $0 != .linear }.flatMap { activation in
      [true, false].map { isTied in
        GradientCase("contraction of \(activation) units, \(isTied ? "tied" : "untied")") {
          try SmallGraphs.autoencoder(
            corruption: .masking(0.25), activation: activation, isTied: isTied,
            penalties: [.contraction(strength: 0.7)], seed: $0)
        }
      }
    } + [
      GradientCase("sparsity") {
        try SmallGraphs.autoencoder(
          loss: .squaredError, isTied: false,
          penalties: [.sparsity(Sparsity(target: 0.1, strength: 0.8))], seed: $0)
      },
      GradientCase("contraction and sparsity, no biases") {
        try SmallGraphs.autoencoder(
          corruption: .gaussian(0.2), hasBiases: false,
          penalties: [
            .contraction(strength: 0.3), .sparsity(Sparsity(target: 0.3, strength: 2)),
          ], seed: $0)
      },
      GradientCase("contraction with the weight frozen") { seed in
        let graph = try SmallGraphs.autoencoder(penalties: [.contraction(strength: 2)], seed: seed)
        return try LayerGraph(nodes: graph.nodes, parameters: graph.parameters, frozen: ["weight"])
      },
      GradientCase("penalties before the decoder", penaltiesFirst),
      GradientCase("two losses, the prediction of one read on", twoLosses),
    ]

  /// The same terms with the penalties in the middle of the graph, where they are last to be differentiated.
  private static func penaltiesFirst(seed: UInt64) throws -> LayerGraph {
    let graph = try SmallGraphs.autoencoder(
      penalties: [.contraction(strength: 0.7), .sparsity(Sparsity(target: 0.2, strength: 1))], seed: seed)
    let isPenalty = { (node: Node) in node.name.hasPrefix("penalty") }
    let code = (graph.nodes.firstIndex { $0.name == "code" } ?? 0) + 1
    let others = graph.nodes.filter { !isPenalty($0) }
    return try LayerGraph(
      nodes: others[..<code] + graph.nodes.filter(isPenalty) + others[code...],
      parameters: graph.parameters)
  }

  /// A loss in the middle of the graph, whose prediction goes on to another layer with a loss of its own.
  private static func twoLosses(seed: UInt64) throws -> LayerGraph {
    let width = SmallGraphs.inputs
    return try LayerGraph(
      nodes: [
        Node("input", .input(width: width)),
        Node("first", .dense(weight: "v", bias: "b", transposed: false), inputs: ["input"]),
        Node("error.first", .loss(.crossEntropy), inputs: ["first", "input"]),
        Node("code", .activation(function: .tanh), inputs: ["first"]),
        Node("second", .dense(weight: "w", bias: nil, transposed: false), inputs: ["code"]),
        Node("error.second", .loss(.squaredError), inputs: ["second", "input"]),
        Node("loss", .sum, inputs: ["error.second", "error.first"]),
      ],
      parameters: SmallGraphs.parameters(
        [("v", width, width), ("b", 1, width), ("w", width, width)], seed: seed))
  }

  private static let topologies = [
    GradientCase("no biases") { try SmallGraphs.autoencoder(hasBiases: false, seed: $0) },
    GradientCase("softmax under a loss") { try chain(seed: $0, [.softmax]) },
    GradientCase("two softmaxes and a tanh") {
      try chain(seed: $0, [.softmax, .activation(function: .tanh), .softmax])
    },
    GradientCase("activations that stand on no dense node") {
      try chain(
        seed: $0, [.corruption(.masking(0)), .activation(function: .tanh), .activation(function: .sigmoid)])
    },
    GradientCase("a value read by two nodes", twoReaders),
    GradientCase("a prediction read by the target too", readPrediction),
    GradientCase("a weight used twice the same way, a bias used twice", sharedTwice),
    GradientCase("a weight used three times", sharedThrice),
    GradientCase("frozen below") { try SmallGraphs.classifier(seed: $0).freezing(upTo: "code") },
    GradientCase("a frozen tied weight") { seed in
      let graph = try SmallGraphs.autoencoder(seed: seed)
      return try LayerGraph(nodes: graph.nodes, parameters: graph.parameters, frozen: ["weight"])
    },
  ]

  /// `input` → dense (square) → the operations, one on another → `loss`: squared error against the input.
  private static func chain(seed: UInt64, _ operations: [Operation]) throws -> LayerGraph {
    let width = SmallGraphs.inputs
    var nodes = [
      Node("input", .input(width: width)),
      Node("dense", .dense(weight: "weight", bias: "bias", transposed: false), inputs: ["input"]),
    ]
    for (position, operation) in operations.enumerated() {
      nodes.append(Node("node.\(position)", operation, inputs: [nodes[nodes.count - 1].name]))
    }
    nodes.append(Node("loss", .loss(.squaredError), inputs: [nodes[nodes.count - 1].name, "input"]))
    return try LayerGraph(
      nodes: nodes,
      parameters: SmallGraphs.parameters([("weight", width, width), ("bias", 1, width)], seed: seed))
  }

  /// The code is read by the decoder and, through another activation, by the loss as its target.
  private static func twoReaders(seed: UInt64) throws -> LayerGraph {
    let (inputs, units) = (SmallGraphs.inputs, SmallGraphs.units)
    return try LayerGraph(
      nodes: [
        Node("input", .input(width: inputs)),
        Node("encoder", .dense(weight: "w", bias: "b", transposed: false), inputs: ["input"]),
        Node("code", .activation(function: .tanh), inputs: ["encoder"]),
        Node("noise", .corruption(.masking(0.3)), inputs: ["code"]),
        Node("recoder", .dense(weight: "v", bias: nil, transposed: false), inputs: ["noise"]),
        Node("target", .activation(function: .sigmoid), inputs: ["code"]),
        Node("loss", .loss(.squaredError), inputs: ["recoder", "target"]),
      ],
      parameters: SmallGraphs.parameters(
        [("w", inputs, units), ("b", 1, units), ("v", units, units)], seed: seed))
  }

  /// The dense node that the loss reads is read by the target too.
  private static func readPrediction(seed: UInt64) throws -> LayerGraph {
    let width = SmallGraphs.inputs
    return try LayerGraph(
      nodes: [
        Node("input", .input(width: width)),
        Node("dense", .dense(weight: "w", bias: "b", transposed: false), inputs: ["input"]),
        Node("target", .activation(function: .sigmoid), inputs: ["dense"]),
        Node("loss", .loss(.squaredError), inputs: ["dense", "target"]),
      ],
      parameters: SmallGraphs.parameters([("w", width, width), ("b", 1, width)], seed: seed))
  }

  private static func sharedTwice(seed: UInt64) throws -> LayerGraph {
    try shared(seed: seed, transposed: [false, false])
  }

  private static func sharedThrice(seed: UInt64) throws -> LayerGraph {
    try shared(seed: seed, transposed: [false, true, false])
  }

  /// One square weight and one bias in every layer.
  private static func shared(seed: UInt64, transposed: [Bool]) throws -> LayerGraph {
    let width = SmallGraphs.inputs
    var nodes = [Node("input", .input(width: width))]
    for (position, isTransposed) in transposed.enumerated() {
      nodes += [
        Node(
          "dense.\(position)", .dense(weight: "w", bias: "b", transposed: isTransposed),
          inputs: [nodes[nodes.count - 1].name]),
        Node("tanh.\(position)", .activation(function: .tanh), inputs: ["dense.\(position)"]),
      ]
    }
    nodes.append(Node("loss", .loss(.squaredError), inputs: [nodes[nodes.count - 1].name, "input"]))
    return try LayerGraph(
      nodes: nodes,
      parameters: SmallGraphs.parameters([("w", width, width), ("b", 1, width)], seed: seed))
  }
}
