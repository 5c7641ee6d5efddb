import Foundation
import Glibc
import StrataCheckpoints
import StrataClassifiers
import StrataFiles
import StrataLayerGraph
import StrataLinearAlgebra
import StrataPretraining
import StrataRuns
import StrataTestSupport
import Testing

@testable import StrataRecipes
@testable import StrataSession
@testable import StrataStages

/// What a run is foreseen to take, beside what it takes.
struct ForecastTests {
  /// The file is as large as foreseen, but for the names in its header, and the run folder no larger.
  @Test(arguments: ["sgd", "adam"])
  func filesAreAsLargeAsForeseen(optimizer: String) throws {
    var tiny = try TinyRun(
      TinyDigits(side: 28), "stack.units=[60, 40]", "fine_tuning.optimizer=\(optimizer)",
      "pretraining.optimizer=\(optimizer)", "pretraining.learning_rate=0.001")
    let pretraining = try tiny.options.recipe().greedyPretraining()
    let size = try ModelSize(pretraining, inputs: 784)
    let first = DiskForecast(pretraining: size, epochs: 4)
    // The largest file is there while the second layer is trained: stop there.
    tiny.options.stopRequest.make(SIGTERM)
    #expect(throws: Interruption.self) { try tiny.pretrain() }
    var largest = 0
    while let run = try? tiny.store.newestUnfinished(.pretrain) {
      largest = max(largest, try length(run.file("last.safetensors")))
      #expect(try used(run) <= first.peak)
      _ = try? PretrainStage(tiny.options, from: .stopped(run.name), console: tiny.console).run()
    }
    #expect(largest <= first.largestFile)
    #expect(first.largestFile - largest < 8192)

    tiny.options.stopRequest = StopRequest()
    let tuned = try tiny.finetune()
    let recipe = try tiny.options.recipe()
    let network = ModelSize(
      network: try recipe.network(on: pretraining.outline(inputs: 784).droppingDecoders(), classes: 10),
      training: try recipe.fineTuningRecipe().training)
    #expect(network.parameters == tuned.record.parameters)
    let second = DiskForecast(fineTuning: network, epochs: 3)
    let last = try length(tuned.file("last.safetensors"))
    #expect(last <= second.largestFile)
    #expect(second.largestFile - last < 8192)
    // While it trains the model is not there yet; at the end no checkpoint is written any more.
    let model = try length(tuned.file("model.safetensors"))
    #expect(try used(tuned) - model + last <= second.peak)
    #expect(try used(tuned) <= second.peak)
    #expect(tuned.record.resources?.foreseenDisk == second.peak)
  }

  private func length(_ file: URL) throws -> Int {
    try #require(try file.resourceValues(forKeys: [.fileSizeKey]).fileSize)
  }

  private func used(_ run: RunFolder) throws -> Int {
    try run.names.reduce(0) { try $0 + length(run.file($1)) }
  }

  @Test func theStackIsCountedAsItIsBuilt() throws {
    for isTied in [true, false] {
      let tiny = try TinyRun(TinyDigits(), "stack.tied=\(isTied)")
      let pretraining = try tiny.options.recipe().greedyPretraining()
      let size = try ModelSize(pretraining, inputs: 16)
      #expect(size.parameters == (try pretraining.untrained(inputs: 16, seed: 1)).parameterCount)
    }
  }

  @Test func whatFitsIsTakenAndWhatDoesNotIsRefusedWithWhatToLower() throws {
    func refusal(_ change: (inout Recipe) -> Void, gigabytes: Int) throws -> InputError? {
      let tiny = try TinyRun(TinyDigits(side: 28))
      var recipe = try tiny.options.recipe()
      change(&recipe)
      let dataset = try tiny.session().dataset
      let forecast = try MemoryForecast(
        recipe.greedyPretraining(), on: dataset, arithmetic: Arithmetic(), resident: 50_000_000)
      let machine = try machine(gigabytes: gigabytes)
      return inputError { try forecast.require(machine, section: "pretraining") }
    }
    #expect(try refusal({ $0.stack.units = [1000, 1000] }, gigabytes: 1) == nil)
    let wide = try #require(try refusal({ $0.stack.units = [20000, 20000] }, gigabytes: 4))
    #expect(wide.kind == .unavailable)
    #expect(wide.place == "memory")
    #expect(wide.expected == "a recipe that fits into 4.29 GB, all of this machine's")
    #expect(wide.found.hasPrefix("one that needs 7."), "\(wide.found)")
    #expect(wide.advice == "lower stack.units, or use a machine with more memory")
    #expect(try refusal({ $0.stack.units = [20000, 20000] }, gigabytes: 8) == nil)
  }

  private func machine(gigabytes: Int) throws -> MachineMemory {
    let folder = try TemporaryFolder()
    try folder.write("MemTotal: \(gigabytes << 20) kB\n", to: "proc/meminfo")
    return try #require(MachineMemory(root: folder.url))
  }

  /// Nothing is begun for a disk that is too small, or a limit on files.
  @Test(.enabled(if: SmallDisk.isAvailable, "only root can mount a small disk"))
  func aDiskThatIsTooSmallIsRefusedBeforeTraining() throws {
    var tiny = try TinyRun(TinyDigits(side: 28), "stack.units=[100]")
    let disk = try SmallDisk(kilobytes: 1024)
    tiny.options.runs = disk.folder("not/there/yet").path
    let error = try #require(inputError { _ = try tiny.pretrain() })
    #expect(error.kind == .cannotWrite)
    #expect(
      error.description
        == "\(tiny.options.runs): expected 1.63 MB of free space: a checkpoint is written before the old "
        + "one is removed, found 1.05 MB; free 577 kB more, choose another folder with --runs, or lower "
        + "stack.units")
    #expect(try disk.folder.contents.isEmpty)
    // The other recipe fits.
    tiny.options.assignments += ["stack.units=[20]"]
    _ = try tiny.pretrain()
  }

  /// On the way the run's own files lie there already, and take no more room.
  @Test(.enabled(if: SmallDisk.isAvailable, "only root can mount a small disk"))
  func aRunThatGoesOnNeedsRoomForItsNewCheckpointAlone() throws {
    var tiny = try TinyRun(TinyDigits(side: 28), "stack.units=[100]")
    let disk = try SmallDisk(kilobytes: 2400)
    tiny.options.runs = disk.folder.path
    tiny.options.stopRequest.make(SIGTERM)
    #expect(throws: Interruption.self) { try tiny.pretrain() }
    tiny.options.stopRequest = StopRequest()
    // 1.4 MB remain; a new run would need 1.6.
    try disk.folder.write(Array(repeating: 1, count: 700_000), to: "filler")
    _ = try PretrainStage(tiny.options, from: .stopped("newest"), console: tiny.console).run()
  }

  @Test func aFileSystemSaysWhatIsFree() throws {
    let folder = try TemporaryFolder()
    let space = try #require(FreeSpace(under: folder.url))
    #expect(space.bytes > 0)
    #expect(FreeSpace(under: folder("a/b/c"))?.largestFile == space.largestFile)
  }
}
