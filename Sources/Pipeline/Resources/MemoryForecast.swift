internal import Datasets
internal import LayerGraph
internal import LinearAlgebra
internal import Pretraining

/// The memory that training takes at its fullest moment, in bytes, known before it is taken.
///
/// It adds up the buffers of `Trainer`, `Workspace`, `Inference` and of a checkpoint that is being written;
/// `docs/reliability.md` compares it with what was measured.
struct MemoryForecast: Equatable {
  /// Weights in all their copies, the optimizer's memory, and a checkpoint of both.
  var parameters = 0
  /// What a pass computes for a batch.
  var batches = 0
  /// The codes of the layers below.
  var codes = 0
  /// What the process has already: the program and the data set.
  var resident = 0

  /// All of it.
  var total: Int { parameters + batches + codes + resident }

  /// Examples of a watching pass, as `Inference` takes them.
  static let watchedBatch = 500
  static let float = MemoryLayout<Float>.size
  /// An index and a value, by rows and by columns.
  static let nonZero = 2 * (MemoryLayout<Int32>.size + MemoryLayout<Float>.size)

  /// What is there before training, with libraries that make themselves ready for a first product.
  init(resident: Int) { self.resident = resident + 24 << 20 }

  /// The fullest moment of pretraining, over its layers.
  init(
    _ pretraining: GreedyPretraining, on dataset: Dataset, precision: Precision, resident: Int
  ) {
    let size = ModelSize(pretraining, inputs: dataset.width)
    let examples = dataset.train.count + dataset.validation.count
    let density = dataset.train.images.density
    var (finished, encoders) = (0, 0)
    var largest = MemoryForecast(resident: resident)
    for (k, layer) in pretraining.layers.enumerated() {
      let (inputs, units, parameters) = (size.widths[k], size.widths[k + 1], size.layers[k])
      let codes = k == 0 ? 0 : Self.float * examples * inputs

      // The layers below compute their codes, with a copy of their own weights.
      var computing = MemoryForecast(resident: resident)
      computing.parameters = Self.float * finished + Self.stored(encoders, precision)
      computing.codes = codes
      computing.batches = Self.floats(Self.watchedBatch * size.widths[...k].reduce(0, +), precision)

      // The layer's first weights, those in training, the optimizer's, and all that goes into a checkpoint:
      // copies of these, a second one where it is small enough to wait, and the bytes of a copy and of the finished
      // layers.
      var training = MemoryForecast(resident: resident)
      training.codes = codes
      training.parameters =
        Self.float * (2 * finished + parameters) + Self.stored(parameters, precision)
        + Self.float * Self.optimizer(parameters, size.slots[k])
        + Self.checkpoint((1 + size.slots[k]) * parameters)
      let batch = min(layer.training.batchSize, dataset.train.count)
      let rows = batch + min(Self.watchedBatch, max(dataset.validation.count, 1))
      let noises = layer.autoencoder.corruption
      let keepsZeros = noises.allSatisfy { $0.kind == .masking || $0.kind == .swap }
      let kept = k == 0 && keepsZeros ? density : 1
      // The examples, what each noise has made of them, weights of the loss, the reconstruction.
      let wide = max(3, 2 + noises.count + (layer.autoencoder.emphasis == nil ? 0 : 1))
      training.batches =
        Self.floats(rows * wide * inputs + (batch + rows) * units, precision)
        + (kept < Arithmetic(precision: precision).worthwhileDensity ? Self.nonZero * rows * inputs : 0)

      for moment in [computing, training] where moment.total > largest.total { largest = moment }
      finished += parameters
      encoders += inputs * units + units
    }
    self = largest
  }

  /// The fullest moment of training a network end to end; it has its first weights already when
  /// `isInMemory`.
  init(
    _ training: TrainingRecipe, network size: ModelSize, isInMemory: Bool, on dataset: Dataset,
    precision: Precision, resident: Int
  ) {
    self.init(resident: resident)
    let (parameters, slots) = (size.parameters, size.slots[0])
    // The first weights and the best ones, those in training, the optimizer's, a checkpoint and one that waits.
    self.parameters =
      Self.float * (isInMemory ? 1 : 2) * parameters + Self.stored(parameters, precision)
      + Self.float * Self.optimizer(parameters, slots) + Self.checkpoint((1 + slots) * parameters)
    let batch = min(training.batchSize, dataset.train.count)
    let watched = min(Self.watchedBatch, max(dataset.validation.count, 1))
    // Values and their gradients, before dropout and after it; two passes that watch.
    batches = Self.floats((4 * batch + 2 * watched) * size.widths.reduce(0, +), precision)
    if dataset.train.images.density < Arithmetic(precision: precision).worthwhileDensity {
      batches += Self.nonZero * (batch + 2 * watched) * dataset.width
    }
  }

  /// A copy of so many numbers and its bytes, and a copy that waits.
  private static func checkpoint(_ numbers: Int) -> Int {
    2 * float * numbers + min(float * numbers, CheckpointKeeper.largestThatWaits)
  }

  /// Numbers that products read, with a rounded copy where products want one.
  static func floats(_ count: Int, _ precision: Precision) -> Int {
    count * (float + (precision == .float32 ? 0 : MemoryLayout<UInt16>.size))
  }

  static func stored(_ parameters: Int, _ precision: Precision) -> Int {
    floats(parameters, precision)
  }

  /// The gradient and what is remembered; plain gradient descent has neither.
  private static func optimizer(_ parameters: Int, _ slots: Int) -> Int {
    slots == 0 ? 0 : (1 + slots) * parameters
  }
}
