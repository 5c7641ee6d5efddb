import Foundation
import Glibc
import StrataDatasets
import StrataFiles
import StrataLayerGraph
import StrataLinearAlgebra
import StrataPretraining
import StrataTestSupport
import Testing

@testable import StrataRecipes
@testable import StrataSession
@testable import StrataStages

/// A shell's limits on memory, and work that has no checkpoints but takes memory too.
struct AddressSpaceTests {
  private static let gigabyte = 1 << 30

  @Test func theTighterLimitCounts() {
    let size = 1 << 28
    let both = AddressSpace(size: size, data: 0, sizeLimit: 2 * Self.gigabyte, dataLimit: Self.gigabyte)
    #expect(both.left == Self.gigabyte)
    #expect(both.bound == "the limit on data (ulimit -d)")
    let one = AddressSpace(size: size, data: 0, sizeLimit: Self.gigabyte, dataLimit: nil)
    #expect(one.left == Self.gigabyte - size)
    #expect(one.bound == "the limit on address space (ulimit -v)")
    #expect(AddressSpace(size: size, data: 0, sizeLimit: nil, dataLimit: nil).left == nil)
    // A limit that was lowered below what there is leaves nothing, and not less.
    #expect(AddressSpace(size: size, data: 0, sizeLimit: 1, dataLimit: nil).left == 0)
  }

  @Test func belowTheFloorNothingIsBegun() throws {
    let floor = AddressSpace.floor
    try AddressSpace.requireFloor(AddressSpace(size: 0, data: 0, sizeLimit: floor, dataLimit: nil))
    let error = try #require(
      inputError {
        try AddressSpace.requireFloor(AddressSpace(size: 0, data: 0, sizeLimit: floor - 1, dataLimit: nil))
      })
    #expect(error.kind == .unavailable)
    #expect(error.found.contains("ulimit -v"))
    try AddressSpace.requireFloor(AddressSpace(size: 0, data: 0, sizeLimit: nil, dataLimit: nil))
  }

  @Test func aShellsLimitBoundsTheMachine() throws {
    let folder = try TemporaryFolder()
    try folder.write("MemTotal: \(64 << 20) kB\n", to: "proc/meminfo")
    let space = AddressSpace(
      size: 0, data: 0, sizeLimit: AddressSpace.reserve + Self.gigabyte, dataLimit: nil)
    let machine = try #require(MachineMemory(root: folder.url, space: space))
    #expect(machine.bound == "the limit on address space (ulimit -v)")
    let resident = try #require(ProcessMemory()).resident
    #expect(machine.capacity >= Self.gigabyte && machine.capacity < 2 * Self.gigabyte + resident)
  }

  @Test func moreThanTheSystemGivesIsAnError() {
    #expect(ObtainableMemory.refusal(of: 1 << 22) == nil)
    #expect(ObtainableMemory.refusal(of: 1 << 60) == ENOMEM)
    #expect(inputError { try AddressSpace.require(1 << 60) }?.kind == .unavailable)
    #expect(inputError { try ObtainableMemory.require(1 << 60, at: "a.bin") }?.place == "a.bin")
  }

  /// The baseline keeps the non-zeros of all images; an evaluation a batch of them.
  @Test func baselineAndEvaluationAreForeseen() throws {
    let small = try TinyRun(TinyDigits(side: 28)).session().dataset
    let large = try TinyRun(TinyDigits(side: 28, training: 20_000)).session().dataset
    let resident = 100 << 20
    let arithmetic = Arithmetic()
    let baseline = try MemoryForecast(logisticRegressionOn: small, arithmetic: arithmetic, resident: resident)
    let refused = try MemoryForecast(logisticRegressionOn: large, arithmetic: arithmetic, resident: resident)
    // A machine that has enough for the one and not for the other.
    let folder = try TemporaryFolder()
    try folder.write("MemTotal: \((baseline.total + refused.total) / 2048) kB\n", to: "proc/meminfo")
    let machine = try #require(MachineMemory(root: folder.url, space: nil))
    try baseline.require(machine, section: "baseline")
    let error = inputError { try refused.require(machine, section: "baseline") }
    #expect(error?.kind == .unavailable)
    #expect(error?.advice == "lower limit, or use a machine with more memory")
    let network = try Recipe(yaml: "stack: {units: [20000, 20000]}", at: "test").greedyPretraining()
      .outline(inputs: small.width).droppingDecoders().attachingHead(classes: 10)
    let wide = try MemoryForecast(evaluating: network, on: small, arithmetic: arithmetic, resident: resident)
    #expect(inputError { try wide.require(machine, section: "evaluation") }?.kind == .unavailable)
  }
}
