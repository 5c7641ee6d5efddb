internal import StrataFiles
internal import StrataLinearAlgebra

/// Numbers that are none: what is thrown, and where training stood.
extension Trainer {
  /// Throws unless a loss that was measured after the last step is a number.
  ///
  /// - Throws: `InputError` of kind `numericalFailure`.
  package func requireFinite(validationLoss: Double) throws {
    guard !validationLoss.isFinite else { return }
    throw failure(expected: "a finite validation loss", found: "\(validationLoss)")
  }

  func check(_ loss: Double) throws {
    guard !loss.isFinite else { return }
    throw failure(expected: "a finite loss", found: "\(loss)", isInStep: true)
  }

  /// A step can spoil the parameters while its own loss, which is of before, is finite.
  func checkParameters() throws {
    for name in template.parameters.names where !store[name].window.isFinite {
      throw failure(expected: "finite parameters", found: "one in \(name) that is not")
    }
  }

  /// The error at the step in progress, or at the last one taken.
  func failure(expected: String, found: String, isInStep: Bool = false) -> InputError {
    let isBetweenEpochs = partial.steps == 0 && !isInStep
    let (number, step) =
      isBetweenEpochs
      ? (epoch, stepsPerEpoch) : (epoch + 1, partial.steps + (isInStep ? 1 : 0))
    let rate = updater.rate
    let gradient = updater.largestGradient(of: workspace)
    return InputError(
      .numericalFailure, at: "\(loss), epoch \(number), step \(step) of \(stepsPerEpoch)",
      expected: expected,
      found: "\(found) at learning rate \(rate); the largest gradient is \(gradient)",
      advice: "lower the learning rate, or \(.limitWeights)")
  }
}
