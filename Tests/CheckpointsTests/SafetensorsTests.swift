import Foundation
import StrataCheckpoints
import StrataFiles
import StrataLinearAlgebra
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

  /// Every type, by itself and for many shapes and contents, so that none is left to chance.
  @Test(arguments: TensorType.allCases) func everyTypeIsReadAgain(type: TensorType) throws {
    for seed in 0..<40 {
      var generator = SeededGenerator(seed: seed)
      let tensor = generator.tensor(of: type)
      let bytes = Safetensors(tensors: ["a": tensor]).encoded
      #expect(try Safetensors(bytes, at: "test").tensors == ["a": tensor])
    }
  }

  /// Every type that is written from numbers gives the same numbers back, bit by bit.
  @Test(arguments: 0..<40) func everyElementIsReadAgain(seed: Int) throws {
    func check<Element: TensorElement & FixedWidthInteger>(_ type: Element.Type) throws {
      var generator = SeededGenerator(seed: seed)
      let elements = (0..<generator.int(0...9)).map { _ in Element(truncatingIfNeeded: generator.next()) }
      try check(elements) { $0 }
    }
    func check<Element: TensorElement, Bits: Equatable>(
      _ elements: [Element], bits: (Element) -> Bits
    ) throws {
      let tensor = Tensor(elements, shape: [elements.count])
      let file = try Safetensors(Safetensors(tensors: ["a": tensor]).encoded, at: "test")
      #expect(
        try file.elements("a", as: Element.self, shape: [elements.count]).map(bits) == elements.map(bits))
    }
    try check(UInt8.self)
    try check(Int64.self)
    try check(UInt64.self)
    var generator = SeededGenerator(seed: seed)
    let bits = (0..<generator.int(0...9)).map { _ in generator.next() }
    try check(bits.map { Float(bitPattern: UInt32(truncatingIfNeeded: $0)) }, bits: \.bitPattern)
    try check(bits.map { Double(bitPattern: $0) }, bits: \.bitPattern)
    try check(bits.map { BFloat16(bitPattern: UInt16(truncatingIfNeeded: $0)) }, bits: \.bitPattern)
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
