import Foundation
import StrataCheckpoints
import StrataClassifiers
import StrataDatasets
import StrataFiles
import StrataInference
import StrataLayerGraph
import StrataLinearAlgebra
import StrataReports
import StrataRuns
import StrataSession
import StrataStages
import StrataTestSupport
import Testing

/// Linear models on the features of a pretrained stack.
struct FrozenStackTests {
  private static let kinds: [ModelKind] = [.logisticRegressionOnFeatures, .linearSVMOnFeatures]

  private func fit(_ kind: ModelKind, from run: RunFolder, _ tiny: TinyRun) throws -> RunFolder {
    try tiny.store.open(
      BaselineStage(tiny.linear.options, model: kind, from: run.name, console: tiny.console).run().run)
  }

  @Test(arguments: kinds) func theStackIsLeftAsItIs(kind: ModelKind) throws {
    let tiny = try TinyRun(TinyDigits(mislabelled: 10))
    let stack = try tiny.pretrain()
    let run = try fit(kind, from: stack, tiny)
    #expect(run.record.model == kind && run.record.parent == stack.name)
    #expect(run.record.origin?.weights == (try stack.checkpoint(.last).tensorsHash))
    #expect(run.record.convergence != nil)
    #expect(tiny.capture.words.contains("on features, 8 of them"))
    #expect(tiny.capture.words.contains("\(stack.name), which is left as it is"))
    let (before, after) = (try stack.checkpoint(.last).graph(), try run.checkpoint(.best).graph())
    let layers = after.parameters.names.filter { !$0.hasPrefix("head") }
    #expect(layers.count == 4)
    for name in layers { #expect(after.parameters[name] == before.parameters[name]) }
    #expect(after.parameters["head.weight"]?.elements.contains { $0 != 0 } == true)
    #expect(run.record.parameters == 16 * 12 + 12 + 12 * 8 + 8 + 8 * 10 + 10)

    // As a model it is one network, which knows what it is and has the stack with it.
    let model = try run.wholeModel()
    #expect(model.kind == kind && model.stack != nil)
    #expect(model.learnedRows == (try stack.wholeModel().learnedRows))
    // The record says how to make it again, from nothing.
    let row = try #require(try tiny.linear.evaluate(run.name).table.models.last)
    #expect(row.kind == kind && row.name == "\(kind.title), 12-8")
    #expect(row.command.contains("baseline") && row.command.contains("--from \"$("))
    #expect(row.command.contains("pretrain"))
  }

  /// Nothing of it is fine-tuned, and nobody says so.
  @Test func itIsFittedAndNotFineTuned() throws {
    let tiny = try TinyRun(TinyDigits(mislabelled: 10))
    let stack = try tiny.pretrain()
    var linear = tiny.linear
    linear.options.assignments.append("limit=50")
    let run = try tiny.store.open(
      BaselineStage(
        linear.options, model: .logisticRegressionOnFeatures, from: stack.name, console: tiny.console
      )
      .run().run)
    let notes = try linear.evaluate(run.name).table.models.compactMap(\.note)
    #expect(notes.contains { $0.contains("examples and fitted on \(run.record.dataset.train)") }, "\(notes)")
  }

  /// The errors are those of the same model on the codes, fitted by hand.
  @Test func itIsTheModelOfTheCodes() throws {
    let tiny = try TinyRun(TinyDigits(mislabelled: 10), "validation=40")
    let stack = try tiny.pretrain()
    let run = try fit(.logisticRegressionOnFeatures, from: stack, tiny)
    let dataset = try tiny.session().dataset
    let encoder = try stack.checkpoint(.last).graph().features(of: "code.1")
    func codes(_ part: Dataset.Part) throws -> LabelledFeatures {
      try LabelledFeatures(encoder.values(of: "code.1", for: part.features), labels: part.labels)
    }
    let byHand = try LogisticRegression().fit(codes(dataset.train), classes: 10)
    #expect(run.record.validationErrors == (try byHand.evaluate(on: codes(dataset.validation)).error.count))
    #expect(
      try run.checkpoint(.best).graph().parameters["head.weight"] == byHand.graph.parameters["head.weight"])
  }

  /// The table of a run has those of its own stack, and not those of another.
  @Test func theTableHasThoseOfItsStack() throws {
    var tiny = try TinyRun()
    let stack = try tiny.pretrain()
    let run = try tiny.finetune()
    for kind in Self.kinds { _ = try fit(kind, from: stack, tiny) }
    tiny.options.seed = 5
    let other = try tiny.pretrain()
    let second = try tiny.finetune(from: .run(other.name))
    tiny.options.seed = nil
    #expect(
      try tiny.evaluate(run.name).table.models.map(\.kind)
        == [.logisticRegression] + Self.kinds + [.stackedDenoisingAutoencoder])
    #expect(
      try tiny.evaluate(second.name).table.models.map(\.kind)
        == [.logisticRegression, .stackedDenoisingAutoencoder])
  }

  /// One that was fitted otherwise is left out, and the command in the note makes the one that belongs there.
  @Test func oneThatWasFittedOtherwiseIsLeftOut() throws {
    var tiny = try TinyRun()
    let stack = try tiny.pretrain()
    let run = try tiny.finetune()
    tiny.options.assignments.append("baseline.weight_decay=0.5")
    let other = try fit(.logisticRegressionOnFeatures, from: stack, tiny)
    tiny.options.assignments.removeLast()
    let table = try tiny.evaluate(run.name).table
    #expect(table.models.map(\.kind) == [.logisticRegression, .stackedDenoisingAutoencoder])
    let remark = try #require(table.remarks.first)
    #expect(remark.contains("\(other.name), is left out: its baseline.weight_decay is 0.5"))
    #expect(remark.contains("baseline --from \(stack.url.relativePath)"))
    _ = try fit(.logisticRegressionOnFeatures, from: stack, tiny)
    #expect(
      try tiny.evaluate(run.name).table.models[1].kind == .logisticRegressionOnFeatures)
    // Where the stack is gone, a note is all that there is to say.
    try FileManager.default.removeItem(at: stack.url)
    tiny.options.assignments.append("baseline.weight_decay=0.25")
    let later = try tiny.evaluate(run.name).table
    #expect(later.remarks.contains { $0.hasSuffix("its baseline.weight_decay is 2e-05, not 0.25") })
  }

  /// Layers that labels have shaped are no features that were learned without any.
  @Test func layersThatHaveSeenLabelsAreSaidToHave() throws {
    let tiny = try TinyRun()
    let stack = try tiny.pretrain()
    let tuned = try tiny.finetune()
    _ = try fit(.logisticRegressionOnFeatures, from: stack, tiny)
    #expect(!tiny.capture.words.contains("have seen labels"))
    let run = try fit(.logisticRegressionOnFeatures, from: tuned, tiny)
    #expect(
      tiny.capture.words.contains(
        "\(tuned.name) is fine-tuned already: its layers have seen labels; for what pretraining left, name \(stack.name)"
      ))
    // Wherever the model stands in a table, it says so.
    let remarks = try tiny.evaluate(run.name).table.remarks
    #expect(
      remarks.count { $0.contains("a network that was fine-tuned, whose layers have seen labels") } == 1)
    // They are no control of the stack.
    #expect(run.record.model == .logisticRegressionOnFeatures)
    #expect(
      try tiny.evaluate(tuned.name).table.models.filter { $0.kind == .logisticRegressionOnFeatures }.map(
        \.run)
        != [run.name])
  }

  @Test func whatHasNoStackOrOtherKeysIsRefused() throws {
    let tiny = try TinyRun()
    let stack = try tiny.pretrain()
    let linear = try BaselineStage(tiny.session(), model: .linearSVM).run().run
    let console = tiny.console
    let error = inputError {
      _ = try BaselineStage(tiny.linear.options, model: .linearSVM, from: linear, console: console)
    }
    #expect(error?.expected == "a finished pretraining run")
    for key in ["stack.units=[12, 8]", "fine_tuning.epochs=3"] {
      var options = tiny.linear.options
      options.assignments.append(key)
      let error = inputError {
        _ = try BaselineStage(options, model: .linearSVM, from: stack.name, console: console)
      }
      #expect(error?.kind == .usage)
    }
    var options = tiny.linear.options
    options.seed = 9
    #expect(
      inputError { _ = try BaselineStage(options, model: .linearSVM, from: stack.name, console: console) }?
        .expected.description.contains("as in \(stack.name), which is taken as it is") == true)
  }
}

extension TinyRun {
  /// The same with the keys that mean something to a linear model.
  fileprivate var linear: TinyRun {
    var tiny = self
    tiny.options = options.keeping(["baseline.weight_decay", "validation"])
    return tiny
  }
}
