import StrataClassifiers
import Testing

struct EarlyStoppingTests {
  /// Shows it a series of errors and returns the epochs that were best.
  private func watch(
    _ stopping: inout EarlyStopping, _ errors: [(error: Double, loss: Double)]
  ) -> [Int] {
    errors.enumerated().compactMap { index, seen in
      stopping.observe(epoch: index + 1, error: seen.error, loss: seen.loss) ? index + 1 : nil
    }
  }

  @Test func fewerErrorsAreBetterThenASmallerLoss() {
    var stopping = EarlyStopping(patience: nil)
    let best = watch(
      &stopping,
      [(0.3, 1), (0.2, 2), (0.2, 2), (0.25, 0.1), (0.2, 1.5), (0.19, 9), (0.19, .nan)])
    #expect(best == [1, 2, 5, 6])
    #expect(stopping.bestEpoch == 6 && stopping.bestError == 0.19 && stopping.bestLoss == 9)
    #expect(stopping.reasonToStop(after: 1000) == nil)
  }

  @Test func patienceRunsOut() {
    var stopping = EarlyStopping(patience: 3)
    #expect(watch(&stopping, [(0.3, 1), (0.0216, 1), (0.03, 1), (0.04, 1), (0.05, 1)]) == [1, 2])
    #expect(stopping.reasonToStop(after: 4) == nil)
    #expect(
      stopping.reasonToStop(after: 5)
        == "no validation error below the 2.16 % of epoch 2 for 3 epochs")
  }
}
