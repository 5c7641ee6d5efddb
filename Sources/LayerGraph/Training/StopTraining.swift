/// Thrown by a closure that watches training, to end it there and keep what has been learned.
///
/// ```swift
/// let tuned = try FineTuning(training: recipe).fit(network, to: train, validation: validation, seed: 1) { event in
///   if case .epoch(let epoch, _) = event, epoch.training.seconds > 60 { throw StopTraining() }
/// }
/// ```
///
/// Fine-tuning returns the best epoch so far; pretraining takes the layer as it is and goes on with the next; a linear
/// model is as it is, and its convergence says so. Any other error ends training and is thrown on. A task that is
/// cancelled ends training after the step in progress, with `CancellationError`.
public struct StopTraining: Error, Hashable, Sendable {
  /// A wish to stop.
  public init() {}
}
