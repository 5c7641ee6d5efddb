internal import StrataDatasets
internal import StrataFiles
internal import StrataLayerGraph
internal import StrataLinearAlgebra
internal import StrataPretraining

extension Benchmark {
  /// Seconds for an epoch of training: small batches are timed on a part of the images, another one each
  /// time.
  ///
  /// - Throws: `InputError` when there are not as many images as are in a batch.
  func train(_ work: Work, batch: Int) throws -> BenchmarkResult {
    let images = dataset.train.features
    guard batch <= images.rows else {
      throw InputError(
        .usage, at: "--batch", expected: "at most \(images.rows), the images of \(dataset.name)",
        found: "\(batch)", advice: "take a smaller batch or another data set")
    }
    let part = min(batch >= 100 ? 60_000 : 12_000, images.rows) / batch * batch
    let graph = work == .dae ? try autoencoder() : try network()
    let recipe = TrainingRecipe(epochs: repeats + 1, batchSize: batch, learningRate: 0.1)
    var state = Trainer.State(parameters: graph.parameters, optimizer: OptimizerState(), epoch: 0)
    var least = Double.infinity
    var last = 0.0
    for epoch in 0...repeats {
      let first = part * epoch % max(1, images.rows - part + 1)
      let rows = first..<first + part
      let trainer = try Trainer(
        graph, minimizing: work == .dae ? NodeRole.loss[0] : NodeRole.loss.name, features: images[rows: rows],
        labels: work == .dae ? nil : Array(dataset.train.labels[rows]), recipe: recipe, seed: 1,
        execution: execution)
      trainer.state = state
      let result = try trainer.trainEpoch()
      state = trainer.state
      if epoch > 0 { least = min(least, result.seconds) }
      last = result.loss
    }
    var result = BenchmarkResult(work, execution)
    let rate = Double(part) / least
    result.batch = batch
    result.secondsPerEpoch = 60_000 / rate
    result.loss = last
    result.imagesPerSecond = rate
    result.gigaflops = rate * operations(work) / 1e9
    result.fractionOfPeak = (result.gigaflops ?? 0) / peak.gigaflops
    return result
  }

  /// The operations of an image's products, forward and backward: a product of m × k and k × n counts
  /// 2·m·n·k. The gradient with respect to the pixels is not computed, and not counted.
  private func operations(_ work: Work) -> Double {
    work == .dae ? 5 * 2 * weights[0] : 2 * (3 * weights.reduce(0, +) - weights[0])
  }

  private var widths: [Int] { [dataset.width, 1000, 1000, 1000, dataset.classes] }

  /// The numbers in each layer's weight.
  var weights: [Double] { zip(widths, widths.dropFirst()).map { Double($0 * $1) } }

  private func autoencoder() throws -> LayerGraph {
    try DenoisingAutoencoder(
      units: 1000, corruption: .masking(0.25), initialization: .uniform(limit: 0.08)
    ).graph(inputs: dataset.width, seed: 1)
  }

  /// The network of `finetune` and `infer`, its weights random.
  func network() throws -> LayerGraph {
    var nodes = [Node(NodeRole.input.name, .input(width: dataset.width))]
    var table = ParameterTable()
    for (k, (inputs, outputs)) in zip(widths, widths.dropFirst()).enumerated().prefix(3) {
      let weight = NodeRole.encoder.weight(of: k)
      table[weight] = Initialization.uniform(limit: 0.08).weight(
        inputs: inputs, outputs: outputs, stream: RandomStream(seed: 1, purpose: weight))
      table[NodeRole.encoder.bias(of: k)] = Matrix(rows: 1, columns: outputs)
      nodes += [
        Node(
          NodeRole.encoder[k], .dense(weight: weight, bias: NodeRole.encoder.bias(of: k), transposed: false),
          inputs: [nodes[nodes.count - 1].name]),
        Node(NodeRole.code[k], .activation(function: .sigmoid), inputs: [NodeRole.encoder[k]]),
      ]
    }
    let graph = try LayerGraph(nodes: nodes, parameters: table).attachingHead(classes: dataset.classes)
    table = graph.parameters
    table[NodeRole.head.weight()] = Initialization.uniform(limit: 0.08).weight(
      inputs: widths[3], outputs: widths[4],
      stream: RandomStream(seed: 1, purpose: NodeRole.head.weight()))
    return graph.replacing(parameters: table)
  }
}
