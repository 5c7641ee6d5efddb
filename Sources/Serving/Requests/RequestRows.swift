internal import Foundation
internal import HTTPTypes
internal import StrataDatasets
internal import StrataFiles
internal import StrataLinearAlgebra

/// Reads examples out of the body of a request, whatever of the forms it has that the server takes.
struct RequestRows {
  /// How a model's rows are.
  private let encoding: Encoding
  /// The most rows of one request.
  private let most: Int
  private let jsonRows: JSONRows

  init(encoding: Encoding, most: Int) {
    (self.encoding, self.most) = (encoding, most)
    jsonRows = JSONRows(encoding.layout)
  }

  /// What errors name as the place.
  static let place = "body"

  /// The media types that are read.
  enum Form: String, CaseIterable {
    case json = "application/json"
    case raw = "application/octet-stream"
    case array = "application/x-npy"
    case png = "image/png"
    case jpeg = "image/jpeg"
  }

  /// The types of raw numbers.
  enum Numbers: String, CaseIterable {
    case uint8, float32

    /// The type of a name; nil where none is given.
    init?(_ name: String?) throws(InputError) {
      guard let name else { return nil }
      guard let numbers = Numbers(rawValue: name) else {
        throw InputError(
          .usage, at: "dtype", expected: Self.allCases.map(\.rawValue).joined(separator: " or "), found: name,
          advice: "name one of these")
      }
      self = numbers
    }

    var size: Int { self == .uint8 ? 1 : 4 }
  }

  /// The raw numbers of a body.
  ///
  /// - Parameter numbers: the type of raw numbers; nil for bytes for images, Float32 for rows.
  /// - Throws: `InputError` when it holds something else.
  func values(_ body: [UInt8], _ form: Form, numbers: Numbers?) throws -> RawValues {
    let values =
      switch form {
      case .json: try json(body)
      case .raw: try raw(body, numbers: numbers ?? (isImage ? .uint8 : .float32))
      case .array: try array(body)
      case .png, .jpeg: try picture(body)
      }
    guard values.rows > 0 else {
      throw error(expected: "an example or more", found: "none", "send at least one row")
    }
    guard values.rows <= most else {
      throw error(
        expected: "at most \(most) rows in a request", found: "\(values.rows)",
        "send them in several requests")
    }
    return values
  }

  private var isImage: Bool { if case .image = encoding.layout { true } else { false } }
  private var width: Int { encoding.layout.width }

  private func json(_ body: [UInt8]) throws(InputError) -> RawValues {
    let (elements, rows) = try jsonRows.read(body[...])
    return .numbers(Matrix(rows: rows, columns: width, elements))
  }

  /// Numbers one after the other, least byte first.
  private func raw(_ body: [UInt8], numbers: Numbers) throws(InputError) -> RawValues {
    let size = numbers.size
    guard body.count % (size * width) == 0 else {
      throw error(
        expected: "rows of \(width) \(numbers.rawValue), \(size * width) bytes each",
        found: "\(body.count) bytes",
        "send whole rows, or say their type: ?dtype=\((numbers == .uint8 ? Numbers.float32 : .uint8).rawValue)"
      )
    }
    let rows = body.count / (size * width)
    if size == 1 { return .bytes(ByteMatrix(rows: rows, columns: width, body)) }
    let elements = [Float](unsafeUninitializedCapacity: rows * width) { buffer, count in
      body.withUnsafeBytes { bytes in
        for index in 0..<rows * width {
          buffer.initializeElement(
            at: index,
            to: Float(
              bitPattern: UInt32(
                littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self))))
        }
      }
      count = rows * width
    }
    return try finite(elements, rows: rows)
  }

  private func array(_ body: [UInt8]) throws -> RawValues {
    var array = try NPYArray(bytes: body[...], at: Self.place)
    var forms = "examples × \(width)"
    var single = [[width]]
    if case .image(let height, let width) = encoding.layout {
      forms = "\(forms), examples × \(height) × \(width), or the same × 3 for colours"
      single.append([height, width])
      if array.shape.dropFirst() == [height, width, 3] { array = try array.grey() }
    }
    guard single.contains(array.shape) || array.shape.dropFirst().reduce(1, *) == width else {
      throw error(expected: "an array of \(forms)", found: array.title, "send one of these shapes")
    }
    let rows = array.count / width
    if let bytes = array.bytes { return .bytes(ByteMatrix(rows: rows, columns: width, bytes)) }
    return try finite(array.floats(), rows: rows)
  }

  private func picture(_ body: [UInt8]) throws -> RawValues {
    guard case .image(let height, let width) = encoding.layout else {
      throw error(
        expected: encoding.layout.title, found: "a picture",
        "this model was not trained on pictures: send numbers")
    }
    let preparation = encoding.preparation ?? ImagePreparation(height: height, width: width)
    let pixels = preparation.apply(to: try Picture(bytes: body, at: Self.place))
    guard !preparation.isBlank(pixels) else {
      throw error(
        expected: "a drawing that stands out from what it is on", found: "none",
        "send a picture of one, dark on bright or bright on dark")
    }
    return .bytes(ByteMatrix(rows: 1, columns: pixels.count, pixels))
  }

  private func finite(_ elements: [Float], rows: Int) throws(InputError) -> RawValues {
    if let index = elements.firstIndex(where: { !$0.isFinite }) {
      throw error(
        expected: "finite numbers", found: "\(elements[index]) in row \(index / width)",
        "leave such rows out")
    }
    return .numbers(Matrix(rows: rows, columns: width, elements))
  }

  private func error(expected: String, found: String, _ advice: Wording) -> InputError {
    InputError(.malformedData, at: Self.place, expected: expected, found: found, advice: advice)
  }
}
