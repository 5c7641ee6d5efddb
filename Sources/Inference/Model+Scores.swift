public import StrataAnalysis
public import StrataDatasets
internal import StrataFiles
internal import StrataLayerGraph
public import StrataLinearAlgebra

/// How unlike a model's training data an example is.
public struct Score: Hashable, Sendable {
  /// The mean over columns of (x − r)², where x is the example in the model's units, and r what the stack makes of it
  /// through all codes and back. A number beyond those of training counts as it is, though the stack sees it cut.
  public let error: Float
  /// The share of validation examples that are reconstructed better, from 0 to 1; nil where none were kept.
  public let rank: Double?

  /// The same in percent, without what rounding adds.
  package var rankPercent: Double? { rank.map { ($0 * 1e10).rounded() / 1e8 } }
}

extension Model {
  /// How unlike the training data raw examples are: how badly the pretrained stack, without noise, reconstructs them
  /// through all its codes and back (Hinton and Salakhutdinov 2006).
  ///
  /// - Throws: `InputError` when the model has no stack with decoders, and says why.
  public func score(_ values: RawValues, execution: Execution = Execution()) throws -> [Score] {
    try score(encoding.features(of: values, at: "examples"), execution: execution)
  }

  /// The same of examples that are encoded already, such as those of `Dataset.test`.
  public func score(_ features: any Features, execution: Execution = Execution()) throws -> [Score] {
    var scores: [Score] = []
    try reconstruct(features, execution: execution) { batch in
      scores += batch.scores.map { score(ofError: $0) }
    }
    return scores
  }

  /// What an error of reconstruction means.
  package func score(ofError error: Float) -> Score {
    Score(error: error, rank: scores?.share(below: error))
  }

  /// What the stack makes of examples that are encoded already, batch after batch, as numbers that the model reads.
  public func reconstruct(
    _ features: any Features, execution: Execution = Execution(), _ body: (Reconstructor.Batch) throws -> Void
  ) throws {
    try Reconstructor(requireStack(), execution: execution).forEachBatch(of: features, body)
  }

  /// True where a score is above 99 % of those of validation examples: the example is unlike what the model learned.
  public func isUnlike(_ score: Score) -> Bool { score.rank.map { $0 > 0.99 } ?? false }

  /// The same model with the scores of validation examples, by which others are judged.
  ///
  /// - Parameters:
  ///   - examples: encoded, as those of `Dataset.validation`.
  ///   - execution: how the arithmetic is carried out.
  public func judging(by examples: any Features, execution: Execution = Execution()) throws -> Model {
    guard let stack, examples.rows > 0 else { return self }
    var model = self
    model.scores = EmpiricalDistribution(
      of: try Reconstructor(stack, execution: execution).scores(for: examples))
    return model
  }
}

extension Encoding {
  /// An encoded number as the raw one that it stands for.
  public func raw(_ value: Float, column: Int) -> Float {
    func pick(_ values: [Float]) -> Float { values.count == 1 ? values[0] : values[column] }
    return switch scaling {
    case .pixels: value * 255
    case .asIs: value
    case .range(let low, let high): pick(low) + value * (pick(high) - pick(low))
    case .standard(let mean, let deviation): pick(mean) + value * pick(deviation)
    }
  }
}
