internal import Foundation

/// Which examples a model has learned from, as a sketch: enough to tell, of others, how many of them it has seen, and
/// not enough to have them again.
///
/// A Bloom filter (Bloom 1970, "Space/time trade-offs in hash coding with allowable errors") of hashes of the examples'
/// numbers: of one that it was not told it says wrongly, once in 15,000 times, that it has seen it; of one that it was
/// told never that it has not.
public struct LearnedRows: Hashable, Sendable {
  /// One filter for each set of examples: those of pretraining, and those of fine-tuning where they are others.
  private var filters: [Filter]

  /// A sketch of examples.
  ///
  /// - Parameter hashes: of each example, as `Dataset.learningHashes`.
  package init(_ hashes: [UInt64]) { filters = [Filter(hashes)] }

  /// A sketch of these examples and of those that another knows.
  package func merging(_ other: LearnedRows?) -> LearnedRows {
    guard let other, other != self else { return self }
    var merged = self
    merged.filters += other.filters.filter { !filters.contains($0) }
    return merged
  }

  /// How many of some examples the model has learned from; 0 where there are no more than chance would find.
  package func count(of hashes: [UInt64]) -> Int {
    let seen = hashes.count { hash in filters.contains { $0.contains(hash) } }
    let chance = Double(hashes.count * filters.count) * Filter.errorRate
    return Self.isMoreThanChance(seen, where: chance) ? seen : 0
  }

  /// True where so many are seen by chance less than once in a thousand times.
  ///
  /// - Parameter mean: how many are seen by chance in the mean (the number has a Poisson distribution).
  static func isMoreThanChance(_ seen: Int, where mean: Double) -> Bool {
    guard mean < 100 else { return Double(seen) > mean + 4 * mean.squareRoot() }
    var (term, below) = (exp(-mean), 0.0)
    for count in 0..<seen {
      below += term
      term *= mean / Double(count + 1)
      if term == 0 { break }
    }
    return seen > 0 && 1 - below < 1e-3
  }

  /// A Bloom filter.
  private struct Filter: Codable, Hashable, Sendable {
    /// The bits, the lowest of each byte first.
    private var bits: [UInt8]

    /// How many bits there are for an example.
    private static let bitsPerExample = 20
    /// How many of them each sets: bitsPerExample · ln 2, where errors are fewest.
    private static let bitsSet = 14
    /// The share of examples never told that it takes for known: (1 − e^(−14 / 20))^14.
    static let errorRate = 6.7e-5

    init(_ hashes: [UInt64]) {
      bits = [UInt8](repeating: 0, count: max(1, (hashes.count * Self.bitsPerExample + 7) / 8))
      for hash in hashes {
        for place in places(of: hash) { bits[place >> 3] |= 1 << UInt8(place & 7) }
      }
    }

    func contains(_ hash: UInt64) -> Bool {
      places(of: hash).allSatisfy { bits[$0 >> 3] & 1 << UInt8($0 & 7) != 0 }
    }

    /// The places of an example, each from a hash of its own (the finalizer of SplitMix64, Steele et al. 2014).
    private func places(of hash: UInt64) -> [Int] {
      (1...UInt64(Self.bitsSet)).map { number in
        var mixed = hash &+ number &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ mixed >> 31) % UInt64(bits.count * 8))
      }
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      guard let data = Data(base64Encoded: try container.decode(String.self)), !data.isEmpty else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a filter in base 64")
      }
      bits = [UInt8](data)
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      try container.encode(Data(bits).base64EncodedString())
    }
  }
}

extension LearnedRows: Codable {
  /// The filters, in base 64.
  public init(from decoder: any Decoder) throws {
    filters = try decoder.singleValueContainer().decode([Filter].self)
  }

  /// The filters, in base 64.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(filters)
  }
}
