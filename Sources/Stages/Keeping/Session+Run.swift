internal import FoundationEssentials
internal import StrataDatasets
internal import StrataRecipes
internal import StrataRuns
internal import StrataSession

extension Session {
  /// Runs `body` on a new run folder; whichever way it ends, the folder's record says so.
  func withRun<Result>(_ record: RunRecord, _ body: (RunWriter) throws -> Result) throws -> Result {
    // From before the folder is there, so that whoever sees it can ask to stop.
    try options.stopRequest.whileListening {
      let run = try store.create(record, recipe: recipe.yaml)
      console.say("run", run.url.relativePath)
      run.sayWeakness(on: console)
      return try complete(run, body)
    }
  }

  /// Runs `body` on a run's folder, and makes sure that all that it has read of the data was there.
  func complete<Result>(_ run: RunWriter, _ body: (RunWriter) throws -> Result) throws -> Result {
    try run.complete(options, console: console) { run in
      let result = try body(run)
      try dataset.requireIntact()
      return result
    }
  }
}
