package import StrataLinearAlgebra

/// What batches are taken from, put into one object once: a step that is handed a protocol's value may have to
/// take memory for it.
package final class BatchSource: Sendable {
  let features: any Features
  /// One for each example, where the graph reads labels.
  let labels: [Int32]?
  /// How much an example of each class counts in a loss against labels; nil where all count alike.
  let classWeights: [Float]?
  /// The share of each label that is spread evenly over all classes.
  let labelSmoothing: Float

  package init(
    _ features: any Features, labels: [Int32]? = nil, classWeights: [Float]? = nil, labelSmoothing: Float = 0
  ) {
    self.features = features
    self.labels = labels
    self.classWeights = classWeights
    self.labelSmoothing = labelSmoothing
  }
}

/// The examples of one step, and all else that changes from step to step.
package struct Batch: Sendable {
  let source: BatchSource
  /// The examples' positions in the source's features, the first `count` of them.
  let examples: Memory<Int32>
  /// The label of each example; meaningless where the graph reads none.
  let labels: Memory<Int32>
  /// The number of examples.
  let count: Int
  var epoch = 0
  /// The share of training that is done: 0 in the first epoch, 1 in the last.
  var progress: Float = 0
  /// The examples' non-zeros, where they are known and nothing else is read of the examples.
  var nonZeros: SparseBatch?
  /// The number of examples of the whole step, of which these may be a shard; 0 where these are all.
  var whole = 0
  /// What every gradient of the step is multiplied by.
  var gradientScale: Float = 1
  /// What a gradient's target keeps of what it held, where gradients are asked for.
  var gradientBeta: Float = 0
  /// The optimizer's constants, where parameters are updated.
  var rates = Rates()

  /// What the optimizer goes by in one step.
  struct Rates: Sendable {
    var learningRate: Float = 0
    /// 1 − beta^t of Adam's two moments.
    var corrections: (first: Float, second: Float) = (1, 1)
    /// The share that the parameters of this step have in their average, where there is one.
    var averageShare: Float = 0
  }

  /// Where the examples are taken from.
  var features: any Features { source.features }

  /// The number of examples of the whole step, whether these are all or a shard of them.
  var examplesOfStep: Int { whole == 0 ? count : whole }

  /// What the gradient of one example's loss is multiplied by: its share of the mean.
  var exampleScale: Float { gradientScale / Float(examplesOfStep) }
}
