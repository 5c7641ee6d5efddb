internal import StrataFiles

/// The start of an IDX file, checked field by field.
struct IDXHeader {
  /// A file that claims more is refused: 1 TiB. Memory is taken only where a file is as long as it claims to be.
  static let largestPayload = 1 << 40

  let dimensions: [Int]
  /// The type of an element.
  let element: IDXElement
  /// The number of bytes that follow the header.
  let payload: Int

  /// Reads a header with one of the given numbers of dimensions, of elements of one of the given types.
  init<Source: ByteSource & ~Copyable>(
    from source: inout Source, dimensionCounts: ClosedRange<Int>, elements: [IDXElement]
  ) throws {
    let path = source.path
    func malformed(expected: String, found: String) -> InputError {
      InputError(
        .malformedData, at: path, expected: expected, found: found, advice: IDXFile.replacementAdvice)
    }

    let magic = try source.read(4)
    guard magic.count == 4 else {
      throw malformed(expected: "an IDX file", found: "a file of \(magic.count) bytes")
    }
    guard magic[0] == 0 && magic[1] == 0 else {
      throw malformed(
        expected: "an IDX file (first bytes 0 0), plain or gzip (1f 8b)", found: FileKind.inWords(magic))
    }
    guard let element = elements.first(where: { $0.rawValue == magic[2] }) else {
      throw malformed(
        expected: elements.map { "\($0.title) (IDX type \($0.rawValue))" }.joined(separator: ", "),
        found: "type \(magic[2])")
    }
    self.element = element
    let dimensionCount = Int(magic[3])
    guard dimensionCounts.contains(dimensionCount) else {
      throw malformed(
        expected: dimensionCounts.lowerBound == 1
          ? "labels (1 dimension)" : "images (\(max(3, dimensionCounts.lowerBound)) dimensions)",
        found: "\(dimensionCount) dimensions")
    }

    let sizes = try source.read(4 * dimensionCount)
    guard sizes.count == 4 * dimensionCount else {
      throw malformed(expected: "\(dimensionCount) sizes of 4 bytes", found: "the end of the file")
    }
    dimensions = (0..<dimensionCount).map { dimension in
      sizes[4 * dimension..<4 * dimension + 4].reduce(0) { $0 << 8 | Int($1) }
    }
    let shape = dimensions.map(String.init).joined(separator: " × ")
    guard !dimensions.contains(0) else {
      throw malformed(expected: "at least one element", found: "a header that says \(shape)")
    }
    var payload = element.size
    for size in dimensions {
      let (product, isTooLarge) = payload.multipliedReportingOverflow(by: size)
      payload = isTooLarge ? .max : product
      guard payload <= Self.largestPayload else {
        throw malformed(
          expected: "at most \(Self.largestPayload) bytes", found: "a header that says \(shape)")
      }
    }
    self.payload = payload
    try source.requireContent(of: magic.count + sizes.count + payload)
  }
}
