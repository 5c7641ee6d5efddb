import StrataLinearAlgebra

@testable import StrataLayerGraph

/// One pass of the library over chosen examples, with its gradients handed out by name.
struct LibraryPass {
  let graph: LayerGraph
  let features: any Features
  var labels: [Int32]?
  /// The examples of the pass: positions in `features`.
  let examples: [Int32]
  /// At least as many as the examples.
  var batchSize: Int
  var threads = 1
  var arithmetic = Arithmetic()
  var noise: Workspace.Noise?
  var epoch = 0
  /// The share of training that is done, by which levels of noise change.
  var progress: Float = 0
  /// The share of each label that is spread over all classes.
  var labelSmoothing: Float = 0
  /// What the pass is told of the share of non-zeros in the features.
  var density: Float = 1

  /// A pass over all of the examples as one full batch.
  init(_ graph: LayerGraph, features: any Features, labels: [Int32]? = nil) {
    self.init(graph, features: features, labels: labels, examples: (0..<Int32(features.rows)).map { $0 })
  }

  init(_ graph: LayerGraph, features: any Features, labels: [Int32]? = nil, examples: [Int32]) {
    self.graph = graph
    self.features = features
    self.labels = labels
    self.examples = examples
    batchSize = examples.count
  }

  /// The value of a node.
  func value(of node: String) throws -> Matrix {
    let workspace = try workspace(target: node, withGradients: false)
    Phases(workspace.forward).job(Team(threads: threads)).run(workspace.batch)
    return workspace.value(of: node).window.copied()
  }

  /// The mean loss, without gradients.
  func meanLoss(_ loss: String) throws -> Double {
    let workspace = try workspace(target: loss, withGradients: false)
    let phases = Phases(workspace.forward)
    phases.job(Team(threads: threads)).run(workspace.batch)
    return phases.summedLoss / Double(examples.count)
  }

  /// The mean loss and the gradient of each trained parameter.
  func gradients(of loss: String) throws -> (loss: Double, gradients: [String: Matrix]) {
    let workspace = try workspace(target: loss, withGradients: true)
    // What a gradient is written over must not show: it begins as not a number.
    let places = ParameterStore(graph.parameters.repeating(.nan))
    let targets = workspace.gradients.map { places[$0.name] }
    let phases = Phases(
      workspace.forward + workspace.backward
        + zip(workspace.gradients, targets).map { $0.step(into: $1) })
    let job = phases.job(Team(threads: threads))
    // A full batch of other examples first: what it leaves behind must not show.
    let others = (0..<batchSize).map { Int32((3 * $0 + 1) % features.rows) }
    workspace.choose(others[...], of: source, epoch: epoch + 1, progress: 1 - progress)
    job.run(workspace.batch)
    workspace.choose(examples[...], of: source, epoch: epoch, progress: progress)
    job.run(workspace.batch)
    let names = workspace.gradients.map(\.name)
    return (
      phases.summedLoss / Double(examples.count),
      Dictionary(uniqueKeysWithValues: zip(names, targets.map { $0.window.copied() }))
    )
  }

  private var source: BatchSource { BatchSource(features, labels: labels, labelSmoothing: labelSmoothing) }

  private func workspace(target: String, withGradients: Bool) throws -> Workspace {
    let workspace = try Workspace(
      graph, targets: [target], parameters: ParameterStore(graph, precision: arithmetic.precision),
      batchSize: batchSize, noise: noise, withGradients: withGradients, density: density,
      execution: Execution(
        engine: arithmetic.engine, precision: arithmetic.precision, threads: threads))
    workspace.choose(examples[...], of: source, epoch: epoch, progress: progress)
    return workspace
  }
}

extension LibraryPass {
  /// The same pass in Double.
  var reference: ReferencePass {
    ReferencePass(
      graph, input: referenceInput,
      labels: labels.map { labels in examples.map { Int(labels[Int($0)]) } } ?? [],
      noise: noise.map {
        graph.referenceNoise(
          seed: $0.seed, epoch: epoch, progress: progress, examples: examples,
          features: DoubleMatrix(features.matrix))
      } ?? [:], isTraining: noise != nil)
  }

  /// The features of the examples, in Double.
  var referenceInput: DoubleMatrix {
    let all = features.matrix
    return DoubleMatrix(rows: examples.count, columns: all.columns) {
      Double(all[Int(examples[$0]), $1])
    }
  }
}
