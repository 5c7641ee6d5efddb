import Foundation
import StrataClassifiers
import StrataInference
import StrataReports
import StrataRuns
import StrataSession
import StrataStages
import StrataTestSupport
import Testing

/// What a stack is compared with.
struct ControlsTests {
  private static let all: [ModelKind] = [
    .logisticRegression, .linearSVM, .logisticRegressionOnFeatures, .linearSVMOnFeatures,
    .randomInitialisation, .stackedAutoencoder, .stackedDenoisingAutoencoder,
  ]

  @Test func aWholeRunTrainsThemAll() throws {
    let tiny = try TinyRun()
    let outcome = try WholeRun(
      tiny.options, controls: Set(WholeRun.Control.allCases), console: tiny.console
    ).run()
    #expect(outcome.table.models.map(\.kind) == Self.all)
    #expect(
      outcome.table.models.map(\.name) == [
        "logistic regression", "linear SVM", "logistic regression on features, 12-8",
        "linear SVM on features, 12-8", "random init, 12-8", "stacked AE, 12-8", "stacked DAE, 12-8",
      ])
    #expect(outcome.table.remarks.isEmpty)
    // What is there is not trained again, and a later table has it too.
    let before = try tiny.store.finished(.baseline).count
    #expect(before == 4)
    let stack = try #require(outcome.table.models.last?.run)
    #expect(try tiny.evaluate(stack).table.models.map(\.kind) == Self.all)
    #expect(try tiny.store.finished(.baseline).count == before)
    // Whoever names no run means the stack, though its control is newer.
    #expect(try tiny.evaluate().table.models.last?.run == stack)
    let parent = try tiny.store.open(stack).record.parent
    #expect(try tiny.store.newest(.pretrain).name != parent)
    #expect(try tiny.finetune().record.parent == parent)
    #expect(try tiny.store.finished(.pretrain).map(\.record.isControl) == [true, nil])
  }

  @Test func aStackWithoutNoiseIsCalledOne() throws {
    let tiny = try TinyRun(TinyDigits(), "stack.corruption=none")
    _ = try tiny.pretrain()
    let run = try tiny.finetune()
    #expect(run.record.model == .stackedAutoencoder)
    #expect(try run.wholeModel().kind == .stackedAutoencoder)
    #expect(
      try tiny.evaluate().table.models.map(\.name) == ["logistic regression", "stacked AE, 12-8"])
    // It is no control of itself.
    let outcome = try WholeRun(tiny.options, controls: [.withoutNoise], console: tiny.console).run()
    #expect(outcome.table.models.map(\.kind) == [.logisticRegression, .stackedAutoencoder])
    #expect(tiny.capture.words.contains("there is no control without it"))
  }

  /// Each is trained otherwise than the run in one thing besides the noise.
  @Test(arguments: ["pretraining.epochs=1", "fine_tuning.epochs=1", "stack.tied=false", "limit=50"])
  func aStackThatWasTrainedOtherwiseIsLeftOut(difference: String) throws {
    let tiny = try TinyRun()
    _ = try tiny.pretrain()
    let run = try tiny.finetune()
    var other = tiny
    other.options.assignments += ["stack.corruption=none", difference]
    _ = try other.pretrain()
    let control = try other.finetune()
    let outcome = try tiny.evaluate(run.name)
    #expect(outcome.table.models.map(\.kind) == [.logisticRegression, .stackedDenoisingAutoencoder])
    let remark = try #require(outcome.table.remarks.first)
    #expect(remark.contains("\(control.name), pretrained without noise, is left out: it"))
    #expect(
      remark.contains(
        "--from \"$(swift run mnist-pipeline pretrain --recipe \(run.file("recipe.yml").relativePath) "
          + "--set stack.corruption=none"), "\(remark)")
    // One that differs in nothing else is the control.
    other.options.assignments.removeLast()
    _ = try other.pretrain()
    _ = try other.finetune()
    #expect(
      try tiny.evaluate(run.name).table.models.map(\.kind)
        == [.logisticRegression, .stackedAutoencoder, .stackedDenoisingAutoencoder])
  }

  /// Emphasis is about what noise has hit: without noise there is none.
  @Test func allThatIsAboutNoiseGoesWithIt() throws {
    let tiny = try TinyRun(TinyDigits(), "stack.emphasis=1/0.5", "stack.code_noise=gaussian 0.1")
    let outcome = try WholeRun(tiny.options, controls: [.withoutNoise], console: tiny.console).run()
    #expect(
      outcome.table.models.map(\.kind)
        == [.logisticRegression, .stackedAutoencoder, .stackedDenoisingAutoencoder])
    let control = try #require(outcome.table.models.dropLast().last)
    #expect(
      control.command.contains(
        "--set stack.corruption=none --set stack.code_noise=none --set stack.emphasis=none"))
  }

  /// Stopped anywhere, the commands that it prints do the rest.
  @Test(arguments: ["Pretraining", "Fine-tuning", "random initialisation", "none yet", "of them"])
  func stoppedItNamesTheRest(words: String) throws {
    var tiny = try TinyRun()
    let request = tiny.options.stopRequest
    let console = Console(isTerminal: false) { if $0.contains(words) { request.make(SIGTERM) } }
    let interruption = #expect(throws: Interruption.self) {
      try WholeRun(tiny.options, controls: Set(WholeRun.Control.allCases), console: console).run()
    }
    tiny.options.stopRequest = StopRequest()
    let commands = try #require(interruption?.commands)
    #expect(commands.count { $0.contains("baseline --model svm") } == 2)
    #expect(commands.count { $0.contains("baseline --from ") || $0.contains("svm --from ") } == 2)
    #expect(commands.last?.contains("evaluate") == true)
    let isAtFirst = words == "Pretraining" || words == "Fine-tuning"
    #expect(commands.contains { $0.contains("--from-scratch") } == isAtFirst, "\(commands)")
    let isBeforeCopies = isAtFirst || words == "random initialisation"
    #expect(
      commands.contains { $0.contains("pretrain") && $0.contains("stack.corruption=none") }
        == isBeforeCopies, "\(commands)")
  }
}
