internal import StrataFiles

/// The start of a `.npy` file, checked field by field.
struct NPYHeader {
  /// The first bytes of the format.
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// A longer dictionary is refused, as NumPy itself does.
  static let largestDictionary = 10_000
  /// NumPy's limit.
  static let mostDimensions = 64
  /// No header is longer than this.
  static let longest = 12 + largestDictionary

  let element: NPYElement
  let isBigEndian: Bool
  let isFortranOrder: Bool
  let shape: [Int]
  /// The number of elements: the product of the shape.
  let count: Int
  /// How many bytes precede the elements.
  let size: Int

  /// Reads a header from the first bytes of a file, which may be all of them.
  ///
  /// - Throws: `InputError` when it is none, or when its elements are of a type that is not read.
  init(_ bytes: ArraySlice<UInt8>, at place: String) throws(InputError) {
    func malformed(_ expected: String, _ found: String) -> InputError {
      InputError(
        .malformedData, at: place, expected: expected, found: found,
        advice: "write it again: numpy.save(file, array)")
    }

    let text = try Self.dictionary(in: bytes, malformed)
    size = text.endIndex - bytes.startIndex
    guard let text = String(validating: text, as: UTF8.self) else {
      throw malformed("a header of text", "bytes that are none")
    }
    let dictionary: NPYDictionary
    do {
      dictionary = try NPYDictionary(text)
    } catch {
      if text.contains("'descr': [") {
        throw InputError(
          .malformedData, at: place, expected: "elements of one type",
          found: "a structured array, with named fields",
          advice: "write it as columns: numpy.lib.recfunctions.structured_to_unstructured(array)")
      }
      throw malformed(
        "a dictionary with descr, fortran_order and shape", "one that is wrong at character \(error.place)")
    }
    guard let element = NPYElement(description: dictionary.type) else {
      throw Self.unreadable(dictionary.type, at: place)
    }
    guard dictionary.shape.count <= Self.mostDimensions else {
      throw malformed("at most \(Self.mostDimensions) dimensions", "\(dictionary.shape.count)")
    }
    // Of no elements too: whoever multiplies some of the sizes is to come to a number.
    var count = 1
    for size in dictionary.shape where size != 0 {
      let (product, isTooLarge) = count.multipliedReportingOverflow(by: size)
      guard !isTooLarge else {
        throw malformed("fewer than 2 to the 63 elements", Self.words(dictionary.shape))
      }
      count = product
    }
    guard !count.multipliedReportingOverflow(by: element.size).overflow else {
      throw malformed("fewer than 2 to the 63 bytes", Self.words(dictionary.shape))
    }
    self.element = element
    isBigEndian = dictionary.type.hasPrefix(">")
    isFortranOrder = dictionary.isFortranOrder
    shape = dictionary.shape
    self.count = dictionary.shape.contains(0) ? 0 : count
  }

  /// A shape as Python writes it, with its first sizes: `(60000, 28, 28)`.
  static func words(_ shape: [Int]) -> String {
    let sizes = shape.prefix(5).map(String.init).joined(separator: ", ")
    return "(\(sizes)\(shape.count > 5 ? ", …" : shape.count == 1 ? "," : ""))"
  }

  /// The bytes of the dictionary.
  private static func dictionary(
    in bytes: ArraySlice<UInt8>, _ malformed: (String, String) -> InputError
  ) throws(InputError) -> ArraySlice<UInt8> {
    guard bytes.starts(with: Self.magic) else {
      throw malformed("a .npy file (first bytes 93 NUMPY)", "another beginning")
    }
    let start = bytes.startIndex
    guard bytes.count >= 8, (1...3).contains(bytes[start + 6]), bytes[start + 7] == 0 else {
      let found = bytes.count >= 8 ? "version \(bytes[start + 6]).\(bytes[start + 7])" : "the end of the file"
      throw malformed("format version 1.0, 2.0 or 3.0", found)
    }
    let lengthSize = bytes[start + 6] == 1 ? 2 : 4
    guard bytes.count >= 8 + lengthSize else { throw malformed("the header's length", "the end of the file") }
    let length = (0..<lengthSize).reduce(0) { $0 | Int(bytes[start + 8 + $1]) << (8 * $1) }
    guard length <= largestDictionary, 8 + lengthSize + length <= bytes.count else {
      throw malformed(
        "a header of at most \(largestDictionary) bytes, within the file", "one that says \(length)")
    }
    return bytes[start + 8 + lengthSize..<start + 8 + lengthSize + length]
  }

  private static func unreadable(_ type: String, at place: String) -> InputError {
    if type.hasSuffix("O") {
      return InputError(
        .malformedData, at: place, expected: "numbers or text of a fixed width",
        found: "Python objects (type |O)",
        advice:
          "they are pickled, which only Python may read: write array.astype('float32') or array.astype(str)")
    }
    return InputError(
      .malformedData, at: place,
      expected: "elements of type bool, int8 to int64, uint8 to uint64, float16, float32, float64, U or S",
      found: "type \(quoted(type))", advice: "convert it: numpy.save(file, array.astype('float32'))")
  }
}
