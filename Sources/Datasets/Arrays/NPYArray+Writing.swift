public import Foundation
internal import StrataFiles
public import StrataLinearAlgebra

extension NPYArray {
  /// An array of `uint8`. Traps unless there are as many values as the shape says.
  public init(_ values: [UInt8], shape: [Int]) { self.init(checked: shape, .byte, values[...]) }

  /// An array of `float32`. Traps unless there are as many values as the shape says.
  public init(_ values: [Float], shape: [Int]) {
    self.init(checked: shape, .float(bytes: 4), Self.littleEndian(values.map(\.bitPattern)))
  }

  /// An array of `float64`. Traps unless there are as many values as the shape says.
  public init(_ values: [Double], shape: [Int]) {
    self.init(checked: shape, .float(bytes: 8), Self.littleEndian(values.map(\.bitPattern)))
  }

  /// A matrix of `float32`: its rows and columns.
  public init(_ matrix: Matrix) { self.init(matrix.elements, shape: [matrix.rows, matrix.columns]) }

  /// An array of `int32`. Traps unless there are as many values as the shape says.
  public init(_ values: [Int32], shape: [Int]) {
    self.init(checked: shape, .integer(bytes: 4, isSigned: true), Self.littleEndian(values))
  }

  /// An array of `int64`. Traps unless there are as many values as the shape says.
  public init(_ values: [Int64], shape: [Int]) {
    self.init(checked: shape, .integer(bytes: 8, isSigned: true), Self.littleEndian(values))
  }

  /// An array of text, as wide as the longest. Traps unless there are as many values as the shape says.
  public init(_ values: [String], shape: [Int]) {
    let scalars = values.map { $0.unicodeScalars.map(\.value) }
    let width = max(1, scalars.map(\.count).max() ?? 1)
    let codes = scalars.flatMap { $0 + [UInt32](repeating: 0, count: width - $0.count) }
    self.init(checked: shape, .text(scalars: width), Self.littleEndian(codes))
  }

  private init(checked shape: [Int], _ element: NPYElement, _ data: ArraySlice<UInt8>) {
    precondition(
      data.count == shape.reduce(element.size, *), "\(data.count / element.size) values of shape \(shape)")
    self.init(shape: shape, element: element, data: data, at: "an array")
  }

  private static func littleEndian<Number: FixedWidthInteger & BitwiseCopyable>(
    _ numbers: [Number]
  ) -> ArraySlice<UInt8> {
    numbers.map(\.littleEndian).withUnsafeBytes { Array($0)[...] }
  }

  /// The bytes of a `.npy` file, in C order.
  public var encoded: [UInt8] { header + data }

  /// The same bytes as `encoded`, in two pieces, of which the second shares this array's memory.
  package var pieces: [ArraySlice<UInt8>] { [header[...], data] }

  /// Writes a `.npy` file, whole or not at all.
  ///
  /// - Throws: `InputError` when it cannot be written.
  public func write(to url: URL) throws {
    try AtomicFile.write(pieces, to: url)
  }

  /// Version 1.0, filled up with spaces so that the elements begin at a multiple of 64, as NumPy does it.
  private var header: [UInt8] {
    let sizes = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    let dictionary =
      "{'descr': '\(element.description(isBigEndian: isBigEndian))', 'fortran_order': False, 'shape': (\(sizes)), }"
    let filling = 63 - (10 + dictionary.utf8.count) % 64
    let text = dictionary + String(repeating: " ", count: filling) + "\n"
    let length = text.utf8.count
    return NPYHeader.magic + [
      1, 0, UInt8(truncatingIfNeeded: length), UInt8(truncatingIfNeeded: length >> 8),
    ]
      + text.utf8
  }
}
