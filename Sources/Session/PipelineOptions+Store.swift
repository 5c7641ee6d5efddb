internal import Foundation
package import StrataFiles
package import StrataRuns

extension PipelineOptions {
  /// The folder of runs that was chosen. A run whose record cannot be read spoils nothing but itself: it is passed
  /// over, which is said on the console.
  ///
  /// - Throws: `InputError` when its path is relative and the working directory is gone.
  package func store(_ console: Console) throws(InputError) -> RunStore {
    RunStore(root: try URL(userPath: runs, isDirectory: true)) { error in
      console.say("note", "a run is passed over: \(error.wordsOfProgram)")
    }
  }
}
