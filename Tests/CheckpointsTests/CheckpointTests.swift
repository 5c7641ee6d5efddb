import Foundation
import StrataFiles
import StrataLayerGraph
import StrataLinearAlgebra
import StrataTestSupport
import Testing

@testable import StrataCheckpoints

@Suite struct CheckpointTests {
  struct Progress: Codable, Equatable {
    var epoch: Int
    var loss: Float
    var seed: UInt64
  }

  let progress = Progress(epoch: 3, loss: 0.1, seed: .max)

  func sample() throws -> Checkpoint {
    var checkpoint = Checkpoint()
    checkpoint.tensors["encoder.0.weight"] = Tensor(Matrix([[1, 2], [3, 4]]))
    checkpoint.tensors["encoder.0.bias"] = Tensor([0.5, -0.5] as [Float], shape: [2])
    try checkpoint.setPart(progress, named: "progress")
    return checkpoint
  }

  /// A part of one's own takes the place of nothing that the library keeps.
  @Test(arguments: [
    "schema_version", "tensors_sha256", "metadata_sha256", "architecture", "stack/architecture", "optimizer",
    "epoch", "encoding", "class_names", "provenance", "learned_rows", "seed",
  ])
  func aNameOfTheLibraryIsRefused(name: String) {
    var checkpoint = Checkpoint()
    let error = #expect(throws: InputError.self) { try checkpoint.setPart(1, named: name) }
    #expect(error?.found.contains(name) == true)
    #expect(checkpoint.partNames.isEmpty)
  }

  @Test func tensorsAndPartsComeBack() throws {
    let folder = try TemporaryFolder()
    try sample().write(to: folder("last.safetensors"))
    let copy = try Checkpoint(contentsOf: folder("last.safetensors"))
    #expect(copy.tensors == (try sample()).tensors)
    #expect(copy.partNames == ["progress"])
    #expect(try copy.part("progress", as: Progress.self) == progress)
  }

  @Test func numbersThatJSONLacksComeBack() throws {
    var checkpoint = Checkpoint()
    try checkpoint.setPart([Float.infinity, -.infinity], named: "numbers")
    #expect(try checkpoint.part("numbers", as: [Float].self) == [.infinity, -.infinity])
    try checkpoint.setPart([Double.nan], named: "numbers")
    #expect(try checkpoint.part("numbers", as: [Double].self).first?.isNaN == true)
  }

  @Test func equalCheckpointsAreEqualBytes() throws {
    #expect(try sample().sealed.encoded == sample().sealed.encoded)
  }

  @Test func theHashIsOfTheTensorsAlone() throws {
    let original = try sample()
    var other = original
    try other.setPart(7, named: "another")
    #expect(other.tensorsHash == original.tensorsHash)

    var renamed = original
    renamed.tensors["head.bias"] = renamed.tensors.removeValue(forKey: "encoder.0.bias")
    #expect(renamed.tensorsHash != original.tensorsHash)

    var reshaped = original
    reshaped.tensors["encoder.0.bias"] = Tensor([0.5, -0.5] as [Float], shape: [1, 2])
    #expect(reshaped.tensorsHash != original.tensorsHash)
  }

  /// No flip of a bit goes unnoticed: it breaks the format, a hash, or the version.
  @Test func everyFlippedBitIsRefused() throws {
    let folder = try TemporaryFolder()
    let bytes = try sample().sealed.encoded
    for index in bytes.indices {
      var damaged = bytes
      damaged[index] ^= 1 << UInt8(index % 8)
      try Data(damaged).write(to: folder("x"))
      let error = inputError { _ = try Checkpoint(contentsOf: folder("x")) }
      // A flip among the spaces after the header changes nothing that is read.
      if error == nil { #expect(isPadding(index, in: bytes), "byte \(index)") }
    }
  }

  private func isPadding(_ index: Int, in bytes: [UInt8]) -> Bool {
    index > 8 && bytes[index] == UInt8(ascii: " ")
  }

  @Test func aDamagedWeightIsNamedSo() throws {
    let folder = try TemporaryFolder()
    var bytes = try sample().sealed.encoded
    bytes[bytes.count - 1] ^= 1
    try Data(bytes).write(to: folder("x"))
    let error = inputError { _ = try Checkpoint(contentsOf: folder("x")) }
    #expect(error?.kind == .malformedData)
    #expect(error?.expected.hasPrefix("the tensors_sha256 that is stored with it") == true)
    #expect(error?.advice.description.hasPrefix("it was damaged after it was written") == true)
  }

  @Test func aFileOfAnotherProgramIsNotACheckpoint() throws {
    let folder = try TemporaryFolder()
    try Safetensors(tensors: ["a": Tensor([1 as Float], shape: [1])]).write(to: folder("x"))
    let error = inputError { _ = try Checkpoint(contentsOf: folder("x")) }
    #expect(error?.expected == "schema_version in the metadata of a checkpoint")
  }

  @Test(arguments: ["\(Checkpoint.schemaVersion + 1)", "1000000", "0", "-1", "one", ""])
  func anotherVersionIsRefused(version: String)
    throws
  {
    let folder = try TemporaryFolder()
    var file = try sample().sealed
    file.metadata["schema_version"] = version
    try file.write(to: folder("x"))
    let error = inputError { _ = try Checkpoint(contentsOf: folder("x")) }
    #expect(error?.kind == .malformedData)
    #expect(error?.advice.description.contains("update this one") == ((Int(version) ?? 0) > 1))
  }

  @Test func everyOlderVersionHasAMigration() {
    #expect(Checkpoint.migrations.count == Checkpoint.schemaVersion - 1)
    #expect(Checkpoint.schemaVersion >= 5)
  }

  /// Before version 5 a standardization went by what was measured in training too: it still does, frozen.
  @Test func statisticsOfVersion4AreFrozen() throws {
    var table = ParameterTable()
    table["mean"] = Matrix(rows: 1, columns: 2)
    table["deviation"] = Matrix(rows: 1, columns: 2, repeating: 2)
    let graph = try LayerGraph(
      nodes: [
        Node("input", .input(width: 2)),
        Node("standard", .standardization(mean: "mean", deviation: "deviation"), inputs: ["input"]),
      ], parameters: table)
    let checkpoint = try Checkpoint(graph)
    let folder = try TemporaryFolder()
    for (version, frozen) in [(4, ["deviation", "mean"]), (Checkpoint.schemaVersion, [])] {
      try Data(checkpoint.sealed(as: version).encoded).write(to: folder("x"))
      #expect(try Checkpoint(contentsOf: folder("x")).graph().frozen.sorted() == frozen)
    }
  }

  @Test func aPartThatIsNotThereOrNotAsExpectedIsNamed() throws {
    var checkpoint = try sample()
    #expect(
      inputError { _ = try checkpoint.part("graph", as: Int.self) }?.found == #"only "progress""#)
    try checkpoint.setPart(["epoch": "three"], named: "progress")
    let error = inputError { _ = try checkpoint.part("progress", as: Progress.self) }
    #expect(error?.place.hasSuffix(#"part "progress""#) == true)
    #expect(error?.expected == #"a whole number for "epoch""#)
  }
}
