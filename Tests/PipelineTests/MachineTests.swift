import StrataCheckpoints
import StrataLinearAlgebra
import StrataRuns
import Testing

@testable import StrataSession

/// What holds a machine back is said aloud.
struct MachineTests {
  private func warnings(
    coreType: String = "SkylakeX", instructionSet: String = "AVX-512", threads: Int = 2,
    processors: Int = 2, engine: Engine = .openBLAS, environment: [String: String] = [:]
  ) -> [String] {
    Machine.warnings(
      engine: engine,
      arithmetic: RunRecord.Arithmetic(
        engine: engine.title, coreType: coreType, instructionSet: instructionSet, threads: threads,
        precision: "float32"),
      processors: processors, environment: environment)
  }

  @Test func aMachineLeftAloneHasNone() {
    #expect(warnings(environment: ["HOME": "/home/ada", "OPENBLAS_NUM_THREADS": "1"]).isEmpty)
  }

  @Test func aCoreTypeBelowTheProcessorIsNamed() throws {
    let found = warnings(coreType: "Haswell", environment: ["OPENBLAS_CORETYPE": "Haswell"])
    #expect(found.count == 1)
    #expect(found[0].hasPrefix("OPENBLAS_CORETYPE=Haswell chooses OpenBLAS's kernels (Haswell)"))
    #expect(found[0].hasSuffix("unset OPENBLAS_CORETYPE"))
  }

  @Test(arguments: [("Haswell", "AVX2"), ("Cooperlake", "AVX-512")])
  func aCoreTypeThatFitsIsSaidWithoutAlarm(coreType: String, instructionSet: String) {
    let found = warnings(
      coreType: coreType, instructionSet: instructionSet, environment: ["OPENBLAS_CORETYPE": coreType])
    #expect(found.count == 1)
    #expect(found[0].hasSuffix("in place of its own choice"))
  }

  @Test func aBlockSizeIsNamed() {
    let found = warnings(environment: ["OPENBLAS_L2_SIZE": "65536"])
    #expect(found.count == 1)
    #expect(found[0].contains("OPENBLAS_L2_SIZE=65536"))
    #expect(found[0].hasSuffix("unset OPENBLAS_L2_SIZE"))
  }

  @Test func whatHoldsOneEngineBackDoesNotHoldTheOther() {
    let environment = ["OPENBLAS_CORETYPE": "Haswell", "ONEDNN_MAX_CPU_ISA": "AVX2"]
    let found = warnings(engine: .oneDNN, environment: environment)
    #expect(found.count == 1)
    #expect(found[0].hasPrefix("ONEDNN_MAX_CPU_ISA=AVX2 keeps oneDNN from"))
    #expect(warnings(environment: environment).count == 1)
  }

  @Test func moreThreadsThanProcessorsAreNamed() {
    #expect(warnings(threads: 2, processors: 2).isEmpty)
    #expect(warnings(threads: 8, processors: 2).map { $0.hasSuffix("use --threads 2") } == [true])
    #expect(
      warnings(threads: 2, processors: 1) == [
        "2 threads on 1 processor wait for each other: use --threads 1"
      ])
  }

  @Test(arguments: Engine.available)
  func thisMachineSaysWhatItIs(engine: Engine) {
    let machine = Machine(Execution(engine: engine, threads: 1))
    #expect(machine.arithmetic.threads == 1)
    #expect(machine.arithmetic.engine == engine.title)
    #expect(machine.arithmetic.precision == "float32")
    #expect(!machine.arithmetic.coreType.isEmpty)
    #expect(machine.engineVersion.hasPrefix(engine.title))
  }
}
