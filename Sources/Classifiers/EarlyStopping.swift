internal import StrataLayerGraph

/// Watches the validation error and says when to stop.
public struct EarlyStopping: Hashable, Sendable, Codable {
  /// Epochs without a new best, which has a lower error or the same with a lower loss, after which training stops; nil to go
  /// on to the last.
  public let patience: Int?
  /// The lowest validation error so far, a share of 1.
  public private(set) var bestError = Double.infinity
  /// The mean validation loss where the lowest error was seen.
  public private(set) var bestLoss = Double.infinity
  /// The epoch in which that was, from 1; 0 before the first.
  public private(set) var bestEpoch = 0

  /// A watch that has seen nothing.
  package init(patience: Int?) { self.patience = patience }

  /// Takes in an epoch; true when it is the best so far: fewer errors, or as many at a smaller loss. Without an error
  /// to choose by, the last epoch is the best.
  package mutating func observe(epoch: Int, error: Double?, loss: Double?) -> Bool {
    guard let error, let loss else {
      bestEpoch = epoch
      return true
    }
    guard error < bestError || (error == bestError && loss < bestLoss) else { return false }
    (bestError, bestLoss, bestEpoch) = (error, loss, epoch)
    return true
  }

  /// The lowest validation error as a count out of `total`, the number of examples that it is a share of.
  func bestError(of total: Int) -> Proportion {
    // Exact: the share is a quotient of whole numbers, below 2⁵³ by far.
    Proportion(bestError.isFinite ? Int((bestError * Double(total)).rounded()) : total, of: total)
  }

  /// Why training should stop after an epoch, in words; nil when it should go on.
  package func reasonToStop(after epoch: Int) -> String? {
    guard let patience, epoch - bestEpoch >= patience else { return nil }
    let percent = (bestError * 10000).rounded() / 100
    return "no validation error below the \(percent) % of epoch \(bestEpoch) for \(patience) epochs"
  }
}
