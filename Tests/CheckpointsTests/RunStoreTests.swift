import Foundation
import StrataCheckpoints
import StrataClassifiers
import StrataFiles
import StrataLinearAlgebra
import StrataRuns
import Synchronization
import Testing

/// A record with every field set.
func sampleRecord(
  _ stage: RunRecord.Stage, at seconds: TimeInterval = 1_795_460_701, status: RunRecord.Status = .running
) -> RunRecord {
  var record = RunRecord(
    stage: stage, created: Date(timeIntervalSince1970: seconds), command: "mnist-pipeline \(stage.rawValue)",
    seed: .max,
    arithmetic: .init(
      engine: "OpenBLAS", coreType: "SkylakeX", instructionSet: "AVX-512", threads: 2, precision: "float32"),
    dataset: .init(name: "mnist", sha256: "00ff", train: 50_000, validation: 10_000, test: 10_000),
    model: .stackedDenoisingAutoencoder, parent: "20261123-190501-pretrain",
    versions: ["strata": "1.0.0", "swift_compiler": "6.3"])
  record.status = status
  record.parameters = 2_797_010
  record.trainingSeconds = 12.5
  record.validationErrors = 162
  record.testErrorPercent = 0.1
  record.recipe = "sdae-3"
  record.result = "1.62 % validation error"
  record.failure = "none"
  return record
}

@Suite struct RunStoreTests {
  let folder: TemporaryFolder
  let store: RunStore

  init() throws {
    folder = try TemporaryFolder()
    store = RunStore(root: folder("deep/runs"))
  }

  @Test func aRunIsAFolderNamedByTimeAndStage() throws {
    let run = try store.create(sampleRecord(.pretrain), recipe: "seed: 1\n")
    #expect(run.name == "20261123-190501-pretrain")
    let read = try store.open(run.name)
    #expect(read.record == sampleRecord(.pretrain))
    #expect(try read.recipe() == "seed: 1\n")
    #expect(try read.metrics(as: [String: Int].self) == [])
  }

  @Test func nothingIsOverwritten() throws {
    let names = try (0..<12).map { _ in try store.create(sampleRecord(.finetune), recipe: "").name }
    #expect(Set(names).count == 12)
    #expect(names.prefix(2) == ["20261123-190501-finetune", "20261123-190501-finetune-2"])
  }

  @Test func allRunsComeNewestFirstAndADamagedOneWithItsError() throws {
    for seconds in [1_795_460_701, 1_795_460_703, 1_795_460_702] as [TimeInterval] {
      _ = try store.create(sampleRecord(.pretrain, at: seconds), recipe: "")
    }
    try Data("{".utf8).write(to: store.root.appending(path: "20261123-190502-pretrain/run.json"))
    try FileManager.default.createDirectory(
      at: store.root.appending(path: "20261123-190509-pretrain"), withIntermediateDirectories: true)
    let all = try store.all()
    #expect(
      all.map(\.name) == ["20261123-190503-pretrain", "20261123-190502-pretrain", "20261123-190501-pretrain"])
    #expect(all.map { (try? $0.run.get()) != nil } == [true, false, true])
    #expect(try store.newest().name == "20261123-190503-pretrain")
  }

  @Test func concurrentRunsGetTheirOwnFolders() async throws {
    let names = await withTaskGroup(of: String?.self) { group in
      for _ in 0..<20 { group.addTask { try? store.create(sampleRecord(.run), recipe: "").name } }
      return await group.reduce(into: Set<String>()) { names, name in name.map { _ = names.insert($0) } }
    }
    #expect(names.count == 20)
  }

  @Test func theNewestFinishedRunOfAStageIsFound() throws {
    func add(_ stage: RunRecord.Stage, at seconds: TimeInterval, _ status: RunRecord.Status) throws {
      _ = try store.create(sampleRecord(stage, at: seconds, status: status), recipe: "")
    }
    try add(.pretrain, at: 1000, .finished)
    for _ in 0..<11 { try add(.pretrain, at: 2000, .finished) }
    try add(.pretrain, at: 3000, .interrupted)
    try add(.pretrain, at: 4000, .running)
    try add(.finetune, at: 5000, .finished)
    try FileManager.default.createDirectory(
      at: store.root.appending(path: "20990101-000000-pretrain"), withIntermediateDirectories: true)
    #expect(try store.newest(.pretrain).name == "19700101-003320-pretrain-11")
    #expect(try store.newest(.finetune).name == "19700101-012320-finetune")
  }

  /// A path is looked for as it is, a name under the folder of runs.
  @Test func whatIsNotThereIsNamedAsItWasAsked() throws {
    let store = RunStore(root: URL(filePath: "runs"))
    #expect(inputError { _ = try store.open("moved/a") }?.place == "moved/a")
    #expect(inputError { _ = try store.open("a") }?.place == "runs/a")
  }

  @Test func withoutAFinishedRunItSaysWhatToDo() throws {
    let store = RunStore(root: URL(filePath: "no-such-runs"))
    #expect(
      inputError { _ = try store.newest(.pretrain) }
        == InputError(
          .missingInput, at: "no-such-runs", expected: "a finished pretraining run", found: "none",
          advice: "run: mnist-pipeline pretrain --runs no-such-runs"))
    _ = try self.store.create(sampleRecord(.pretrain, status: .interrupted), recipe: "")
    #expect(
      inputError { _ = try self.store.newest(.pretrain) }?.found
        == "only 20261123-190501-pretrain (marked interrupted)")
  }

  /// It spoils itself only: the others are found, and it is said which one was passed over.
  @Test(arguments: RunRecord.Stage.allCases) func aDamagedRecordIsPassedOverAndSaid(stage: RunRecord.Stage)
    throws
  {
    let said = Mutex<[InputError]>([])
    let store = RunStore(root: store.root) { error in said.withLock { $0.append(error) } }
    let older = try store.create(sampleRecord(.pretrain, at: 1000, status: .finished), recipe: "")
    let stopped = try store.create(sampleRecord(.pretrain, at: 900, status: .interrupted), recipe: "")
    let damaged = try store.create(sampleRecord(stage, at: 2000, status: .finished), recipe: "")
    for content in ["", "{"] {
      try Data(content.utf8).write(to: damaged.url.appending(path: "run.json"))
      #expect(try store.newest(.pretrain).name == older.name)
      #expect(try store.finished(.pretrain).map(\.name) == [older.name])
      #expect(try store.newestUnfinished(.pretrain).name == stopped.name)
      #expect(try store.newest().name == older.name)
      #expect(
        said.withLock { $0.map(\.kind) } == [.malformedData, .malformedData, .malformedData, .malformedData])
      #expect(said.withLock { $0.allSatisfy { $0.place.contains(damaged.name) } })
      said.withLock { $0 = [] }
      #expect(inputError { _ = try store.open(damaged.name) }?.kind == .malformedData)
    }
  }

  @Test func aRunIsFoundWhateverItsFolderIsCalled() throws {
    let run = try store.create(sampleRecord(.pretrain, at: 2000, status: .finished), recipe: "")
    _ = try store.create(sampleRecord(.pretrain, at: 1000, status: .finished), recipe: "")
    try FileManager.default.moveItem(at: run.url, to: store.root.appending(path: "my best one"))
    #expect(try store.newest(.pretrain).name == "my best one")
    #expect(try store.all().map(\.name) == ["my best one", "19700101-001640-pretrain"])
  }

  @Test func aRunIsOpenedByNameOrPath() throws {
    let run = try store.create(sampleRecord(.baseline), recipe: "")
    #expect(try store.open(run.name).record == run.record)
    #expect(try store.open(run.url.path).record == run.record)
    #expect(try store.open(run.url.path + "/").record == run.record)
    let unknown = inputError { _ = try store.open("mine") }
    #expect(unknown?.kind == .missingInput)
    #expect(unknown?.advice.description.hasSuffix("runs: \(run.name)") == true)
    #expect(inputError { _ = try store.open("") }?.kind == .missingInput)
    #expect(inputError { _ = try store.open(folder.url.path) }?.expected == "a run folder, with a run.json")
  }

  @Test func aRootThatIsAFileOrCannotBeMadeIsSaid() throws {
    try Data().write(to: folder("file"))
    let store = RunStore(root: folder("file"))
    #expect(inputError { _ = try store.create(sampleRecord(.run), recipe: "") }?.kind == .cannotWrite)
    #expect(inputError { _ = try store.newest(.run) }?.kind == .missingInput)
  }

  @Test(.enabled(if: TestDisk.isAvailable, "needs root, to mount a small file system"))
  func aReadOnlyRootIsSaid() throws {
    let disk = try TestDisk()
    try disk.makeReadOnly()
    let error = inputError {
      _ = try RunStore(root: disk.url.appending(path: "runs")).create(sampleRecord(.run), recipe: "")
    }
    #expect(error?.kind == .cannotWrite)
    #expect(error?.found == "read-only file system")
  }
}
