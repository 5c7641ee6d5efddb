package import CStrataKernels

/// Random numbers as a pure function of (seed, purpose, epoch, example, element).
///
/// The generator is Philox4x32-10 (Salmon et al. 2011), keyed by the seed. Nothing is remembered
/// between draws, so a draw does not depend on threads, batch size, or where a run was interrupted.
///
/// ```swift
/// let stream = RandomStream(seed: 1, purpose: "encoder.0.weight")
/// let noise = stream.normal(count: 784)
/// ```
public struct RandomStream: Hashable, Sendable {
  /// Chosen by the user; one seed fixes a whole run.
  public let seed: UInt64
  /// What the numbers are for; streams of two purposes are independent.
  public let purpose: String
  /// Which pass over the data.
  public let epoch: Int
  private let purposeHash: UInt32

  /// The stream of a purpose. Traps when `epoch` does not fit 32 bits.
  public init(seed: UInt64, purpose: String, epoch: Int = 0) {
    // FNV-1a: stable across versions of the standard library, unlike `hashValue`.
    let hash = purpose.utf8.reduce(2_166_136_261) { ($0 ^ UInt32($1)) &* 16_777_619 }
    self.init(seed: seed, purpose: purpose, hash: hash, epoch: epoch)
  }

  /// The same purpose at another epoch.
  public func at(epoch: Int) -> RandomStream {
    RandomStream(seed: seed, purpose: purpose, hash: purposeHash, epoch: epoch)
  }

  private init(seed: UInt64, purpose: String, hash: UInt32, epoch: Int) {
    precondition(epoch >= 0 && epoch <= UInt32.max, "epoch \(epoch)")
    self.seed = seed
    self.purpose = purpose
    self.epoch = epoch
    purposeHash = hash
  }

  package var kernelStream: strata_stream {
    strata_stream(seed: seed, purpose: purposeHash, epoch: UInt32(epoch))
  }

  /// Uniform numbers in [0, 1), elements `0 ..< count` of an example.
  public func uniform(count: Int, example: Int = 0) -> [Float] {
    fill(count) { strata_random_uniform(kernelStream, UInt32(example), 0, Int64(count), $0) }
  }

  /// Standard normal numbers, elements `0 ..< count` of an example.
  public func normal(count: Int, example: Int = 0) -> [Float] {
    fill(count) { strata_random_normal(kernelStream, UInt32(example), 0, Int64(count), $0) }
  }

  /// True with the given probability, elements `0 ..< count` of an example.
  public func bernoulli(_ probability: Float, count: Int, example: Int = 0) -> [Bool] {
    uniform(count: count, example: example).map { $0 < probability }
  }

  /// 32 random bits for each of elements `0 ..< count` of an example.
  public func bits(count: Int, example: Int = 0) -> [UInt32] {
    [UInt32](unsafeUninitializedCapacity: count) { buffer, initialized in
      if let start = buffer.baseAddress {
        strata_random_bits(kernelStream, UInt32(example), 0, Int64(count), start)
      }
      initialized = count
    }
  }

  /// The numbers `0 ..< count` in random order (Fisher and Yates; Durstenfeld 1964).
  public func permutation(count: Int) -> [Int32] {
    var order = (0..<Int32(count)).map { $0 }
    let draws = bits(count: count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      // The high half of draw · (last + 1) is uniform in 0 ... last up to count / 2³² (Lemire 2019).
      order.swapAt(last, Int((UInt64(draws[last]) * UInt64(last + 1)) >> 32))
    }
    return order
  }

  private func fill(_ count: Int, _ body: (UnsafeMutablePointer<Float>) -> Void) -> [Float] {
    [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      if let start = buffer.baseAddress { body(start) }
      initialized = count
    }
  }
}

/// One block of Philox4x32-10: four random words of a counter and a key.
package func philox(
  counter: (UInt32, UInt32, UInt32, UInt32), key: (UInt32, UInt32)
) -> [UInt32] {
  [UInt32](unsafeUninitializedCapacity: 4) { buffer, initialized in
    strata_philox(
      [counter.0, counter.1, counter.2, counter.3], [key.0, key.1], buffer.baseAddress!)
    initialized = 4
  }
}
