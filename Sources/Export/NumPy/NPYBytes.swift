internal import StrataLinearAlgebra

// For the files of this folder alone; nothing else uses it.

/// An array as the bytes of a `.npy` file, format version 1.0:
/// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.
struct NPYBytes {
  /// The file.
  let bytes: [UInt8]

  /// Float32, rows × columns.
  init(_ matrix: Matrix) {
    bytes = Self.header("<f4", [matrix.rows, matrix.columns], appending: 4 * matrix.count) {
      $0.append(littleEndian: matrix.elements)
    }
  }

  /// A row of Float32.
  init(_ numbers: [Float]) {
    bytes = Self.header("<f4", [numbers.count], appending: 4 * numbers.count) {
      $0.append(littleEndian: numbers)
    }
  }

  /// A row of Float64.
  init(_ numbers: [Double]) {
    bytes = Self.header("<f8", [numbers.count], appending: 8 * numbers.count) { bytes in
      for number in numbers { bytes.append(littleEndian: number.bitPattern) }
    }
  }

  /// A row of Int64.
  init(_ numbers: [Int]) { bytes = Self.integers(numbers, shape: [numbers.count]) }

  /// One Int64, an array without dimensions.
  init(_ number: Int) { bytes = Self.integers([number], shape: []) }

  /// A row of texts.
  init(_ texts: [String]) { bytes = Self.texts(texts, shape: [texts.count]) }

  /// One text, an array without dimensions.
  init(_ text: String) { bytes = Self.texts([text], shape: []) }

  private static func integers(_ numbers: [Int], shape: [Int]) -> [UInt8] {
    header("<i8", shape, appending: 8 * numbers.count) { bytes in
      for number in numbers { bytes.append(littleEndian: Int64(number)) }
    }
  }

  /// UTF-32, each as long as the longest: those that are shorter end in zeros.
  private static func texts(_ texts: [String], shape: [Int]) -> [UInt8] {
    let length = texts.map(\.unicodeScalars.count).reduce(1, max)
    return header("<U\(length)", shape, appending: 4 * length * texts.count) { bytes in
      for text in texts {
        for scalar in text.unicodeScalars { bytes.append(littleEndian: scalar.value) }
        for _ in text.unicodeScalars.count..<length { bytes.append(littleEndian: UInt32(0)) }
      }
    }
  }

  /// Magic bytes, version, and the dictionary, padded with spaces so that the numbers begin at a multiple of 64.
  private static func header(
    _ type: String, _ shape: [Int], appending count: Int, _ write: (inout [UInt8]) -> Void
  ) -> [UInt8] {
    // As Python prints a tuple: that of one number ends in a comma.
    let tuple = shape.count == 1 ? "\(shape[0])," : shape.map(String.init).joined(separator: ", ")
    var dictionary = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(tuple)), }"
    let unpadded = 10 + dictionary.utf8.count + 1
    dictionary += String(repeating: " ", count: -unpadded & 63) + "\n"
    var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0]
    bytes.reserveCapacity(10 + dictionary.utf8.count + count)
    bytes.append(littleEndian: UInt16(dictionary.utf8.count))
    bytes += dictionary.utf8
    write(&bytes)
    return bytes
  }
}
