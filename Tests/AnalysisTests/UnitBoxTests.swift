import StrataLinearAlgebra
import Testing

@testable import StrataAnalysis

/// The nearest point of norm one within bounds: it is one, and no other is nearer.
struct UnitBoxTests {
  private static func norm(_ x: [Float]) -> Float { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }

  @Test(arguments: [-.infinity ... .infinity, 0...(.infinity), 0...0.5, -0.3...0.6] as [ClosedRange<Float>])
  func noOtherPointIsNearer(bounds: ClosedRange<Float>) throws {
    let box = UnitBox(bounds: bounds)
    for seed in 0..<20 as Range<UInt64> {
      let v = RandomStream(seed: seed, purpose: "v").normal(count: 24)
      let x = try #require(box.nearest(to: v[...]))
      #expect(abs(Self.norm(x) - 1) < 1e-6)
      #expect(x.allSatisfy(bounds.contains))
      let product = zip(v, x).reduce(0) { $0 + $1.0 * $1.1 }
      for other in 0..<50 {
        // Others that are allowed: random directions and neighbours, drawn into the box.
        let noise = RandomStream(seed: seed, purpose: "other").normal(count: 24, example: other)
        let scale = Float(other) / 50
        guard let y = box.nearest(to: zip(x, noise).map { $0 + scale * $1 }[...]) else { continue }
        #expect(zip(v, y).reduce(0) { $0 + $1.0 * $1.1 } <= product + 1e-5)
      }
    }
  }

  @Test func whatPointsOutOfTheBoxHasNoNearestPoint() {
    #expect(UnitBox(bounds: 0...1).nearest(to: [-1, -2]) == nil)
    #expect(UnitBox(bounds: 0...1).nearest(to: [0, 0]) == nil)
    #expect(UnitBox(bounds: 0...1).nearest(to: [-1, 0.001]) == [0, 1])
  }
}
