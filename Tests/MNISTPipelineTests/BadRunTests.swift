import Foundation
import StrataTestSupport
import Testing

/// Run folders that are not there, or not what is asked for, and disks that take nothing.
struct BadRunTests {
  @Test(arguments: [
    ("finetune", "expected a finished pretraining run, found none; run: mnist-pipeline pretrain"),
    ("evaluate", "expected a finished fine-tuning run, found none; run: mnist-pipeline finetune"),
    ("filters", "expected a finished pretraining run, found none; run: mnist-pipeline pretrain"),
    ("finetune --from nowhere", "runs/nowhere: expected a run folder, found nothing of that name;"),
    ("evaluate nowhere", "runs/nowhere: expected a run folder, found nothing of that name;"),
  ])
  func whatIsMissingIsNamed(line: String, message: String) throws {
    let outcome = try Program(TinyDigits())("\(line) --dataset ./digits")
    #expect(outcome.status == 66)
    #expect(outcome.error.contains(message), "\(outcome.error)")
    #expect(outcome.output.isEmpty)
  }

  @Test func aRunWithoutAModelIsRefused() throws {
    let program = try Program(TinyDigits())
    try #require(try program("run \(Program.tiny) --quiet").status == 0)
    let run = try #require(program.runs("finetune").first)
    try FileManager.default.removeItem(at: program.folder("runs/\(run)/best.safetensors"))
    let before = try program.folder.contents
    let outcome = try program("evaluate --quiet")
    #expect(outcome.status == 66)
    #expect(
      outcome.error.hasPrefix(
        "error: runs/\(run): expected a model in best.safetensors, found no such file in a run that is "
          + "marked finished; choose another run, or train again: mnist-pipeline finetune"))
    #expect(outcome.output.isEmpty)
    #expect(try program.folder.contents == before)
  }

  @Test func aDamagedModelIsRefused() throws {
    let program = try Program(TinyDigits())
    try #require(try program("run \(Program.tiny) --quiet").status == 0)
    let run = try #require(program.runs("finetune").first)
    let file = "runs/\(run)/best.safetensors"
    let bytes = try #require(try program.folder.contents[file])
    try program.folder.write(bytes.dropLast(), to: file)
    let outcome = try program("evaluate --quiet")
    #expect(outcome.status == 65)
    #expect(outcome.error.hasPrefix("error: \(file): expected "), "\(outcome.error)")
    #expect(outcome.output.isEmpty)
  }

  @Test(.enabled(if: SmallDisk.isAvailable, "only root can mount a disk to fill"), arguments: [true, false])
  func aDiskThatTakesNothingIsSaidToBeSo(isReadOnly: Bool) throws {
    let program = try Program(TinyDigits(side: 28))
    let disk = try SmallDisk(kilobytes: 64)
    try disk.folder.write("mine", to: "keep.txt")
    if isReadOnly { try disk.makeReadOnly() }
    // The stack of 40 units takes 130 kB.
    let outcome = try program(
      "pretrain \(Program.tiny) --set stack.units=[40] --quiet", "--runs", disk.folder.path)
    #expect(outcome.status == 73)
    #expect(outcome.error.hasPrefix("error: \(disk.folder.path)"), "\(outcome.error)")
    #expect(outcome.error.contains(": expected "))
    #expect(outcome.error.contains(", found "))
    #expect(outcome.output.isEmpty)
    #expect(try disk.folder.contents["keep.txt"] == Data("mine".utf8))
    // A file is there whole or not at all.
    #expect(try disk.folder.contents.keys.allSatisfy { !$0.contains("safetensors") })
  }
}
