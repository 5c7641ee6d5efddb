package import Checkpoints

extension RunWriter {
  /// Runs `body` on the folder; whichever way it ends, the folder's record and its pages say so.
  package func complete<Result>(
    console: Console, _ body: (RunWriter) throws -> Result
  ) throws -> Result {
    do {
      let result = try body(self)
      try update { $0.status = .finished }
      RunPages.publish(self, console: console)
      return result
    } catch let interruption as Interruption {
      try update { $0.status = .interrupted }
      RunPages.publishIndex(over: self, console: console)
      throw interruption
    } catch {
      // The first error is the one to report, even if the disk refuses this note too.
      try? update {
        $0.status = .failed
        $0.failure = "\(error)"
      }
      RunPages.publishIndex(over: self, console: console)
      throw error
    }
  }
}
