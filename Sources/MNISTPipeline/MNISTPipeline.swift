import ArgumentParser
import Foundation
import StrataExperiments
import StrataFiles
import StrataSession

/// The command line: it parses, calls the library, and prints.
@main
struct MNISTPipeline: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mnist-pipeline",
    abstract: "Learn features without labels, then classify with few or many.",
    discussion: """
      A stack of denoising autoencoders is pretrained layer by layer, its decoders are dropped, a \
      softmax head is attached, and the whole is fine-tuned end to end. Beside it stands logistic \
      regression on the raw pixels.

      EXAMPLES
        mnist-pipeline run              everything in order, ending with the table
        mnist-pipeline pretrain         then: finetune, then: evaluate
        mnist-pipeline run --recipe Models/quick.yml
        mnist-pipeline doctor           what this machine has and lacks

      EXIT STATUS
        0   done
        3   training is done and kept, but what it taught is worse than nothing
        64  the command line asks for something that does not exist
        65  a file does not hold what it should
        66  a file or folder is not there
        69  this build or machine cannot do what was asked
        70  training went wrong: a loss that is not a number
        73  a file or folder cannot be written
        74  a file cannot be read, or a transfer failed
        78  a recipe asks for something impossible
        130 stopped by Ctrl-C, 143 by SIGTERM: a checkpoint is kept
      """,
    version: Version.current,
    subcommands: [
      Run.self, Pretrain.self, Finetune.self, Baseline.self, Evaluate.self, Filters.self,
      ExperimentCommand.self, ReportCommand.self, DataCommand.self, RecipeCommand.self,
      BenchmarkCommand.self, Doctor.self,
    ])

  static func main() {
    // Whoever reads our output may stop reading; that is not our failure.
    signal(SIGPIPE, SIG_DFL)
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let interruption as Interruption {
      FileHandle.standardError.write(Data("\(interruption)\n".utf8))
      exit(withStatus: interruption.exitStatus)
    } catch let unlearned as Unlearned {
      FileHandle.standardError.write(Data("error: \(unlearned)\n".utf8))
      exit(withStatus: Unlearned.exitStatus)
    } catch let error as InputError {
      FileHandle.standardError.write(Data("error: \(error)\n".utf8))
      exit(withStatus: error.kind.rawValue)
    } catch {
      exit(withError: error)
    }
  }

  private static func exit(withStatus status: Int32) -> Never {
    Foundation.exit(status)
  }
}
