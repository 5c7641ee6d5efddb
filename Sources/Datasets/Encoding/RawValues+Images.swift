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

extension [UInt8] {
  /// Red, green and blue as their luma (ITU-R BT.601), rounded.
  package var greyBytes: [UInt8] {
    (0..<count / 3).map { pixel in
      let (red, green, blue) = (Int(self[3 * pixel]), Int(self[3 * pixel + 1]), Int(self[3 * pixel + 2]))
      let sum = 299 * red + 587 * green + 114 * blue
      return UInt8((sum + 500) / 1000)
    }
  }
}

extension [Float] {
  /// Red, green and blue as their luma (ITU-R BT.601).
  package var grey: [Float] {
    (0..<count / 3).map { pixel in
      let (red, green, blue) = (self[3 * pixel], self[3 * pixel + 1], self[3 * pixel + 2])
      return 0.299 * red + 0.587 * green + 0.114 * blue
    }
  }
}
