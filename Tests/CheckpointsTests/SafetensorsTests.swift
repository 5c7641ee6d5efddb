import Checkpoints
import Foundation
import LinearAlgebra
import Testing

@Suite struct SafetensorsTests {
  @Test(arguments: 0..<300) func whatIsWrittenIsReadAgain(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    let original = generator.safetensors()
    let copy = try Safetensors(original.encoded, at: "test")
    #expect(copy.tensors == original.tensors)
    #expect(copy.metadata == original.metadata)
    #expect(copy.encoded == original.encoded)
  }

  @Test(arguments: 0..<300) func tensorsLieOnMultiplesOfTheirElements(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    let bytes = generator.safetensors().encoded
    for tensor in try Safetensors(bytes, at: "test").tensors.values where !tensor.bytes.isEmpty {
      #expect(tensor.bytes.startIndex % tensor.type.size == 0)
    }
  }

  @Test func theBytesAreThoseOfTheReference() {
    // Its own test vectors.
    #expect(Safetensors().encoded == file(header: "{}      "))
    #expect(
      Safetensors(metadata: ["framework": "pt"]).encoded
        == file(header: #"{"__metadata__":{"framework":"pt"}}     "#))
    let tensor = Tensor((0..<6).map { Float($0) }, shape: [1, 2, 3])
    #expect(
      Array(Safetensors(tensors: ["attn.0": tensor]).encoded.prefix(72))
        == file(header: #"{"attn.0":{"dtype":"F32","shape":[1,2,3],"data_offsets":[0,24]}}"#))
  }

  @Test func aMatrixOrABiasComesBackInTheShapeOfTheModel() throws {
    let weight = Matrix([[1, 2], [3, 4]])
    let bias = Matrix([[5, 6]])
    let file = Safetensors(tensors: [
      "weight": Tensor(weight), "bias": Tensor(bias, shape: [2]), "row": Tensor(bias),
    ])
    #expect(try file.matrix("weight", shape: Shape(rows: 2, columns: 2)) == weight)
    #expect(try file.matrix("bias", shape: Shape(rows: 1, columns: 2)) == bias)
    #expect(try file.matrix("row", shape: Shape(rows: 1, columns: 2)) == bias)
  }

  @Test func aTensorThatIsNotAsTheModelNeedsItIsNamed() throws {
    let file = try Safetensors(
      Safetensors(tensors: ["weight": Tensor(Matrix([[1, 2], [3, 4]]))]).encoded, at: "last.safetensors")
    #expect(
      inputError { _ = try file.matrix("head", shape: Shape(rows: 1, columns: 1)) }?.description
        == #"last.safetensors: expected the tensor "head", found no such name; look whether the file belongs to this model"#
    )
    #expect(
      inputError { _ = try file.matrix("weight", shape: Shape(rows: 4, columns: 1)) }?.description
        == #"last.safetensors, tensor "weight": expected F32 [4, 1], found F32 [2, 2]; look whether the file belongs to this model"#
    )
    #expect(throws: InputError.self) { try file.matrix("weight", shape: Shape(rows: 1, columns: 4)) }
    #expect(throws: InputError.self) { try file.elements("weight", as: Double.self, shape: [2, 2]) }
  }

  @Test func aFileIsReadFromDisk() throws {
    let folder = try TemporaryFolder()
    let original = Safetensors(tensors: ["a": Tensor([UInt64(1), 2], shape: [2])], metadata: ["b": "c"])
    try original.write(to: folder("x.safetensors"))
    let copy = try Safetensors(contentsOf: folder("x.safetensors"))
    #expect(copy.tensors == original.tensors)
    #expect(copy.metadata == original.metadata)
  }

  @Test func whatIsNotAFileIsRefused() throws {
    let folder = try TemporaryFolder()
    #expect(inputError { _ = try Safetensors(contentsOf: folder("none")) }?.kind == .missingInput)
    #expect(inputError { _ = try Safetensors(contentsOf: folder.url) }?.found == "a folder")
    #expect(
      inputError { _ = try Safetensors(contentsOf: URL(filePath: "/dev/zero")) }?.found == "a pipe or device")
  }
}
