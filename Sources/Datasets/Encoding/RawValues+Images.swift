internal import StrataLinearAlgebra

extension RawValues {
  /// Each row, an image of `rows × columns` numbers, transposed.
  func transposed(rows height: Int, columns width: Int) throws -> RawValues {
    func transpose<Element>(_ source: some Collection<Element>) -> [Element] {
      let source = Array(source)
      let size = height * width
      return [Element](unsafeUninitializedCapacity: source.count) { buffer, count in
        for image in Swift.stride(from: 0, to: source.count, by: size) {
          for column in 0..<width {
            for row in 0..<height {
              buffer.initializeElement(
                at: image + column * height + row, to: source[image + row * width + column])
            }
          }
        }
        count = source.count
      }
    }
    return switch self {
    case .bytes(let bytes): .bytes(ByteMatrix(rows: rows, columns: columns, transpose(bytes.bytes)))
    case .numbers(let numbers): .numbers(Matrix(rows: rows, columns: columns, transpose(numbers.elements)))
    case .stored: try inMemory().transposed(rows: height, columns: width)
    }
  }
}
