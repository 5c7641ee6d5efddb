import Foundation
import StrataCheckpoints
import StrataFiles
import StrataLinearAlgebra

/// Random numbers that a seed fixes (SplitMix64; Steele et al. 2014).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: Int) { state = UInt64(seed) &* 0x2545_f491_4f6c_dd1d }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }

  mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
  }

  /// A name or text with what is hard in JSON: quotes, controls, other scripts, nothing at all.
  mutating func text() -> String {
    let hard = ["a", "Z", ".", "0", "\"", "\\", "/", "\n", "\u{1}", "\u{7f}", "é", "字", "😀", " ", "\u{2028}"]
    return (0..<int(0...8)).map { _ in hard[int(0...hard.count - 1)] }.joined()
  }

  mutating func tensor() -> Tensor {
    tensor(of: TensorType.allCases[int(0...TensorType.allCases.count - 1)])
  }

  mutating func tensor(of type: TensorType) -> Tensor {
    let shape = (0..<int(0...3)).map { _ in int(0...3) }
    return Tensor(type, shape: shape, bytes: bytes(shape.reduce(type.size, *))[...])
  }

  /// A file of up to 8 tensors and up to `entries` of metadata.
  mutating func safetensors(metadata entries: Int = 4) -> Safetensors {
    var file = Safetensors()
    for _ in 0..<int(0...8) { file.tensors[text()] = tensor() }
    for _ in 0..<int(0...entries) { file.metadata[text()] = text() }
    return file
  }
}

/// The bytes of a file with this header.
func file(header: String, length: UInt64? = nil, data: Int = 0) -> [UInt8] {
  file(header: Array(header.utf8), length: length, data: data)
}

func file(header: [UInt8], length: UInt64? = nil, data: Int = 0) -> [UInt8] {
  withUnsafeBytes(of: length ?? UInt64(header.count)) { [UInt8]($0) } + header
    + [UInt8](repeating: 7, count: data)
}

/// The error of bad input that `body` throws; nil when it throws none.
func inputError(_ body: () throws -> Void) -> InputError? {
  do {
    try body()
    return nil
  } catch {
    return error as? InputError
  }
}
