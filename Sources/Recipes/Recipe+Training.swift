internal import StrataFiles
package import StrataLayerGraph
internal import StrataLinearAlgebra

/// One value for all layers, or one for each.
package struct PerLayer<Value: Hashable & Sendable>: Hashable, Sendable {
  /// One value, or as many as there are layers.
  package var values: [Value]

  /// These values.
  package init(_ values: [Value]) { self.values = values }

  /// One value for all.
  package init(_ value: Value) { values = [value] }

  /// The value for layer `k`. Throws when there are neither one nor `count` values.
  func value(for k: Int, of count: Int, key: String) throws -> Value {
    guard values.count == 1 || values.count == count else {
      throw InputError(
        .recipe, at: key,
        expected: count == 1 ? "one value" : "one value, or \(count), one for each layer",
        found: "\(values.count)", advice: "give one value for all, or a list as long as stack.units")
    }
    return values.count == 1 ? values[0] : values[k]
  }
}

extension Recipe {
  /// How something is trained, as a recipe writes it.
  package struct Training: Hashable, Sendable {
    /// Passes over the examples.
    package var epochs: PerLayer<Int>
    /// Examples in a step.
    package var batchSize: PerLayer<Int>
    /// The base learning rate, for a loss averaged over the batch.
    package var learningRate: PerLayer<Float>
    /// How the learning rate changes.
    package var schedule = ScheduleChoice.constant
    /// Epochs over which the rate first grows from zero.
    package var warmUpEpochs = 0.0
    /// With `linear-decay`, the share of training after which the rate begins to fall.
    package var decayAfter = 0.0
    /// With `step`, the epochs after which the rate is multiplied by `stepFactor`.
    package var stepEpochs = 10.0
    /// With `step`, the factor.
    package var stepFactor = 0.1
    /// What turns a gradient into a step.
    package var optimizer = OptimizerChoice.sgd
    /// The momentum of `sgd`.
    package var momentum: Float = 0
    /// True for Nesterov's momentum.
    package var isNesterov = false
    /// λ of the penalty on weights.
    package var weightDecay: Float = 0
    /// The largest norm of the weights into one unit; nil for no limit.
    package var maxNorm: Float?
    /// The norm of the weights into one unit; nil to leave it to training.
    package var fixedNorm: Float?
    /// The share that is kept of the average of the weights; nil for none.
    package var averaging: Float?
    /// The examples of a shard of a batch; nil for the whole batch at once.
    package var shard: Int?
    /// What such a batch is normalized by.
    package var shardStatistics = TrainingRecipe.ShardStatistics.batch

    static let pretraining = Training(
      epochs: PerLayer(5), batchSize: PerLayer(128), learningRate: PerLayer(0.1))
    static let fineTuning: Training = {
      var training = Training(
        epochs: PerLayer(15), batchSize: PerLayer(128), learningRate: PerLayer(0.001))
      training.optimizer = .adam
      training.schedule = .linearDecay
      return training
    }()
  }

  /// How much the examples of each class count.
  package enum ClassWeighting: String, Hashable, Sendable, CaseIterable {
    /// Every example alike.
    case none
    /// As if every class had equally many.
    case balanced
  }

  /// The shapes of a schedule.
  package enum ScheduleChoice: String, Hashable, Sendable, CaseIterable {
    /// Always the base.
    case constant
    /// Multiplied by a factor every so often.
    case step
    /// In a straight line to zero.
    case linearDecay = "linear-decay"
    /// Half a cosine to zero.
    case cosine
  }

  /// The optimizers.
  package enum OptimizerChoice: String, Hashable, Sendable, CaseIterable {
    /// Stochastic gradient descent, with or without momentum.
    case sgd
    /// Adam.
    case adam
    /// Adam with decoupled weight decay.
    case adamW = "adamw"
  }
}

extension InputError {
  /// The library's error at the key of a section that it comes from: `weightDecay` is `fine_tuning.weight_decay`.
  fileprivate func atKey(in section: String) -> InputError {
    let name = place.split(separator: ".").last.map(String.init) ?? place
    let key = name.replacing(/[A-Z]/) { "_" + $0.output.lowercased() }
    return InputError(kind, at: "\(section).\(key)", expected: expected, found: found, advice: advice)
  }
}

extension Recipe.Training {
  /// The recipe of layer `k` of `count`, as the library takes it, checked.
  func recipe(for k: Int, of count: Int, section: String) throws -> TrainingRecipe {
    let recipe = TrainingRecipe(
      epochs: try epochs.value(for: k, of: count, key: "\(section).epochs"),
      batchSize: try batchSize.value(for: k, of: count, key: "\(section).batch_size"),
      learningRate: try learningRate.value(for: k, of: count, key: "\(section).learning_rate"),
      schedule: Schedule(shape, warmUpEpochs: warmUpEpochs), optimizer: method,
      weightDecay: weightDecay, maxNorm: maxNorm, fixedNorm: fixedNorm, averaging: averaging, shard: shard,
      shardStatistics: shardStatistics)
    do {
      try recipe.check()
    } catch let error as InputError {
      throw error.atKey(in: section)
    }
    return recipe
  }

  private var shape: Schedule.Shape {
    switch schedule {
    case .constant: .constant
    case .step: .step(epochs: stepEpochs, factor: stepFactor)
    case .linearDecay: .linearDecay(after: decayAfter)
    case .cosine: .cosine
    }
  }

  private var method: Optimizer {
    switch optimizer {
    case .sgd: .sgd(momentum: momentum, nesterov: isNesterov)
    case .adam: .adam()
    case .adamW: .adamW()
    }
  }
}
