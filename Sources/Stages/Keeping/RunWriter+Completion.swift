internal import Foundation
internal import StrataFiles
internal import StrataRunPages
package import StrataRuns
package import StrataSession

extension RunWriter {
  /// Runs `body` on the folder; however it ends, the folder's record and pages say so. While it runs, signals that ask
  /// for an end set `options.stopRequest`. A body that cannot save its progress throws `StopRequest.Stopped`; the user is
  /// told to start it again.
  package func complete<Result>(
    _ options: PipelineOptions, console: Console, _ body: (RunWriter) throws -> Result
  ) throws -> Result {
    do {
      let result = try options.stopRequest.whileListening { try body(self) }
      try finish { $0.resources?.peakMemory = ProcessMemory()?.peak }
      RunPages.publish(self, console: console)
      return result
    } catch let interruption as Interruption {
      throw try noting(interruption, console)
    } catch let stopped as StopRequest.Stopped {
      throw try noting(
        Interruption(
          signal: stopped.signal, run: url.relativePath, isKept: false, commands: [record.command]),
        console)
    } catch {
      let failure = addingWhatIsKept(error, options)
      // The first error is the one to report, even if the disk refuses this note too.
      try? update {
        $0.status = .failed
        $0.failure = failure.wordsOfProgram
      }
      RunPages.publishIndex(over: self, console: console)
      throw failure
    }
  }

  /// Says when a second process would not be kept out of the folder.
  package func sayWeakness(on console: Console) {
    guard let lockWeakness else { return }
    console.say(
      "note",
      "the file system of \(url.relativePath) has no locks (\(lockWeakness)): see to it that no other process "
        + "writes there")
  }

  private func noting(_ interruption: Interruption, _ console: Console) throws -> Interruption {
    try update { $0.status = .interrupted }
    RunPages.publishIndex(over: self, console: console)
    return interruption
  }

  /// Says of a failure in the midst of training what is left of it.
  private func addingWhatIsKept(_ error: any Error, _ options: PipelineOptions) -> any Error {
    let file = url.appending(path: RunFolder.CheckpointName.last.fileName)
    guard let error = error as? InputError, record.stage.isResumable,
      FileManager.default.fileExists(atPath: file.path)
    else { return error }
    let addition: String
    switch error.kind {
    case .numericalFailure: addition = "the last good checkpoint is \(file.relativePath)"
    case .cannotWrite, .inputOutput:
      let command = options.resumeCommand(record.stage.rawValue, run: url.relativePath)
      addition = "the checkpoint before it is whole; then go on with: \(command)"
    default: return error
    }
    return InputError(
      error.kind, at: error.place, expected: error.expected, found: error.found,
      advice: "\(error.advice); \(addition)")
  }
}
