public import StrataFiles
public import StrataLinearAlgebra

extension Encoding {
  /// Raw numbers as a model reads them: rows × columns, encoded as they are copied.
  ///
  /// - Parameters:
  ///   - values: bytes, or numbers.
  ///   - rows: which of the rows; nil for all.
  ///   - place: the file or folder, as errors name it.
  /// - Throws: `InputError` when there are more or fewer columns than the model has inputs, or when the numbers cannot
  ///   be those that it was trained on, such as pixels of 0 to 255 for a model of 0 to 1.
  public func features(
    of values: RawValues, rows: Range<Int>? = nil, at place: String
  ) throws(InputError) -> any Features {
    let rows = rows ?? 0..<values.rows
    guard values.columns == layout.width else {
      throw InputError(
        .malformedData, at: place, expected: "\(layout.title), \(layout.width) numbers for an example",
        found: "\(values.columns)", advice: layout.adviceOnForm)
    }
    try check(columns: values.columns)
    if case .numbers(let numbers) = values { try numbers.requireFinite(at: place) }
    switch (values, scaling) {
    case (.bytes(let bytes), .pixels): return bytes[rows: rows]
    case (.numbers(let numbers), .pixels):
      return encoded(numbers, rows, shift: [0], factor: [try pixelFactor(numbers, at: place)])
    case (.bytes(let bytes), _):
      return try encoded(bytes, rows, unit: 255, raw: bytes.range.map { 255 * $0.upperBound }, at: place)
    case (.numbers(let numbers), _):
      return try encoded(numbers, rows, unit: 1, raw: numbers.range?.upperBound, at: place)
    case (.stored(let stored), .pixels) where stored.element == .byte: return stored[rows: rows]
    case (.stored(let stored), .pixels):
      return encoded(stored, rows, shift: [0], factor: [try pixelFactor(stored, at: place)])
    case (.stored(let stored), _):
      let unit: Float = stored.element == .byte ? 255 : 1
      return try encoded(
        stored, rows, unit: unit, raw: stored.range.map { unit * $0.upperBound }, at: place)
    }
  }

  /// What numbers are multiplied with where training saw bytes: 1 / 255, or 1 where they were divided already.
  private func pixelFactor(_ numbers: any Features, at place: String) throws(InputError) -> Float {
    guard let range = numbers.range else { return 1 }
    if range.lowerBound >= 0, range.upperBound <= 1 { return 1 }
    let areWhole = StoredRows.pieces(of: 0..<numbers.rows, columns: numbers.columns).allSatisfy { piece in
      numbers.matrix(rows: piece).elements.allSatisfy { $0 == $0.rounded() }
    }
    guard range.lowerBound >= 0, range.upperBound <= 255, areWhole else {
      throw InputError(
        .malformedData, at: place,
        expected: "pixels, whole numbers from 0 to 255, or the same divided by 255",
        found: "numbers from \(range.lowerBound) to \(range.upperBound)",
        advice: "scale them as they were for training, or train a model on these")
    }
    return ByteMatrix.scale
  }

  /// Numbers of a base whose values are `unit` times smaller than the raw ones.
  private func encoded(
    _ base: any Features, _ rows: Range<Int>, unit: Float, raw largest: @autoclosure () -> Float?,
    at place: String
  ) throws(InputError) -> any Features {
    switch scaling {
    case .pixels:
      return encoded(base, rows, shift: [0], factor: [unit / 255])
    case .asIs(_, let high):
      if high <= 1, let largest = largest(), largest > 16 {
        throw InputError(
          .malformedData, at: place, expected: "numbers up to \(high), as the model was trained on",
          found: "numbers up to \(largest)",
          advice:
            "divide them by \(largest > 16 && largest <= 255 ? 255 : largest) first, or train a model on these"
        )
      }
      return encoded(base, rows, shift: [0], factor: [unit])
    case .range(let low, let high):
      try requireRanges(low, high, at: place)
      let factors = zip(low, high).map { $1 > $0 ? unit / ($1 - $0) : 0 }
      return encoded(base, rows, shift: low.map { $0 / unit }, factor: factors)
    case .standard(let mean, let deviation):
      return encoded(
        base, rows, shift: mean.map { $0 / unit }, factor: deviation.map { $0 > 0 ? unit / $0 : 0 })
    }
  }

  /// Throws where the difference of two numbers is more than Float32 has.
  private func requireRanges(_ low: [Float], _ high: [Float], at place: String) throws(InputError) {
    guard let column = low.indices.first(where: { !(high[$0] - low[$0]).isFinite }) else { return }
    throw InputError(
      .malformedData, at: place,
      expected: "numbers whose range is one that Float32 has, up to \(Float.greatestFiniteMagnitude)",
      found: "\(low[column]) to \(high[column])\(low.count > 1 ? " in column \(column + 1)" : "")",
      advice: "scale them down, or leave out what is no measurement")
  }

  private func encoded(
    _ base: any Features, _ rows: Range<Int>, shift: [Float], factor: [Float]
  ) -> any Features {
    let part = base[rows: rows]
    if shift == [0], factor == [1] { return part }
    return EncodedFeatures(base: part, shift: shift, factor: factor, bounds: bounds)
  }
}
