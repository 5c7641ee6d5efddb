import Foundation
import StrataTestSupport
import Testing

/// What a shell offers where the tab key is pressed.
struct CompletionTests {
  /// The last word of a line that bash completes, with the program's own script.
  private static func offered(_ words: [String], in program: Program) throws -> [String] {
    let line = (["mnist-pipeline"] + words).joined(separator: " ")
    return try program.inShell(
      """
      source <("$P" --generate-completion-script bash)
      COMP_WORDS=(\(line)); COMP_CWORD=\(words.count); COMP_LINE='\(line)'; COMP_POINT=\(line.utf8.count)
      COMP_TYPE=9; COMP_KEY=9
      _mnist-pipeline mnist-pipeline "${COMP_WORDS[-1]}" "${COMP_WORDS[-2]}" >&2
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    ).output.split(separator: "\n").map(String.init).sorted()
  }

  @Test func namesAndFilesAreOffered() throws {
    let program = try Program(TinyDigits())
    _ = try program("pretrain \(Program.tiny) --quiet")
    let runs = try FileManager.default.contentsOfDirectory(atPath: program.folder("runs").path)
    let run = try #require(runs.first { $0.hasSuffix("-pretrain") })
    func offered(_ words: String...) throws -> [String] { try Self.offered(words, in: program) }
    #expect(try offered("pre") == ["predict", "pretrain"])
    #expect(try offered("run", "--recipe", "sdae") == ["sdae-3.yml"])
    #expect(try offered("finetune", "--from", "20") == [run])
    #expect(try offered("evaluate", "20") == [run])
    #expect(try offered("run", "--dataset", "fash") == ["fashion-mnist"])
    #expect(try offered("run", "--dataset", "dig") == ["digits/"])
    #expect(try offered("predict", "sda") == ["sdae-3.yml"])
    #expect(try offered("experiment", "rob") == ["robustness"])
    #expect(try offered("pretrain", "--set", "stack.norm") == ["stack.normalization="])
    #expect(try offered("predict", "x", "--set", "stack").isEmpty)
  }

  /// No option or argument that names a file, a folder, a run or a key is left without.
  @Test func whatNamesSomethingIsCompleted() throws {
    struct Dump: Decodable { let command: Command }
    struct Command: Decodable {
      let commandName: String
      let arguments: [Argument]?
      let subcommands: [Command]?
    }
    struct Argument: Decodable {
      struct Anything: Decodable {}
      let kind: String
      let valueName: String?
      let completionKind: Anything?
    }
    let names: Set = ["file", "dir", "folder", "path", "input", "run", "model", "key=value", "n|file"]
    let dump = try Program()("--experimental-dump-help").output
    var seen = 0
    func check(_ command: Command) {
      for argument in command.arguments ?? [] where names.contains(argument.valueName ?? "") {
        seen += 1
        #expect(argument.completionKind != nil, "\(command.commandName): \(argument.valueName ?? "")")
      }
      for inner in command.subcommands ?? [] { check(inner) }
    }
    check(try JSONDecoder().decode(Dump.self, from: Data(dump.utf8)).command)
    #expect(seen > 100)
  }
}
