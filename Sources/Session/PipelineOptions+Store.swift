internal import Foundation
internal import StrataFiles
package import StrataRuns

extension PipelineOptions {
  /// The folder of runs that was chosen. A run whose record cannot be read spoils nothing but itself: it is passed
  /// over, which is said on the console.
  package func store(_ console: Console) -> RunStore {
    RunStore(root: URL(fileURLWithPath: runs, isDirectory: true)) { error in
      console.say("note", "a run is passed over: \(error)")
    }
  }
}
