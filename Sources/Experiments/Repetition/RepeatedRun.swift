internal import Foundation
internal import StrataClassifiers
internal import StrataDatasets
internal import StrataFiles
internal import StrataRecipes
internal import StrataReports
package import StrataSession
package import StrataStages

/// A whole run once for each of some seeds: what a table says of one recipe, with its spread.
package struct RepeatedRun: Stage {
  private let options: PipelineOptions
  private let seeds: ClosedRange<UInt64>
  private let controls: Set<WholeRun.Control>
  private let sharing: Sharing
  private let console: Console

  /// Whole runs with a user's options.
  ///
  /// - Parameters:
  ///   - seeds: of weights, noise and order; where only some labels are kept, of their draw too.
  ///   - controls: what to train beside each.
  ///   - sharing: how other processes share the seeds.
  package init(
    _ options: PipelineOptions, seeds: ClosedRange<UInt64>, controls: Set<WholeRun.Control> = [],
    sharing: Sharing = Sharing(), console: Console
  ) throws {
    self.options = options
    self.seeds = seeds
    self.controls = controls
    self.sharing = sharing
    self.console = console
  }

  /// Runs them, but for those that are done; of one that was stopped or killed, it goes on from the last checkpoint. The table
  /// of those that are this process's to do.
  package func run() throws -> SeedTable {
    let recipe = try options.recipe()
    let name = "seeds-\(recipe.name)\(controls.isEmpty ? "" : "-\(named.joined(separator: "-"))")"
    // What one that was stopped, or died, had come to is there for the next.
    let archive = try sharing.archive(named: name, options) ?? Sharing.archive(named: name, options)
    let begun = try archive.begun()
    var table = SeedTable(recipe: recipe.name, command: command(seeds: seeds))
    for (number, seed) in seeds.enumerated() where sharing.isMine(number) {
      let options = try self.options(for: seed, of: recipe)
      // The recipe as this seed has it; and of the data that were asked for, which nothing takes the place of.
      let asked = try options.recipe()
      let dataset = try options.load(asked)
      let key = archive.key(
        (["run"] + named).joined(separator: "-"), asked.resolved(for: dataset), dataset: dataset.sha256,
        seed: seed)
      if try archive.has(key), !sharing.joins {
        console.say(
          "seed \(seed)",
          "done already: its figures are in \(archive.url.relativePath); without that folder it is trained anew"
        )
      }
      table.add(try archive.value(key) { try run(seed, options, since: begun) })
    }
    return table
  }

  /// The options of the command line that ask for the controls, without their dashes.
  private var named: [String] {
    controls.isSubset(of: [.scratch, .features])
      ? [WholeRun.Control.scratch, .features].filter(controls.contains).map { "with-\($0.rawValue)" }
      : ["with-controls"]
  }

  private func options(for seed: UInt64, of recipe: Recipe) throws -> PipelineOptions {
    var options = options
    options.seed = seed
    if recipe.labels != .all, !options.sets("data.labels_seed") {
      options.assignments.append("data.labels_seed=\(seed)")
    }
    return options
  }

  private func run(_ seed: UInt64, _ options: PipelineOptions, since begun: Date) throws -> SeedResult {
    console.say("Seed \(seed) of \(seeds.lowerBound) to \(seeds.upperBound)")
    do {
      let found = try WholeRun(
        options, controls: controls, goingOnSince: begun, console: console
      ).run()
      console.say("")
      // A control of an earlier time is none of these seeds; nor is the stack itself a control.
      let others = WholeRun.Control.allCases.filter { !controls.contains($0) }
      let isDenoising = try options.recipe().isDenoising
      return SeedResult(found, seed: seed) { model in
        model.kind == (isDenoising ? .stackedDenoisingAutoencoder : .stackedAutoencoder)
          || !others.contains { $0.kinds.contains(model.kind) }
      }
    } catch var interruption as Interruption {
      // The table needs every seed: those that are done are there already.
      interruption.commands = [command(seeds: seeds)]
      throw interruption
    } catch let error as InputError {
      throw error.moved(to: "seed \(seed): \(error.place)")
    }
  }

  /// The command line that does some seeds.
  private func command(seeds: ClosedRange<UInt64>) -> String {
    options.command(
      "run",
      ["--seeds", "\(seeds.lowerBound)..\(seeds.upperBound)"] + named.map { "--\($0)" }
        + sharing.arguments + options.checkpointArguments)
  }
}
