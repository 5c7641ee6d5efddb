internal import StrataFiles

/// What the header of a safetensors file says, checked against itself and the length of the file.
struct SafetensorsHeader {
  /// The longest header, in bytes: the limit of the reference implementation.
  static let maximumLength = 100_000_000
  /// The most tensors, and the most entries of metadata. With `maximumDimensions` it bounds what a
  /// hostile header can take: under 10 MB beyond its own length.
  static let maximumEntries = 10_000
  /// The most dimensions of a tensor.
  static let maximumDimensions = 32
  /// The name of the member that is no tensor.
  static let metadataKey = "__metadata__"

  /// A tensor and where it lies in the data.
  struct Entry {
    let name: String
    let type: TensorType
    let shape: [Int]
    let offsets: Range<Int>
  }

  /// The entries in the order of their data.
  let entries: [Entry]
  let metadata: [String: String]

  /// Reads a header that is followed by `dataCount` bytes of data.
  init(_ bytes: ArraySlice<UInt8>, dataCount: Int, at place: String) throws(InputError) {
    var reader = JSONReader(bytes, at: "\(place), header", advice: Safetensors.advice)
    // JSON allows whitespace here; the format does not.
    guard bytes.first == UInt8(ascii: "{") else { throw reader.unexpected("'{'") }
    var metadata: [String: String] = [:]
    var entries: [Entry] = []
    try reader.object { (reader, name) throws(InputError) in
      if name == Self.metadataKey {
        try reader.object { (reader, key) throws(InputError) in
          metadata[key] = try reader.string()
          try Self.check(metadata.count, atMost: Self.maximumEntries, "entries of metadata", at: place)
        }
      } else {
        entries.append(try Entry(name, from: &reader, at: place))
        try Self.check(entries.count, atMost: Self.maximumEntries, "tensors", at: place)
      }
    }
    try reader.end()
    entries.sort {
      ($0.offsets.lowerBound, $0.offsets.upperBound) < ($1.offsets.lowerBound, $1.offsets.upperBound)
    }
    try Self.checkLayout(of: entries, dataCount: dataCount, at: place)
    self.entries = entries
    self.metadata = metadata
  }

  /// Tensors must follow one another from the first byte of data to the last.
  private static func checkLayout(
    of entries: [Entry], dataCount: Int, at place: String
  ) throws(InputError) {
    var end = 0
    for entry in entries {
      let start = entry.offsets.lowerBound
      guard start == end else {
        throw InputError(
          .malformedData, at: "\(place), tensor \(quoted(entry.name))",
          expected: "its data at byte \(end), where those before it end",
          found: "\(start): \(start > end ? "a hole" : "an overlap")", advice: Safetensors.advice)
      }
      end = entry.offsets.upperBound
    }
    guard end == dataCount else {
      let last = entries.last.map { " up to the end of tensor \(quoted($0.name))" } ?? ""
      throw InputError(
        .malformedData, at: place, expected: "\(end) bytes of data\(last)",
        found: "\(dataCount): \(dataCount > end ? "trailing bytes" : "a truncated file")",
        advice: Safetensors.advice)
    }
  }

  fileprivate static func check(
    _ count: Int, atMost limit: Int, _ noun: String, at place: String
  ) throws(InputError) {
    guard count <= limit else {
      throw InputError(
        .malformedData, at: place, expected: "at most \(limit) \(noun)", found: "more",
        advice: Safetensors.advice)
    }
  }
}

extension SafetensorsHeader.Entry {
  /// Reads the object that describes a tensor.
  fileprivate init(
    _ name: String, from reader: inout JSONReader, at file: String
  ) throws(InputError) {
    let place = "\(file), tensor \(quoted(name))"
    let outer = reader.place
    reader.place = "\(place), header"
    defer { reader.place = outer }
    func malformed(_ expected: String, _ found: String) -> InputError {
      InputError(.malformedData, at: place, expected: expected, found: found, advice: Safetensors.advice)
    }

    var type: TensorType?
    var shape: [Int]?
    var offsets: [Int]?
    try reader.object { (reader, key) throws(InputError) in
      switch key {
      case "dtype":
        let text = try reader.string()
        type = TensorType(rawValue: text)
        if type == nil {
          throw malformed(
            "a dtype out of \(TensorType.allCases.map(\.rawValue).joined(separator: ", "))", quoted(text))
        }
      case "shape":
        shape = try reader.counts(atMost: SafetensorsHeader.maximumDimensions, "dimensions", at: place)
      case "data_offsets": offsets = try reader.counts(atMost: 2, "offsets", at: place)
      default: throw malformed("dtype, shape and data_offsets", quoted(key))
      }
    }
    guard let type, let shape, let offsets else {
      throw malformed("dtype, shape and data_offsets", "less than that")
    }
    guard offsets.count == 2, offsets[0] <= offsets[1] else {
      throw malformed("two data_offsets, begin and end", "\(offsets)")
    }
    let count = offsets[1] - offsets[0]
    guard let expected = type.byteCount(of: shape) else {
      throw malformed("a size that fits 64 bits", "\(type.rawValue) \(shape)")
    }
    guard count == expected else {
      throw malformed("\(expected) bytes for \(type.rawValue) \(shape)", "\(count)")
    }
    self.init(name: name, type: type, shape: shape, offsets: offsets[0]..<offsets[1])
  }
}

extension JSONReader {
  /// Reads an array of whole numbers, 0 or more.
  fileprivate mutating func counts(
    atMost limit: Int, _ noun: String, at place: String
  ) throws(InputError) -> [Int] {
    var result: [Int] = []
    try array { (reader) throws(InputError) in
      result.append(try reader.count())
      try SafetensorsHeader.check(result.count, atMost: limit, noun, at: place)
    }
    return result
  }
}
