internal import StrataFiles

/// The start of a `.npy` file, checked field by field.
struct NPYHeader {
  /// The first bytes of the format.
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// A longer dictionary is refused, as NumPy itself does.
  static let largestDictionary = 10_000

  /// The types of element that are read.
  enum Element: String, CaseIterable {
    case byte = "|u1"
    case float32 = "<f4"
    case float64 = "<f8"

    /// Bytes of an element.
    var size: Int {
      switch self {
      case .byte: 1
      case .float32: 4
      case .float64: 8
      }
    }
  }

  let element: Element
  /// 2 or 3 dimensions, none of them 0.
  let dimensions: [Int]
  /// Where the elements begin.
  let dataStart: Int

  /// Reads the header of a file and checks that the rest of it holds the elements and nothing else.
  init(_ bytes: [UInt8], at place: String) throws {
    func malformed(_ expected: String, _ found: String) -> InputError {
      InputError(
        .malformedData, at: place, expected: expected, found: found,
        advice: "write it again: numpy.save(file, numpy.ascontiguousarray(images))")
    }

    guard bytes.starts(with: Self.magic) else {
      throw malformed("a .npy file (first bytes 93 NUMPY)", "another beginning")
    }
    guard bytes.count >= 8, (1...3).contains(bytes[6]), bytes[7] == 0 else {
      let found = bytes.count >= 8 ? "version \(bytes[6]).\(bytes[7])" : "the end of the file"
      throw malformed("format version 1.0, 2.0 or 3.0", found)
    }
    let lengthSize = bytes[6] == 1 ? 2 : 4
    guard bytes.count >= 8 + lengthSize else { throw malformed("the header's length", "the end of the file") }
    let length = (0..<lengthSize).reduce(0) { $0 | Int(bytes[8 + $1]) << (8 * $1) }
    let start = 8 + lengthSize
    guard length <= Self.largestDictionary, start + length <= bytes.count else {
      throw malformed(
        "a header of at most \(Self.largestDictionary) bytes, within the file", "one that says \(length)")
    }
    guard let text = String(validating: bytes[start..<start + length], as: UTF8.self) else {
      throw malformed("a header of text", "bytes that are none")
    }
    let dictionary: NPYDictionary
    do {
      dictionary = try NPYDictionary(text)
    } catch {
      throw malformed(
        "a dictionary with descr, fortran_order and shape", "one that is wrong at character \(error.place)")
    }

    guard let element = Element(rawValue: dictionary.type) else {
      throw malformed(
        "elements of type \(Element.allCases.map(\.rawValue).joined(separator: ", "))",
        "type \(dictionary.type)")
    }
    guard !dictionary.isFortranOrder else { throw malformed("elements in C order", "Fortran order") }
    let shape = dictionary.shape
    let words =
      "(" + shape.prefix(5).map(String.init).joined(separator: ", ") + (shape.count > 5 ? ", …)" : ")")
    guard shape.count == 2 || shape.count == 3, !shape.contains(0) else {
      throw malformed("a shape of height × width, or count × height × width, none of them 0", words)
    }
    var count = 1
    for size in shape {
      // Each factor is at most the limit, and so is the product so far: no overflow.
      guard size <= ImageFiles.maximumPixels, count * size <= ImageFiles.maximumPixels else {
        throw malformed("at most \(ImageFiles.maximumPixels) elements", words)
      }
      count *= size
    }
    guard bytes.count == start + length + count * element.size else {
      throw malformed(
        "\(count * element.size) bytes of elements, as its header says", "\(bytes.count - start - length)")
    }
    self.element = element
    dimensions = shape
    dataStart = start + length
  }
}
