package import StrataLinearAlgebra

/// Numbers of one type in a shape of any number of dimensions, as a safetensors file holds them.
///
/// ```swift
/// let bias = Tensor(matrix, shape: [1000])
/// ```
package struct Tensor: Sendable, Equatable {
  /// The type of the elements.
  package let type: TensorType
  /// The length of each dimension, slowest first; empty for a single number.
  package let shape: [Int]
  /// The elements, row-major and little-endian.
  package let bytes: ArraySlice<UInt8>

  /// A tensor from its bytes. Traps unless there are as many as type and shape say.
  package init(_ type: TensorType, shape: [Int], bytes: ArraySlice<UInt8>) {
    precondition(
      bytes.count == type.byteCount(of: shape), "\(bytes.count) bytes for \(type.rawValue) \(shape)")
    self.type = type
    self.shape = shape
    self.bytes = bytes
  }

  /// A tensor from its elements. Traps unless there are as many as the shape says.
  package init<Element: TensorElement>(_ elements: [Element], shape: [Int]) {
    self.init(Element.tensorType, shape: shape, bytes: elements.withUnsafeBytes { [UInt8]($0)[...] })
  }

  /// The elements of a matrix: `[rows, columns]`, or another shape of as many.
  package init(_ matrix: Matrix, shape: [Int]? = nil) {
    self.init(matrix.elements, shape: shape ?? [matrix.rows, matrix.columns])
  }

  /// The elements; nil when they are of another type.
  package func elements<Element: TensorElement>(as type: Element.Type = Element.self) -> [Element]? {
    guard self.type == Element.tensorType else { return nil }
    let count = bytes.count / self.type.size
    return [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0) }
      initialized = count
    }
  }

  /// For example `F32 [784, 1000]`.
  package var summary: String { "\(type.rawValue) \(shape)" }
}

extension Tensor: CustomStringConvertible {
  /// Its type and shape, not its elements.
  package var description: String { summary }
}
