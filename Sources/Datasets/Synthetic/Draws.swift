internal import StrataLinearAlgebra

/// The random numbers of one example, taken one after the other.
struct Draws {
  private let bits: [UInt32]
  private var next = 0

  /// The first `count` numbers that the stream holds for an example.
  init(_ stream: RandomStream, example: Int, count: Int) {
    bits = stream.bits(count: count, example: example)
  }

  private mutating func draw() -> UInt32 {
    defer { next += 1 }
    return bits[next]
  }

  /// Uniform in [0, 1), in steps of 2⁻²⁴.
  mutating func uniform() -> Float { Float(draw() >> 8) * 0x1p-24 }

  /// Uniform between the bounds.
  mutating func uniform(in range: ClosedRange<Float>) -> Float {
    range.lowerBound + uniform() * (range.upperBound - range.lowerBound)
  }

  /// Between −spread and spread and most often near 0: the sum of two uniform numbers.
  mutating func bell(spread: Float) -> Float {
    let bits = draw()
    return (Float((bits >> 16) + (bits & 0xffff)) * 0x1p-16 - 1) * spread
  }

  /// One of the elements, each equally likely.
  mutating func choice<Element>(of elements: [Element]) -> Element {
    elements[Int((UInt64(draw()) * UInt64(elements.count)) >> 32)]
  }
}
