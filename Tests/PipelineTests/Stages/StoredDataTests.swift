import Foundation
import StrataCheckpoints
import StrataDatasets
import StrataFiles
import StrataLayerGraph
import StrataLinearAlgebra
import StrataPretraining
import StrataRecipes
import StrataReports
import StrataRuns
import StrataTestSupport
import Testing

@testable import StrataSession
@testable import StrataStages

/// Stages on data that stay in their files.
struct StoredDataTests {
  private static let assignments = ["pretraining.optimizer=adam", "pretraining.learning_rate=0.01"]

  /// Wherever numbers lie, what is learned of them is the same to the bit, for a stack and for a network.
  @Test(arguments: [[], ["stack.normalization=batch"], ["data.scale=standard"]])
  func networksAreTheSame(more: [String]) throws {
    let networks = try ["memory", "disk"].map { storage in
      let tiny = try TinyRun(settings: Self.assignments + more + ["data.storage=\(storage)"])
      let stack = try tiny.pretrain()
      let network = try tiny.finetune()
      // Checkpoints, records and pictures; of the codes nothing is left.
      #expect(!(try stack.names.contains { $0.contains("codes") }))
      return try (
        stack.checkpoint(.last).graph().parameters, network.checkpoint(.best).graph().parameters,
        tiny.evaluate().table.models.map(\.testErrorPercent)
      )
    }
    #expect(networks[0].0 == networks[1].0)
    #expect(networks[0].1 == networks[1].1)
    #expect(networks[0].2 == networks[1].2)
  }

  /// A file that is written to while a stack learns from it: an error that names it, a run that failed, and a checkpoint
  /// of before, from which it goes on once the file is back.
  @Test func aFileThatChangesEndsTraining() throws {
    let undisturbed = try TinyRun(settings: Self.assignments + ["data.storage=disk"])
    let whole = try undisturbed.pretrain()
    var tiny = try TinyRun(settings: Self.assignments + ["data.storage=disk"])
    let images = tiny.folder("digits/train-images-idx3-ubyte")
    let bytes = try Data(contentsOf: images)
    // It stops after a step, with a checkpoint.
    tiny.options.stopRequest.make(SIGTERM)
    #expect(throws: Interruption.self) { try tiny.pretrain() }
    tiny.options.stopRequest = StopRequest()
    let run = try tiny.store.newestUnfinished(.pretrain)
    let checkpoint = try Data(contentsOf: run.url.appending(path: "last.safetensors"))
    // It has opened the file when that is cut.
    let error = #expect(throws: InputError.self) {
      let stage = try PretrainStage(tiny.options, from: .stopped(run.name), console: tiny.console)
      let file = try FileHandle(forUpdating: images)
      try file.truncate(atOffset: 400)
      try file.close()
      _ = try stage.run()
    }
    #expect(error?.place.hasSuffix("train-images-idx3-ubyte") == true)
    #expect(try Data(contentsOf: run.url.appending(path: "last.safetensors")) == checkpoint)
    try bytes.write(to: images)
    _ = try PretrainStage(tiny.options, from: .stopped(run.name), console: tiny.console).run()
    let resumed = try tiny.store.open(run.name)
    #expect(try resumed.checkpoint(.last).graph().parameters == whole.checkpoint(.last).graph().parameters)
    withExtendedLifetime(undisturbed) {}
  }

  @Test func theForecastKnowsWhereCodesLie() throws {
    let tiny = try TinyRun(settings: ["stack.units=[400, 300]"])
    let session = try tiny.session()
    let pretraining = try session.recipe.greedyPretraining()
    let arithmetic = session.options.execution.arithmetic
    let forecasts = try [CodePlan.Place.memory, .disk, .nowhere].map {
      try MemoryForecast(
        pretraining, on: session.dataset, keeping: $0, arithmetic: arithmetic, resident: 0)
    }
    let examples = session.dataset.examples.rows + session.dataset.validation.count
    #expect(forecasts[0].codes == 4 * 400 * examples)
    #expect(forecasts[1].codes == 0)
    #expect(forecasts[0].total > forecasts[1].total)
    #expect(forecasts[2].total > forecasts[1].total)
    let size = try ModelSize(pretraining, inputs: 16)
    let disks = [0, examples].map { DiskForecast(pretraining: size, epochs: 2, codesOf: $0).peak }
    #expect(disks[1] - disks[0] == 4 * 400 * examples)
  }

  /// In memory, on the disk, nowhere: the first that there is room for, or what the recipe says.
  @Test func codesGoWhereThereIsRoom() {
    var (all, rest) = (MemoryForecast(resident: 100), MemoryForecast(resident: 100))
    (all.codes, all.parameters, rest.parameters) = (5000, 300, 300)
    let least = all.total - all.resident
    func place(_ choice: Recipe.Storage, free: Int?, disk: Bool) -> CodePlan.Place {
      CodePlan(choice, with: all, without: rest, free: free, fitsOnDisk: disk).place
    }
    #expect(place(.automatic, free: least, disk: true) == .memory)
    #expect(place(.automatic, free: nil, disk: true) == .memory)
    #expect(place(.automatic, free: least - 1, disk: true) == .disk)
    #expect(place(.automatic, free: least - 1, disk: false) == .nowhere)
    #expect(place(.memory, free: 0, disk: true) == .memory)
    #expect(place(.disk, free: least, disk: true) == .disk)
    #expect(place(.disk, free: least, disk: false) == .nowhere)
    // Swap noise wants them somewhere: then the disk is what is refused.
    let swapping = CodePlan(
      .disk, with: all, without: rest, free: 0, canBeAnew: false, fitsOnDisk: false)
    #expect(swapping.place == .disk)
    #expect(CodePlan(.automatic, with: rest, without: rest, free: 0, fitsOnDisk: true).place == .memory)
    #expect(CodePlan(.automatic, with: all, without: rest, free: least, fitsOnDisk: true).note == nil)
    #expect(CodePlan(.disk, with: all, without: rest, free: 0, fitsOnDisk: true).note == nil)
    #expect(CodePlan(.disk, with: all, without: rest, free: 0, fitsOnDisk: false).note != nil)
  }
}
