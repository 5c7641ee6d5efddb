import Foundation
import StrataFiles
import StrataSession
import StrataStages
import StrataTestSupport
import Testing

@testable import StrataExperiments

/// Experiments and runs over seeds that several processes share.
struct SharingTests {
  private func sharing(_ folder: String, job: (Int, Int)? = nil, joins: Bool = false) -> Sharing {
    var sharing = Sharing()
    (sharing.folder, sharing.joins) = (folder, joins)
    sharing.job = job.map { (part: $0.0, of: $0.1) }
    return sharing
  }

  /// Whoever did what, twice even, and in whatever order: the same numbers as in one process.
  @Test(arguments: Catalogue.all.map(\.name)) func joinedItIsWhatOneProcessComesTo(name: String) throws {
    let tiny = try TinyExperiment()
    let alone = try tiny.run(name).findings
    let folder = tiny.folder("shared").path
    for part in [2, 1, 2] { #expect(try tiny.run(name, sharing(folder, job: (part, 2))).isEmpty) }
    let joined = try tiny.run(name, sharing(folder, joins: true))[0].findings
    #expect(joined.observations.rows == alone.observations.rows)
    #expect(joined.verdict == alone.verdict)
  }

  @Test func whatIsMissingIsSaid() throws {
    let tiny = try TinyExperiment()
    let folder = tiny.folder("shared").path
    let none = #expect(throws: InputError.self) { try tiny.run("labels", sharing(folder, joins: true)) }
    #expect(none?.expected == "the folder of work that was begun")
    _ = try tiny.run("labels", sharing(folder, job: (2, 2)))
    let one = #expect(throws: InputError.self) { try tiny.run("labels", sharing(folder, joins: true)) }
    #expect(one?.found == "no tried-regression of seed 1")
    // What cannot be joined leaves nothing.
    #expect(try tiny.experimentRuns.isEmpty)
    _ = try tiny.run("labels", sharing(folder, job: (1, 2)))
    _ = try tiny.run("labels", sharing(folder, joins: true))
    #expect(try tiny.experimentRuns.count == 1)
  }

  /// Numbers that run away do so for everybody: what was left out is left out where it is joined, and not done again.
  @Test func aFailureIsKeptToo() throws {
    let tiny = try TinyExperiment(
      "pretraining.learning_rate=1e30", "stack.loss=squared-error", "stack.decoder_activation=linear",
      "stack.activation=linear")
    let folder = tiny.folder("shared").path
    for part in 1...2 {
      let error = #expect(throws: InputError.self) { try tiny.run("depth", sharing(folder, job: (part, 2))) }
      #expect(error?.kind == .numericalFailure)
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
      $0.hasSuffix(".failed.json")
    }
    for seed in 1...2 { #expect(files.contains { $0.contains("-seed-\(seed)-") }) }
    let error = #expect(throws: InputError.self) { try tiny.run("depth", sharing(folder, joins: true)) }
    #expect(error?.kind == .numericalFailure && error?.found.isEmpty == false)
  }

  /// Whoever is done first takes the folder of unfinished work away; who is not, makes it again.
  @Test func aFolderThatWasTakenAwayIsMadeAgain() throws {
    let tiny = try TinyExperiment()
    let archive = try Archive(
      tiny.folder("shared").path, execution: tiny.options.execution, isComplete: false)
    let key = try archive.key("stack", tiny.laboratory().recipe, dataset: "x", seed: 1)
    let stack = try tiny.laboratory().stack(seed: 1)
    let made = try archive.graph(key) {
      try FileManager.default.removeItem(at: archive.url)
      return stack
    }
    #expect(made == stack)
    let again = try archive.graph(key) { throw CancellationError() }
    #expect(again == stack)
    try FileManager.default.removeItem(at: archive.url)
    _ = try archive.begun()
  }

  @Test func labelsAreNotSpreadWhereTheyAreCounted() throws {
    let tiny = try TinyExperiment("fine_tuning.label_spreading=3 by angle")
    let error = #expect(throws: InputError.self) { try tiny.run("labels") }
    #expect(error?.place == "fine_tuning.label_spreading" && error?.found == "3 by angle")
  }

  /// Before anything is trained, and without a trace.
  @Test(arguments: [
    ("noise-kinds", "validation=none", "validation"), ("features", "validation=none", "validation"),
    ("labels", "validation=none", "validation"), ("variants", "validation=none", "validation"),
  ])
  func whatThereIsNothingToChooseByIsRefused(name: String, setting: String, part: String) throws {
    let tiny = try TinyExperiment(setting)
    let error = #expect(throws: InputError.self) { try tiny.run(name) }
    #expect(error?.kind == .usage && error?.expected == "\(part) examples")
    #expect(!FileManager.default.fileExists(atPath: tiny.folder("runs/experiments-unfinished").path))
  }

  /// A file that was changed, or given another's name, is an error and no result.
  @Test func whatIsNotWhatItsNameStandsForIsRefused() throws {
    let tiny = try TinyExperiment()
    let folder = tiny.folder("shared")
    for part in 1...2 { _ = try tiny.run("labels", sharing(folder.path, job: (part, 2))) }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
      $0.hasPrefix("tried-seed")
    }
    let files = names.sorted().map { folder.appending(path: $0) }
    let bytes = try Data(contentsOf: files[1])
    try bytes.write(to: files[0])
    let exchanged = #expect(throws: InputError.self) {
      try tiny.run("labels", sharing(folder.path, joins: true))
    }
    #expect(exchanged?.found == "another result")
    try bytes.prefix(bytes.count / 2).write(to: files[0])
    let cut = #expect(throws: InputError.self) { try tiny.run("labels", sharing(folder.path, joins: true)) }
    #expect(cut?.kind == .malformedData)
  }

  @Test(arguments: [[1, 2, 3], [3, 2, 2, 1]]) func seedsOfARunAreShared(order: [Int]) throws {
    let tiny = try TinyExperiment("stack.units=[12]")
    let console = Console(isTerminal: false, isQuiet: true) { _ in }
    func table(_ sharing: Sharing) throws -> SeedTable {
      try RepeatedRun(tiny.options, seeds: 3...5, controls: [.scratch], sharing: sharing, console: console)
        .run()
    }
    let alone = try table(Sharing())
    let folder = tiny.folder("shared").path
    for part in order { #expect(try table(sharing(folder, job: (part, 3))).seeds == [UInt64(part + 2)]) }
    let joined = try table(sharing(folder, joins: true))
    #expect(
      joined.csv == alone.csv
        && joined.text == alone.text.replacing("--with-scratch", with: "--with-scratch --into \(folder)"))
  }
}
