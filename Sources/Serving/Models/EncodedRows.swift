internal import StrataDatasets
internal import StrataFiles
internal import StrataLinearAlgebra

/// Examples as a model reads them, of one request or of several behind each other.
enum EncodedRows: Sendable {
  /// Pixels, which stay bytes until they are computed with.
  case bytes(ByteMatrix)
  /// Numbers before they are cut to what the model reads, and what cuts them.
  case numbers(Matrix, Encoding)

  /// Raw numbers, encoded by themselves: what one request sends changes nothing of another's.
  init(_ values: RawValues, _ encoding: Encoding) throws(InputError) {
    let features = try encoding.features(of: values, at: RequestRows.place)
    if let bytes = features as? ByteMatrix {
      self = .bytes(bytes)
    } else {
      self = .numbers((features.uncut ?? features).matrix(rows: 0..<features.rows), encoding)
    }
  }

  var count: Int {
    switch self {
    case .bytes(let bytes): bytes.rows
    case .numbers(let numbers, _): numbers.rows
    }
  }

  /// Some requests' rows behind each other; bytes, where all are.
  static func joined(_ parts: [EncodedRows]) -> any Features {
    if parts.count == 1 { return parts[0].features }
    let rows = parts.reduce(0) { $0 + $1.count }
    let columns = parts[0].features.columns
    let bytes = parts.compactMap { if case .bytes(let bytes) = $0 { bytes } else { nil } }
    if bytes.count == parts.count {
      var all: [UInt8] = []
      all.reserveCapacity(rows * columns)
      for part in bytes { all += part.bytes }
      return ByteMatrix(rows: rows, columns: columns, all)
    }
    var all: [Float] = []
    all.reserveCapacity(rows * columns)
    for part in parts { all += part.uncut.elements }
    return parts[0].cutting(Matrix(rows: rows, columns: columns, all))
  }

  private var features: any Features {
    switch self {
    case .bytes(let bytes): bytes
    case .numbers(let numbers, let encoding): encoding.cutting(numbers)
    }
  }

  private var uncut: Matrix {
    switch self {
    case .bytes(let bytes): bytes.matrix
    case .numbers(let numbers, _): numbers
    }
  }

  /// Rows of all requests as the model reads them; all are for the same model.
  private func cutting(_ uncut: Matrix) -> any Features {
    if case .numbers(_, let encoding) = self { encoding.cutting(uncut) } else { uncut }
  }
}
