public import StrataClassifiers

extension AccuracyTable {
  /// One row: a model, how well it does, what it cost and how to get it again.
  public struct Model: Hashable, Sendable {
    /// For people: `Stacked denoising autoencoder, 3 × 1000`.
    public let name: String
    /// What kind of model it is.
    public let kind: ModelKind
    /// Wrong predictions on the test set, in percent.
    public let testErrorPercent: Double
    /// The same as a count; nil in a table of version 0.1.
    public let testErrors: Int?
    /// The 95 % Wilson interval of the test error, in percent.
    public let intervalPercent: ClosedRange<Double>
    /// Wrong predictions on the validation set, in percent; nil when it was not measured.
    public let validationErrorPercent: Double?
    /// Mean −ln p(true class) on the test set, in nats; nil for a model without probabilities.
    public let logLoss: Double?
    /// Expected calibration error on the test set, in [0, 1]; nil for a model without probabilities.
    public let calibrationError: Double?
    /// Averages in which each class counts alike; nil in a table of version 0.1.
    public let classAverages: ClassAverages?
    /// The number of trained parameters.
    public let parameters: Int
    /// Wall-clock seconds of training, pretraining included; nil when a part of it is not known.
    public let trainingSeconds: Double?
    /// The p-value of McNemar's exact test against the baseline; nil for the baseline itself.
    public let mcnemarP: Double?
    /// The command that makes this row again.
    public let command: String
    /// The folder of the run that the model was read from; nil when it has none.
    public let run: String?
    /// What a reader of the error must know of how the model was trained, as what the model did: `did not converge: …`;
    /// nil when there is nothing.
    public let note: String?

    /// A row from its numbers. Traps when one of them is impossible.
    init(
      name: String, kind: ModelKind, testErrorPercent: Double, testErrors: Int?,
      intervalPercent: ClosedRange<Double>,
      validationErrorPercent: Double?, logLoss: Double?, calibrationError: Double?,
      classAverages: ClassAverages?,
      parameters: Int, trainingSeconds: Double?, mcnemarP: Double?, command: String, run: String?,
      note: String?
    ) {
      precondition(trainingSeconds.map { $0.isFinite && $0 >= 0 } ?? true, "\(trainingSeconds ?? 0) seconds")
      self.name = name
      self.kind = kind
      self.testErrorPercent = testErrorPercent
      self.testErrors = testErrors
      self.intervalPercent = intervalPercent
      self.validationErrorPercent = validationErrorPercent
      self.logLoss = logLoss
      self.calibrationError = calibrationError
      self.classAverages = classAverages
      self.parameters = parameters
      self.trainingSeconds = trainingSeconds
      self.mcnemarP = mcnemarP
      self.command = command
      self.run = run
      self.note = note
    }

    /// A row from an evaluation on the test set.
    ///
    /// - Parameters:
    ///   - name: for people.
    ///   - kind: what kind of model it is.
    ///   - evaluation: how it does on the test set.
    ///   - baseline: the baseline's evaluation on the same examples; nil for the baseline itself.
    ///   - validationError: wrong predictions on the validation set.
    ///   - parameters: the number of trained parameters.
    ///   - trainingSeconds: of training, pretraining included; nil when it is not known.
    ///   - command: what makes this row again.
    ///   - run: the folder of the run that the model was read from; nil when it has none.
    ///   - note: what a reader must know of how it was trained, if anything: `did not converge: …`.
    public init(
      name: String, kind: ModelKind, evaluation: Evaluation, baseline: Evaluation?,
      validationError: Proportion? = nil, parameters: Int, trainingSeconds: Double?, command: String,
      run: String? = nil, note: String? = nil
    ) {
      let interval = evaluation.error.interval
      self.init(
        name: name, kind: kind, testErrorPercent: evaluation.error.percent,
        testErrors: evaluation.error.count,
        intervalPercent: 100 * interval.lowerBound...100 * interval.upperBound,
        validationErrorPercent: validationError?.percent, logLoss: evaluation.logLoss,
        calibrationError: evaluation.calibrationError, classAverages: ClassAverages(evaluation),
        parameters: parameters, trainingSeconds: trainingSeconds,
        mcnemarP: baseline.map { McNemar(evaluation, $0).pValue },
        command: command, run: run, note: note)
    }
  }
  /// What a model is worth where each class counts alike, however many examples it has.
  public struct ClassAverages: Hashable, Sendable {
    /// The mean recall of the classes, in [0, 1].
    public let balancedAccuracy: Double
    /// The mean F1 of the classes, in [0, 1].
    public let macroF1: Double
    /// The mean area under the receiver operating characteristic of the classes, each against the rest, in [0, 1]; nil
    /// for a model without probabilities.
    public let areaUnderCurve: Double?

    init(balancedAccuracy: Double, macroF1: Double, areaUnderCurve: Double?) {
      self.balancedAccuracy = balancedAccuracy
      self.macroF1 = macroF1
      self.areaUnderCurve = areaUnderCurve
    }

    /// Those of an evaluation.
    public init(_ evaluation: Evaluation) {
      self.init(
        balancedAccuracy: evaluation.confusion.balancedAccuracy, macroF1: evaluation.confusion.macroF1,
        areaUnderCurve: evaluation.certainty?.areaUnderCurve)
    }
  }
}
