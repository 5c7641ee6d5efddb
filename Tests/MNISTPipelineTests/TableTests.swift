import Foundation
import StrataTestSupport
import Testing

/// The accuracy table, whole, in each format.
///
/// The data leave no choice: the baseline is right on every example but those that bear a wrong label, and
/// a network that learns at the smallest rate there is keeps the zeros that its head began with, so it names
/// the first class. Only times, run names and what hangs on the last bits of a float differ from run to run.
struct TableTests {
  @Test(arguments: ["text", "markdown", "json", "csv"]) func isWhole(format: String) throws {
    let program = try Program(TinyDigits(mislabelled: 7))
    let recipe = Program.tiny + " --set fine_tuning.optimizer=sgd --set fine_tuning.learning_rate=1e-45"
    for command in ["pretrain \(recipe)", "finetune --dataset ./digits --threads 1"] {
      try #require(try program("\(command) --quiet").status == 0)
    }
    // Every process that trained is gone; `evaluate` has the folders and nothing else.
    let outcome = try program("evaluate --dataset ./digits --threads 1 --quiet --format \(format)")
    #expect(outcome.status == 0)
    #expect(outcome.error.isEmpty)
    try expectGolden(Self.normalized(outcome.output), "evaluate.\(format)")
  }

  @Test func jsonIsTheSameByEitherName() throws {
    let program = try Program(TinyDigits())
    let byFlag = try program("run \(Program.tiny) --quiet --json")
    let byFormat = try program("run \(Program.tiny) --quiet --format json")
    #expect(Self.normalized(byFlag.output) == Self.normalized(byFormat.output))
  }

  /// Without its times, the numbers of run folders, and digits that depend on the processor.
  private static func normalized(_ text: String) -> String {
    text.replacing(/[0-9]{8}-[0-9]{6}-([a-z]+)(-[0-9]+)?/) { "DATE-TIME-\($0.output.1)" }
      .replacing(/[0-9]+\.[0-9] s\b/, with: "0.0 s")
      .replacing(/[01]\.[0-9]{4}\b/, with: "0.0000")
      .replacing(/"(log_loss|calibration_error|auc|training_seconds|mcnemar_p)" : [0-9.e-]+/) {
        "\"\($0.output.1)\" : 0"
      }
      .replacing(
        /,[0-9.e-]+,[0-9.e-]+,([0-9.]+,[0-9.]+),[0-9.e-]+,([0-9]+),[0-9.e-]+,[0-9.e-]*,("?)mnist-pipeline/
      ) {
        ",0,0,\($0.output.1),0,\($0.output.2),0,0,\($0.output.3)mnist-pipeline"
      }
  }
}
