import ArgumentParser
import Foundation
import StrataExperiments
import StrataFiles
import StrataRecipes
import StrataSession

/// The command line: it parses, calls the library, and prints.
@main
struct MNISTPipeline: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: ProgramName.short,
    abstract: "Learn features without labels, then classify with few or many.",
    discussion: """
      A stack of denoising autoencoders is pretrained layer by layer, its decoders are dropped, a \
      softmax head is attached, and the whole is fine-tuned end to end. Beside it stands logistic \
      regression on the raw pixels.

      EXAMPLES
        \(ProgramName.short) run              everything in order, ending with the table
        \(ProgramName.short) pretrain         then: finetune, then: evaluate
        \(ProgramName.short) run --recipe quick
        \(ProgramName.short) doctor           what this machine has and lacks

      EXIT STATUS
        0   done
        3   training is done and kept, but what it taught is worse than nothing
        64  the command line asks for something that does not exist
        65  a file does not hold what it should
        66  a file or folder is not there
        69  this build or machine cannot do what was asked
        70  training went wrong: a loss that is not a number
        73  a file or folder cannot be written
        74  a file cannot be read, a result not be printed, or a transfer failed
        78  a recipe asks for something impossible
        130 stopped by Ctrl-C, 143 by SIGTERM, 128 and its number by another signal
            that asks for an end: a checkpoint is kept
      """,
    version: Version.current,
    subcommands: [
      Run.self, Pretrain.self, Finetune.self, Baseline.self, Evaluate.self, Predict.self, Encode.self,
      Reconstruct.self, ScoreCommand.self, ExportCommand.self, Filters.self,
      Serve.self, Tune.self, ExperimentCommand.self, ReportCommand.self, DataCommand.self, RecipeCommand.self,
      BenchmarkCommand.self, Doctor.self,
    ])

  static func main() {
    StandardStream.prepare()
    exit(
      withStatus: status {
        SideBySide.endWithStarter()
        try AddressSpace.requireFloor()
        var command = try parseAsRoot(parsable(Array(CommandLine.arguments.dropFirst())))
        try command.run()
      })
  }

  /// Does something; what went wrong is said, and becomes the exit status.
  private static func status(of work: () throws -> Void) -> Int32 {
    do {
      try work()
      return 0
    } catch let interruption as Interruption {
      if !SideBySide.isOneOfThem { complain("\(interruption)") }
      return interruption.exitStatus
    } catch let unlearned as Unlearned {
      complain("error: \(unlearned)")
      return Unlearned.exitStatus
    } catch let end as RankedWork.SilentEnd {
      return end.status
    } catch let silence as StandardStream.NobodyReads {
      return silence.exitStatus
    } catch let error as InputError {
      complain("error: \(ProgramName.spelling(error, with: ProgramName.ofProcess))")
      return error.kind.exitStatus
    } catch {
      return status(ofParsing: error)
    }
  }

  /// The exit status of an error of the command line, which is said; help and version are results.
  private static func status(ofParsing error: any Error) -> Int32 {
    let (text, status) = (fullMessage(for: error), exitCode(for: error).rawValue)
    if status == 0, let unknown = unknownTopic(of: CommandLine.arguments) {
      complain(unknown)
      return InputError.Kind.usage.exitStatus
    }
    guard status != 0 else { return Self.status { try show(text) } }
    complain(text + suggestion(for: CommandLine.arguments))
    return status
  }

  /// What to say where help is asked for on a command that does not exist; the parser would show the help of all.
  private static func unknownTopic(of words: [String]) -> String? {
    let topic = Array(words.dropFirst(2).prefix { !$0.hasPrefix("-") })
    guard words.dropFirst().first == "help", !topic.isEmpty else { return nil }
    var commands = configuration.subcommands
    for word in topic {
      guard let index = commands.firstIndex(where: { $0._commandName == word }) else {
        return "Error: there is no command '\(topic.joined(separator: " "))'"
          + suggestion(for: [words[0]] + topic) + "\nSee 'mnist-pipeline help' for all."
      }
      commands = commands[index].configuration.subcommands
    }
    return nil
  }

  /// A line that names the command which was probably meant, where the first word is none; otherwise nothing.
  private static func suggestion(for words: [String]) -> String {
    var commands = configuration.subcommands
    for word in words.dropFirst() {
      guard !word.hasPrefix("-") else { return "" }
      let names = commands.map { $0._commandName }
      guard !names.isEmpty else { return "" }
      guard let index = names.firstIndex(of: word) else {
        return Suggestion.nearest(to: word, among: names).map { "\nDid you mean '\($0)'?" } ?? ""
      }
      commands = commands[index].configuration.subcommands
    }
    return ""
  }

  /// Ends the process without the clean-up of libraries: nothing is left to be written, and OpenBLAS would wait for
  /// its threads, one of which, where memory is short, asks for ever for what it does not get.
  private static func exit(withStatus status: Int32) -> Never {
    _exit(status)
  }
}
