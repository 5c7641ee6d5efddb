import StrataLinearAlgebra
import Testing

/// Variables of the environment that say the number of threads.
struct ThreadVariableTests {
  private func processors(_ environment: [String: String]) throws -> Processors {
    Processors(root: try FakeMachine(online: "0-1").root, environment: environment, affinity: 2)
  }

  @Test(arguments: [
    (["OMP_NUM_THREADS": "4"], 4, "OMP_NUM_THREADS"),
    (["OMP_NUM_THREADS": "1"], 1, "OMP_NUM_THREADS"),
    (["OMP_NUM_THREADS": "4,2"], 4, "OMP_NUM_THREADS"),
    (["OMP_NUM_THREADS": " 3 , 2"], 3, "OMP_NUM_THREADS"),
    (["OMP_NUM_THREADS": "1024"], 1024, "OMP_NUM_THREADS"),
    (["SLURM_CPUS_PER_TASK": "6"], 6, "SLURM_CPUS_PER_TASK"),
    (["OMP_NUM_THREADS": "4", "SLURM_CPUS_PER_TASK": "6"], 4, "OMP_NUM_THREADS"),
  ])
  func aVariableDecides(environment: [String: String], threads: Int, bound: String) throws {
    let found = try processors(environment)
    #expect(found.threads == threads)
    #expect(found.bound == bound)
    #expect(found.warnings.isEmpty)
    // It says how many are wanted, not how many there are.
    #expect(found.available == 2)
    #expect(found.limit == nil)
  }

  @Test(arguments: ["0", "-1", "1025", "many", "2.5", "4,", ",4", "4,x", "99999999999999999999"])
  func whatSaysNoNumberIsIgnoredAloud(text: String) throws {
    let found = try processors(["OMP_NUM_THREADS": text])
    #expect(found.threads == 2)
    #expect(found.bound == "all 2 processors")
    #expect(
      found.warnings == [
        "OMP_NUM_THREADS=\(text) is no number of threads from 1 to 1024 and is ignored; the number is 2: "
          + "all 2 processors"
      ])
  }

  @Test(arguments: ["0", "4,2", "2(x3)"]) func theOtherVariableIsOneNumber(text: String) throws {
    let found = try processors(["SLURM_CPUS_PER_TASK": text])
    #expect(found.threads == 2)
    #expect(found.warnings.map { $0.hasPrefix("SLURM_CPUS_PER_TASK=\(text) is no number") } == [true])
  }

  @Test func afterOneThatSaysNoNumberTheOtherDecides() throws {
    let found = try processors(["OMP_NUM_THREADS": "all", "SLURM_CPUS_PER_TASK": "3"])
    #expect(found.threads == 3)
    #expect(found.bound == "SLURM_CPUS_PER_TASK")
    #expect(found.warnings.map { $0.hasSuffix("the number is 3: SLURM_CPUS_PER_TASK") } == [true])
  }

  @Test func whatItHoldsDoesNotCommandTheTerminal() throws {
    let warnings = try processors(["OMP_NUM_THREADS": "\u{1B}[2J" + String(repeating: "9", count: 1000)])
      .warnings
    let warning = try #require(warnings.first)
    #expect(!warning.unicodeScalars.contains("\u{1B}"))
    #expect(warning.hasPrefix("OMP_NUM_THREADS=\\u{1B}[2J99"))
    #expect(warning.count < 300)
  }
}
