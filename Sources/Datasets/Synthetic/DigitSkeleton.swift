/// A handwritten digit as the path of a pen: points in the unit square (y grows downwards) and the strokes
/// that pass through them.
struct DigitSkeleton {
  let points: [SIMD2<Float>]
  /// Each stroke as the indices of its points. Two strokes that share a point meet there however it moves;
  /// a point that comes twice in a row is a corner.
  let strokes: [[Int]]

  init(_ points: [(Float, Float)], strokes: [[Int]]) {
    self.points = points.map { SIMD2($0.0, $0.1) }
    self.strokes = strokes
  }

  /// A single stroke through all of the points.
  init(_ points: [(Float, Float)]) {
    self.init(points, strokes: [Array(points.indices)])
  }
}

extension DigitSkeleton {
  /// The ways to write each digit, from 0 to 9.
  static let digits: [[DigitSkeleton]] = [
    zero, one, two, three, four, five, six, seven, eight, nine,
  ]

  private static let zero = [
    DigitSkeleton(
      [
        (0.55, 0), (0.28, 0.1), (0.14, 0.38), (0.16, 0.7), (0.36, 0.97), (0.62, 0.95), (0.82, 0.68),
        (0.84, 0.35), (0.74, 0.08),
      ],
      strokes: [[0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 1]])
  ]

  private static let one = [
    DigitSkeleton([(0.5, 0), (0.5, 0.33), (0.5, 0.67), (0.5, 1)]),
    // With a flag, and with a foot too.
    DigitSkeleton([(0.3, 0.22), (0.52, 0), (0.52, 0.5), (0.52, 1)], strokes: [[0, 1, 1, 2, 3]]),
    DigitSkeleton(
      [(0.28, 0.2), (0.52, 0), (0.52, 0.5), (0.52, 1), (0.24, 1), (0.8, 1)],
      strokes: [[0, 1, 1, 2, 3], [4, 3, 5]]),
  ]

  private static let two = [
    DigitSkeleton(
      [
        (0.18, 0.22), (0.36, 0.03), (0.62, 0.02), (0.78, 0.22), (0.68, 0.48), (0.42, 0.75), (0.14, 0.97),
        (0.5, 0.95), (0.88, 0.93),
      ],
      strokes: [[0, 1, 2, 3, 4, 5, 6, 6, 7, 8]]),
    // With a loop at the foot.
    DigitSkeleton([
      (0.2, 0.2), (0.4, 0.02), (0.68, 0.06), (0.74, 0.32), (0.54, 0.64), (0.28, 0.94), (0.12, 0.88),
      (0.26, 0.74), (0.54, 0.86), (0.9, 0.94),
    ]),
  ]

  private static let three = [
    DigitSkeleton(
      [
        (0.18, 0.1), (0.46, 0), (0.72, 0.13), (0.64, 0.36), (0.38, 0.47), (0.7, 0.57), (0.8, 0.79),
        (0.54, 0.99), (0.14, 0.92),
      ],
      strokes: [[0, 1, 2, 3, 4, 4, 5, 6, 7, 8]]),
    // With a flat top.
    DigitSkeleton(
      [
        (0.16, 0.04), (0.48, 0.03), (0.78, 0.02), (0.44, 0.4), (0.72, 0.5), (0.8, 0.74), (0.56, 0.98),
        (0.16, 0.9),
      ],
      strokes: [[0, 1, 2, 2, 3, 3, 4, 5, 6, 7]]),
  ]

  private static let four = [
    // Open above.
    DigitSkeleton(
      [
        (0.24, 0.02), (0.18, 0.3), (0.16, 0.56), (0.5, 0.56), (0.86, 0.52), (0.72, 0.06), (0.67, 0.5),
        (0.62, 1),
      ],
      strokes: [[0, 1, 2, 2, 3, 4], [5, 6, 7]]),
    // Closed.
    DigitSkeleton(
      [(0.64, 0), (0.38, 0.3), (0.12, 0.64), (0.5, 0.64), (0.9, 0.62), (0.63, 0.5), (0.61, 1)],
      strokes: [[0, 1, 2, 2, 3, 4], [0, 5, 6]]),
  ]

  private static let five = [
    DigitSkeleton(
      [
        (0.3, 0.04), (0.26, 0.24), (0.22, 0.45), (0.5, 0.38), (0.76, 0.54), (0.75, 0.82), (0.48, 0.99),
        (0.14, 0.92), (0.55, 0.03), (0.84, 0.02),
      ],
      strokes: [[0, 1, 2, 2, 3, 4, 5, 6, 7], [0, 8, 9]]),
    // Round, like an S.
    DigitSkeleton([
      (0.8, 0.04), (0.5, 0.05), (0.28, 0.22), (0.42, 0.44), (0.68, 0.58), (0.68, 0.84), (0.42, 0.98),
      (0.14, 0.9),
    ]),
  ]

  private static let six = [
    DigitSkeleton(
      [
        (0.68, 0), (0.42, 0.2), (0.24, 0.5), (0.22, 0.8), (0.44, 0.99), (0.7, 0.9), (0.76, 0.68),
        (0.56, 0.54), (0.34, 0.64),
      ],
      strokes: [[0, 1, 2, 3, 4, 5, 6, 7, 8, 3]])
  ]

  private static let seven = [
    DigitSkeleton(
      [(0.14, 0.07), (0.5, 0.05), (0.84, 0.03), (0.66, 0.35), (0.5, 0.66), (0.4, 1)],
      strokes: [[0, 1, 2, 2, 3, 4, 5]]),
    // With a bar.
    DigitSkeleton(
      [
        (0.14, 0.07), (0.5, 0.05), (0.84, 0.03), (0.66, 0.35), (0.5, 0.66), (0.4, 1), (0.32, 0.53),
        (0.8, 0.49),
      ],
      strokes: [[0, 1, 2, 2, 3, 4, 5], [6, 7]]),
  ]

  private static let eight = [
    // One path that crosses itself.
    DigitSkeleton(
      [
        (0.72, 0.15), (0.5, 0), (0.28, 0.15), (0.36, 0.36), (0.58, 0.54), (0.76, 0.76), (0.52, 1),
        (0.24, 0.8), (0.4, 0.54), (0.64, 0.36),
      ],
      strokes: [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]]),
    // Two rings.
    DigitSkeleton(
      [
        (0.5, 0), (0.27, 0.18), (0.5, 0.44), (0.72, 0.2), (0.22, 0.74), (0.5, 1), (0.78, 0.72),
      ],
      strokes: [[0, 1, 2, 3, 0, 1], [2, 4, 5, 6, 2, 4]]),
  ]

  private static let nine = [
    // With a straight tail.
    DigitSkeleton(
      [
        (0.74, 0.2), (0.54, 0.01), (0.28, 0.13), (0.22, 0.36), (0.44, 0.48), (0.68, 0.38), (0.71, 0.5),
        (0.66, 0.76), (0.6, 1),
      ],
      strokes: [[0, 1, 2, 3, 4, 5, 0, 0, 6, 7, 8]]),
    // With a curved one.
    DigitSkeleton(
      [
        (0.74, 0.22), (0.54, 0.01), (0.3, 0.12), (0.26, 0.36), (0.46, 0.48), (0.68, 0.4), (0.78, 0.54),
        (0.68, 0.88), (0.42, 1), (0.2, 0.9),
      ],
      strokes: [[0, 1, 2, 3, 4, 5, 0, 0, 6, 7, 8, 9]]),
  ]
}
