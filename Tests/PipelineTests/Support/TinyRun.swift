import Foundation
import StrataCheckpoints
import StrataRecipes
import StrataRuns
import StrataSession
import StrataStages
import StrataTestSupport

/// Stages on tiny digits, in a folder of their own.
struct TinyRun {
  let folder: TemporaryFolder
  let capture = Capture()
  var options = PipelineOptions()

  init(_ digits: TinyDigits = TinyDigits(), _ assignments: String...) throws {
    try self.init(digits, settings: assignments)
  }

  init(_ digits: TinyDigits = TinyDigits(), settings assignments: [String]) throws {
    folder = try TemporaryFolder()
    try digits.write(to: folder)
    options.dataset = folder("digits").path
    options.runs = folder("runs").path
    options.threads = 1
    options.assignments =
      ["stack.units=[12, 8]", "pretraining.epochs=2", "pretraining.batch_size=20"]
      + ["fine_tuning.epochs=3", "fine_tuning.batch_size=20"] + assignments
  }

  var console: Console { capture.console() }
  var store: RunStore { RunStore(root: URL(filePath: options.runs, directoryHint: .isDirectory)) }

  func session() throws -> Session {
    try Session(options: options, recipe: options.recipe(), console: console)
  }

  /// Pretrains and opens the run.
  func pretrain() throws -> RunFolder { try open(PretrainStage(options, console: console).run().run) }

  /// The same with the keys that mean something to a network from random weights.
  var withoutPretraining: TinyRun {
    var tiny = self
    tiny.options = options.keeping(RecipeKey.withoutPretraining)
    return tiny
  }

  /// Fine-tunes and opens the run.
  func finetune(from start: FinetuneStage.Start = .newest) throws -> RunFolder {
    let options = start == .scratch ? withoutPretraining.options : options
    return try open(FinetuneStage(options, from: start, console: console).run().run)
  }

  /// Evaluates runs; none for the newest.
  func evaluate(_ runs: String...) throws -> EvaluateStage.Outcome {
    try EvaluateStage(options, runs: runs, console: console).run()
  }

  private func open(_ path: String) throws -> RunFolder { try store.open(path) }
}

extension RunFolder {
  /// The names of the files in it, in order.
  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
  }
}
