/// What a run writes, in bytes, known before it begins.
struct DiskForecast: Equatable {
  /// The largest file.
  let largestFile: Int
  /// All files at the fullest moment: a new checkpoint is written beside the one whose place it takes.
  let peak: Int

  /// Record, recipe, drawing, curves and the names of tensors, each in whole blocks of the disk.
  private static let smallFiles = 64 << 10
  private static let header = 8 << 10
  private static let metricsLine = 300
  /// The scores of validation examples, in a model.
  private static let quantiles = 24 << 10

  /// Pretraining of a stack: `last` holds the finished layers and all that is needed to go on with the next;
  /// at the end pictures of the first layer come beside it.
  ///
  /// - Parameter examples: those whose codes are kept on the disk, of the layer below that in training; 0 for none.
  init(pretraining size: ModelSize, epochs: Int, codesOf examples: Int = 0) {
    let codes = size.widths.dropFirst().dropLast().max().map { $0 * examples * MemoryLayout<Float>.size } ?? 0
    var finished = 0
    var largest = 0
    for (parameters, slots) in zip(size.layers, size.slots) {
      largest = max(largest, finished + (1 + slots) * parameters)
      finished += parameters
    }
    self.init(
      last: max(largest, finished), best: 0, model: finished, epochs: epochs,
      pictures: Self.pictures(units: size.widths[1], width: size.widths[0]), codes: codes)
  }

  /// Training of a network: `last` holds the optimizer's memory too, `best` weights alone, and the next of
  /// them has a name of its own until `last` knows of it.
  init(fineTuning size: ModelSize, epochs: Int) {
    self.init(
      last: size.parameters * (1 + size.slots[0]), best: size.parameters, model: 2 * size.parameters,
      epochs: epochs,
      pictures: 0)
  }

  private init(last: Int, best: Int, model: Int, epochs: Int, pictures: Int, codes: Int = 0) {
    let lastFile = last * MemoryLayout<Float>.size + Self.header
    largestFile = max(lastFile, codes)
    let bestFile = best == 0 ? 0 : best * MemoryLayout<Float>.size + Self.header
    // At the end the model is written beside all of them; of a classifier with its pretrained stack.
    let modelFile = model == 0 ? 0 : model * MemoryLayout<Float>.size + Self.header + Self.quantiles
    peak =
      2 * bestFile + lastFile + max(lastFile, pictures + modelFile) + Self.smallFiles
      + epochs * Self.metricsLine + codes
  }

  /// The filters of up to a hundred units, enlarged, and some reconstructions; as files, and once more as
  /// text in the report.
  private static func pictures(units: Int, width: Int) -> Int {
    let files = 4 * min(units, 100) * width + 64 << 10
    return files + files * 4 / 3
  }
}
