import Foundation
import StrataCheckpoints
import StrataFiles
import StrataReports
import StrataRuns
import StrataSession
import StrataStages
import StrataTestSupport
import Testing

@testable import StrataRecipes

/// A record holds what was done: what has no effect is refused, and what was done elsewhere is told as it was.
struct RecordTests {
  @Test(arguments: [
    "stack.units=[64, 64]", "stack.activation=tanh", "stack.corruption=gaussian", "pretraining.epochs=9",
    "seed=7",
  ])
  func whatFineTuningTakesAsItIsCannotBeSet(assignment: String) throws {
    var tiny = try TinyRun(TinyDigits(), "stack.loss=squared-error", "stack.decoder_activation=linear")
    let pretrained = try tiny.pretrain()
    tiny.options.assignments.append(assignment)
    let error = try #require(inputError { _ = try tiny.finetune() })
    #expect(error.kind == .recipe)
    let key = assignment.prefix { $0 != "=" }
    #expect(error.place == "\(key) of the command line")
    #expect(error.expected.hasSuffix("as in \(pretrained.name), which is taken as it is"))
    #expect(try tiny.store.finished(.finetune).isEmpty)
  }

  @Test func anotherRecipesStackIsRefusedAndOneWithoutAStackInheritsIt() throws {
    var tiny = try TinyRun()
    let pretrained = try tiny.pretrain()
    tiny.options.assignments = []
    tiny.options.recipeFile = try tiny.folder.write("stack:\n  units: [9]\n", to: "other.yml")
    let error = try #require(inputError { _ = try tiny.finetune() })
    // The user has said no key, but named a file.
    #expect(
      error.kind == .recipe && error.place.hasPrefix("stack.units of /") && error.place.hasSuffix("other.yml")
    )
    #expect(error.advice.description.hasPrefix("leave --recipe out: "))
    tiny.options.recipeFile = try tiny.folder.write("fine_tuning:\n  epochs: 2\n", to: "rest.yml")
    let recipe = try Recipe(yaml: tiny.finetune().recipe(), at: "recipe.yml")
    let own = try Recipe(yaml: pretrained.recipe(), at: "recipe.yml")
    #expect(recipe.stack == own.stack)
    #expect(recipe.pretraining == own.pretraining)
    #expect(recipe.fineTuning.epochs.values == [2])
  }

  @Test(arguments: ["stack.units=[7]", "pretraining.epochs=9", "fine_tuning.epochs=9", "seed=3"])
  func whatAnEvaluationTakesAsItIsCannotBeSet(assignment: String) throws {
    var tiny = try TinyRun()
    _ = try tiny.pretrain()
    _ = try tiny.finetune()
    tiny.options.assignments.append(assignment)
    #expect(inputError { _ = try tiny.evaluate() }?.kind == .recipe)
  }

  /// The checkpoint's recipe is proven by a hash; the file beside it may have been cut short or edited.
  @Test(arguments: ["", "name: cut\n", "missing", "stack: ["])
  func aRecipeThatWasCutShortIsThatOfTheCheckpoint(text: String) throws {
    var tiny = try TinyRun()
    let pretrained = try tiny.pretrain()
    let own = try Recipe(yaml: pretrained.recipe(), at: "recipe.yml")
    let file = pretrained.file("recipe.yml")
    if text == "missing" {
      try FileManager.default.removeItem(at: file)
    } else {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    tiny.options.assignments = []
    tiny.options.dataset = nil
    let run = try tiny.finetune()
    #expect(try Recipe(yaml: run.recipe(), at: "recipe.yml") == own)
    #expect(run.record.dataset == pretrained.record.dataset)
    #expect(tiny.capture.words.contains("checkpoint"))
  }

  /// The command of a fine-tuned run names the run that it began from, so that it gives the same number later too.
  @Test func theCommandOfARunNamesWhereItBeganFrom() throws {
    let tiny = try TinyRun()
    let first = try tiny.pretrain()
    _ = try tiny.pretrain()
    let run = try tiny.finetune(from: .run(first.name))
    #expect(run.record.command.contains("finetune --from \(first.url.path) "))
    #expect(run.record.origin?.name == first.name)
    #expect(run.record.origin?.dataset == first.record.dataset)
    #expect(run.record.origin?.weights == (try first.checkpoint(.last).tensorsHash))
  }

  @Test func aSetThatIsNotWhatItsNameSaysLosesIt() throws {
    var tiny = try TinyRun()
    tiny.options.dataset = "mnist"
    tiny.options.dataFolder = tiny.folder("digits").path
    _ = try tiny.pretrain()
    let run = try tiny.finetune()
    let outcome = try tiny.evaluate()
    #expect(run.record.dataset.name == "digits")
    #expect(outcome.table.title == "Test error on digits (100 test examples)")
    for text in [outcome.table.text, outcome.table.markdown, try outcome.table.json(), tiny.capture.text] {
      let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(words.contains("are not those of MNIST"))
    }
    let page = try String(contentsOf: run.file("report.html"), encoding: .utf8)
    #expect(page.contains("<h1>Fine-tuning: sdae-3 on digits</h1>"))
    #expect(page.contains("are not those of MNIST"))
  }
}
