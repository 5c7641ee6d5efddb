internal import StrataClassifiers
internal import StrataRecipes
internal import StrataReports
package import StrataSession
internal import StrataStages

/// A whole run once for each of some seeds: what a table says of one recipe, with its spread.
package struct RepeatedRun: Stage {
  private let options: PipelineOptions
  private let seeds: ClosedRange<UInt64>
  private let includesScratch: Bool
  private let console: Console

  /// Whole runs with a user's options.
  ///
  /// - Parameters:
  ///   - seeds: of weights, noise and order; where only some labels are kept, of their draw too.
  ///   - includesScratch: true to train the same shape from random weights beside each.
  package init(
    _ options: PipelineOptions, seeds: ClosedRange<UInt64>, includesScratch: Bool, console: Console
  ) throws {
    self.options = options
    self.seeds = seeds
    self.includesScratch = includesScratch
    self.console = console
  }

  /// Runs them.
  package func run() throws -> SeedTable {
    let recipe = try options.recipe()
    let drawsLabels = recipe.labels != .all && !options.sets("data.labels_seed")
    var table = SeedTable(recipe: recipe.name, command: command(seeds: seeds))
    for seed in seeds {
      var options = options
      options.seed = seed
      if drawsLabels { options.assignments.append("data.labels_seed=\(seed)") }
      console.say("Seed \(seed) of \(seeds.lowerBound) to \(seeds.upperBound)")
      let found: EvaluateStage.Outcome
      do {
        found = try WholeRun(options, includesScratch: includesScratch, console: console).run()
      } catch var interruption as Interruption {
        // The table needs every seed: what was stopped, the seeds after it, or all of them again.
        if seed < seeds.upperBound {
          interruption.commands.append(command(seeds: seed + 1...seeds.upperBound))
        }
        throw interruption
      }
      // A control of an earlier time is none of these seeds.
      table.add(found.table, seed: seed) { includesScratch || $0.kind != .randomInitialisation }
      console.say("")
    }
    return table
  }

  /// The command line that does some seeds.
  private func command(seeds: ClosedRange<UInt64>) -> String {
    options.command(
      "run",
      ["--seeds", "\(seeds.lowerBound)..\(seeds.upperBound)"] + (includesScratch ? ["--with-scratch"] : []))
  }
}
