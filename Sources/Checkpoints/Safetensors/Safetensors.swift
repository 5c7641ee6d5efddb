package import Foundation
package import StrataFiles
package import StrataLinearAlgebra

/// Named tensors and a little text: the safetensors format, readable by every framework.
///
/// A file is 8 bytes with the length of the header (little-endian), the header (JSON: each tensor's
/// type, shape and place; text under `__metadata__`), and the tensors, one after another. It runs no
/// code when it is read. What is written has the same bytes as the reference implementation's, with the
/// metadata sorted by name; what is read is refused wherever the reference refuses it, and also where a
/// name comes twice or a member is unknown.
///
/// ```swift
/// var file = Safetensors()
/// file.tensors["encoder.0.weight"] = Tensor(weight)
/// try file.write(to: url)
/// ```
///
/// Source: https://github.com/huggingface/safetensors#format
package struct Safetensors: Sendable {
  /// The tensors by name.
  package var tensors: [String: Tensor]
  /// Text by name.
  package var metadata: [String: String]
  /// Where it was read from, for errors.
  package let place: String

  /// What to do about a file that is not as it should be.
  static let advice: Wording =
    "it is damaged or was not written as safetensors: take another file, or train again"

  /// Tensors and text that were not read from a file.
  package init(tensors: [String: Tensor] = [:], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
    place = "a file not yet written"
  }

  /// Reads a file. Takes as much memory as the file is long.
  package init(contentsOf url: URL) throws(InputError) {
    try self.init(try OpenFile.bytes(of: url), at: url.relativePath)
  }

  /// Reads the bytes of a file; errors name `place`. The tensors share the storage of `bytes`.
  package init(_ bytes: [UInt8], at place: String) throws(InputError) {
    func malformed(_ expected: String, _ found: String) -> InputError {
      InputError(.malformedData, at: place, expected: expected, found: found, advice: Self.advice)
    }
    guard bytes.count >= 8 else {
      throw malformed("8 bytes with the length of the header", "\(bytes.count)")
    }
    let length = bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
    guard length <= SafetensorsHeader.maximumLength else {
      throw malformed("a header of at most \(SafetensorsHeader.maximumLength) bytes", "\(length)")
    }
    let start = 8 + Int(length)
    guard start <= bytes.count else {
      throw malformed("a header of \(length) bytes", "\(bytes.count - 8) until the end of the file")
    }
    let header = try SafetensorsHeader(bytes[8..<start], dataCount: bytes.count - start, at: place)
    metadata = header.metadata
    tensors = [:]
    for entry in header.entries {
      let data = bytes[start + entry.offsets.lowerBound..<start + entry.offsets.upperBound]
      tensors[entry.name] = Tensor(entry.type, shape: entry.shape, bytes: data)
    }
    self.place = place
  }

  /// Writes the file, whole or not at all (``AtomicFile``).
  package func write(to url: URL) throws(InputError) {
    try AtomicFile.write(chunks, to: url)
  }
}

// MARK: - Looking in

extension Safetensors {
  /// A tensor by its name.
  package func tensor(_ name: String) throws(InputError) -> Tensor {
    guard let tensor = tensors[name] else {
      throw InputError(
        .malformedData, at: place, expected: "the tensor \(quoted(name))", found: "no such name",
        advice: "look whether the file belongs to this model")
    }
    return tensor
  }

  /// The elements of a tensor of this type and shape.
  package func elements<Element: TensorElement>(
    _ name: String, as type: Element.Type = Element.self, shape: [Int]
  ) throws(InputError) -> [Element] {
    let tensor = try tensor(name)
    guard tensor.shape == shape, let elements = tensor.elements(as: type) else {
      throw InputError(
        .malformedData, at: "\(place), tensor \(quoted(name))",
        expected: "\(Element.tensorType.rawValue) \(shape)", found: tensor.summary,
        advice: "look whether the file belongs to this model")
    }
    return elements
  }

  /// A matrix stored as `[rows, columns]`, or a single row of it stored as `[columns]`, in float32 or in a float of two
  /// bytes.
  package func matrix(_ name: String, shape: Shape) throws(InputError) -> Matrix {
    let isVector = shape.rows == 1 && tensors[name]?.shape.count == 1
    let stored = isVector ? [shape.columns] : [shape.rows, shape.columns]
    if let tensor = tensors[name], tensor.type != .float32, tensor.shape == stored, let floats = tensor.floats
    {
      return Matrix(rows: shape.rows, columns: shape.columns, floats)
    }
    let elements: [Float] = try elements(name, shape: stored)
    return Matrix(rows: shape.rows, columns: shape.columns, elements)
  }
}
