internal import Foundation
internal import StrataLinearAlgebra

/// The variants that are drawn: rectangles, wider or taller, and white regions, convex or not.
struct ShapeVariants {
  private let variant: Variant
  private let patches: BackgroundPatches?
  private static let side = Variant.side

  init(_ variant: Variant, patches: BackgroundPatches?) {
    self.variant = variant
    self.patches = patches
  }

  /// The data set.
  func made() -> RawDataset {
    variant.assembled { number in
      switch variant {
      case .convex: region(number)
      default: rectangle(number)
      }
    }
  }

  /// A rectangle with sides of different length: at least 3 pixels apart as an outline; filled, 10 pixels long and 5 apart.
  private func rectangle(_ number: Int) -> (pixels: [Float], label: Int) {
    let isFilled = variant == .rectanglesOnImages
    let (least, apart) = isFilled ? (10, 5) : (1, 3)
    var draws = Draws(
      RandomStream(seed: Variant.seed, purpose: "variants/rectangle"), example: number, count: 400)
    var (height, width) = (0, 0)
    repeat {
      height = least + Int(draws.uniform() * Float(Self.side - least + 1))
      width = least + Int(draws.uniform() * Float(Self.side - least + 1))
    } while abs(height - width) < apart
    let top = Int(draws.uniform() * Float(Self.side - height + 1))
    let left = Int(draws.uniform() * Float(Self.side - width + 1))
    let (rows, columns) = (top..<top + height, left..<left + width)
    var pixels = patches?.patch(number, layer: 0) ?? [Float](repeating: 0, count: Self.side * Self.side)
    let inside = patches?.patch(number, layer: 1)
    for row in rows {
      for column in columns {
        let isEdge =
          row == rows.lowerBound || row == rows.upperBound - 1 || column == columns.lowerBound
          || column == columns.upperBound - 1
        if let inside {
          pixels[row * Self.side + column] = inside[row * Self.side + column]
        } else if isEdge {
          pixels[row * Self.side + column] = 1
        }
      }
    }
    return (pixels, width > height ? 1 : 0)
  }

  /// A convex region, or a union of two that is none. The classes take turns, in an order by chance.
  private func region(_ number: Int) -> (pixels: [Float], label: Int) {
    let stream = RandomStream(seed: Variant.seed, purpose: "variants/region")
    var draws = Draws(stream, example: number, count: 1)
    let isConvex = draws.uniform() < 0.5
    var attempt = 1
    while true {
      var draws = Draws(stream.at(epoch: attempt), example: number, count: 200)
      attempt += 1
      let first = Self.convexSet(&draws)
      let region = isConvex ? first : zip(first, Self.convexSet(&draws)).map { $0 || $1 }
      let area = region.count { $0 }
      // Tiny regions, and those that fill the image, say nothing.
      guard area >= 20, area <= Self.side * Self.side - 20, Self.isConvex(region) == isConvex else {
        continue
      }
      return (region.map { $0 ? 1 : 0 }, isConvex ? 1 : 0)
    }
  }

  /// The intersection of half-planes, some two to five, whose places and directions are drawn.
  private static func convexSet(_ draws: inout Draws) -> [Bool] {
    let count = 2 + Int(draws.uniform() * 4)
    let planes = (0..<count).map { _ -> (x: Float, y: Float, sine: Float, cosine: Float) in
      let angle = 2 * Double.pi * Double(draws.uniform())
      return (
        draws.uniform() * Float(side), draws.uniform() * Float(side), Float(sin(angle)), Float(cos(angle))
      )
    }
    return (0..<side * side).map { index in
      let (y, x) = (Float(index / side) + 0.5, Float(index % side) + 0.5)
      return planes.allSatisfy { ($0.x - x) * $0.cosine + ($0.y - y) * $0.sine > 0 }
    }
  }

  /// True when a region holds every pixel whose middle lies within the hull of its pixels' middles.
  static func isConvex(_ region: [Bool]) -> Bool {
    let points = region.indices.filter { region[$0] }.map { (x: $0 % side, y: $0 / side) }
    let hull = convexHull(points)
    guard hull.count > 2 else { return true }
    return region.indices.allSatisfy { index in
      if region[index] { return true }
      let (x, y) = (index % side, index / side)
      // Within when it lies to the left of no edge strictly outside.
      return !hull.indices.allSatisfy { edge in
        let (a, b) = (hull[edge], hull[(edge + 1) % hull.count])
        return (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x) >= 0
      }
    }
  }

  /// The corners of the convex hull of points on a grid, anticlockwise (Andrew 1979).
  private static func convexHull(_ points: [(x: Int, y: Int)]) -> [(x: Int, y: Int)] {
    let sorted = points.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
    func chain(_ points: [(x: Int, y: Int)]) -> [(x: Int, y: Int)] {
      var chain: [(x: Int, y: Int)] = []
      for point in points {
        while chain.count > 1 {
          let (a, b) = (chain[chain.count - 2], chain[chain.count - 1])
          guard (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x) <= 0 else { break }
          chain.removeLast()
        }
        chain.append(point)
      }
      return Array(chain.dropLast())
    }
    return chain(sorted) + chain(sorted.reversed())
  }
}
