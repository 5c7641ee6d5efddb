import Foundation
import StrataTestSupport
import Testing

/// Who decides the number of threads, as a user is told.
struct ThreadsTests {
  /// What the doctor found, by what was looked at.
  private func findings(_ outcome: Program.Outcome) throws -> [String: String] {
    struct Examination: Decodable {
      struct Finding: Decodable { let subject, finding: String }
      let findings: [Finding]
    }
    let examination = try JSONDecoder().decode(Examination.self, from: Data(outcome.output.utf8))
    return Dictionary(examination.findings.map { ($0.subject, $0.finding) }) { first, _ in first }
  }

  @Test(arguments: [
    ("", ["OMP_NUM_THREADS": "3,2", "SLURM_CPUS_PER_TASK": "5"], "3: OMP_NUM_THREADS"),
    ("", ["SLURM_CPUS_PER_TASK": "5"], "5: SLURM_CPUS_PER_TASK"),
    (" --threads 7", ["OMP_NUM_THREADS": "3"], "7: --threads"),
  ])
  func theDoctorSaysWhoDecides(options: String, variables: [String: String], finding: String) throws {
    var program = try Program()
    program.environment.merge(variables) { $1 }
    let found = try findings(program("doctor --json\(options)"))
    #expect(found["threads"] == finding)
    #expect(found["environment"] == nil)
  }

  @Test func aVariableThatSaysNoNumberIsNamed() throws {
    var program = try Program(TinyDigits())
    program.environment["SLURM_CPUS_PER_TASK"] = "some"
    let warning = "SLURM_CPUS_PER_TASK=some is no number of threads from 1 to 1024 and is ignored"
    let found = try findings(program("doctor --json"))
    #expect(found["environment"]?.hasPrefix(warning) == true)
    #expect(try findings(program("doctor --json --threads 1"))["environment"] == nil)

    for command in ["baseline --dataset ./digits", "benchmark products --repeats 1"] {
      let words = try program(command).error.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(words.contains("environment \(warning)"), "\(words)")
    }
    #expect(try !program("baseline \(Program.tinyLinear)").error.contains("SLURM_CPUS_PER_TASK"))
  }

  @Test(.enabled(if: Program.hasTaskset)) func theAffinityDecides() throws {
    let program = try Program()
    let free = try findings(program("doctor --json"))
    let bound = try findings(program.onOneProcessor("doctor --json"))
    #expect(bound["threads"]?.hasPrefix("1: ") == true)
    #expect(bound["slowed down"] == nil)
    #expect(
      try findings(program.onOneProcessor("doctor --json --threads 2"))["slowed down"]
        == "2 threads on 1 processor wait for each other: use --threads 1")
    // Where more is allowed, the affinity alone takes it away.
    if let free = free["threads"], !free.hasPrefix("1: ") {
      #expect(bound["threads"] == "1: the CPU affinity")
    }
  }
}
