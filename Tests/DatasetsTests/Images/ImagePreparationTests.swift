import Foundation
import Testing

@testable import StrataDatasets

/// Pictures of any size as images of one.
struct WholePictureTests {
  private static func preparation(_ height: Int, _ width: Int, isStretched: Bool = false) -> ImagePreparation
  {
    ImagePreparation(height: height, width: width, isStretched: isStretched)
  }

  @Test(arguments: 1...20) func itsOwnSizeIsTakenAsItIs(seed: UInt64) {
    let picture = Picture.noise(seed: seed, height: 5 + Int(seed) % 7, width: 9)
    #expect(Self.preparation(picture.height, 9).apply(to: picture) == picture.pixels)
  }

  /// Against the definition, in floating point: the mean over the area that a pixel covers.
  @Test(arguments: 1...60) func whatBecomesSmallerIsTheMeanOfItsArea(seed: UInt64) {
    var random = RandomNumbers(seed: seed)
    let picture = Picture.noise(
      seed: seed, height: .random(in: 6...30, using: &random), width: .random(in: 6...30, using: &random))
    let (height, width) = (Int.random(in: 1...6, using: &random), Int.random(in: 1...6, using: &random))
    let image = Self.preparation(height, width, isStretched: true).apply(to: picture)
    func part(_ new: Int, of count: Int, _ old: Int, of length: Int) -> Double {
      let (start, end) = (Double(new * length) / Double(count), Double((new + 1) * length) / Double(count))
      return max(0, min(end, Double(old + 1)) - max(start, Double(old))) * Double(count) / Double(length)
    }
    for row in 0..<height {
      for column in 0..<width {
        var mean = 0.0
        for y in 0..<picture.height {
          for x in 0..<picture.width {
            mean +=
              part(row, of: height, y, of: picture.height) * part(column, of: width, x, of: picture.width)
              * Double(picture.pixels[y * picture.width + x])
          }
        }
        #expect(abs(Double(image[row * width + column]) - mean) <= 0.5 + 1e-6)
      }
    }
  }

  @Test func whatBecomesLargerLiesBetweenItsNeighbours() {
    let picture = Picture(width: 2, height: 1, pixels: [0, 100])
    #expect(Self.preparation(1, 4, isStretched: true).apply(to: picture) == [0, 25, 75, 100])
    #expect(Self.preparation(2, 2, isStretched: true).apply(to: picture) == [0, 100, 0, 100])
  }

  @Test(arguments: 1...40) func aConstantStaysConstant(seed: UInt64) {
    var random = RandomNumbers(seed: seed)
    func side() -> Int { .random(in: 1...50, using: &random) }
    let (height, width) = (side(), side())
    let picture = Picture(
      width: width, height: height, pixels: [UInt8](repeating: UInt8(seed * 6), count: width * height))
    for isStretched in [false, true] {
      let image = Self.preparation(side(), side(), isStretched: isStretched).apply(to: picture)
      #expect(Set(image) == [UInt8(seed * 6)])
    }
  }

  @Test func theAspectIsKeptOnTheGreyOfTheBorder() {
    // Twice as wide as high, a border of 7 about something bright.
    var pixels = [UInt8](repeating: 7, count: 32)
    for place in [9, 10, 11, 12, 13, 14, 17, 18, 19, 20, 21, 22] { pixels[place] = 247 }
    let image = Self.preparation(4, 4).apply(to: Picture(width: 8, height: 4, pixels: pixels))
    #expect(image == [7, 7, 7, 7, 67, 127, 127, 67, 67, 127, 127, 67, 7, 7, 7, 7])
  }

  @Test func extremeSidesLeaveAPixel() {
    let line = Picture(width: 1000, height: 1, pixels: [UInt8](repeating: 9, count: 1000))
    #expect(Self.preparation(28, 28).apply(to: line) == [UInt8](repeating: 9, count: 784))
    #expect(Self.preparation(1, 1).apply(to: line) == [9])
  }
}

/// Drawings in MNIST's form.
struct DrawingTests {
  private static let preparation = ImagePreparation(height: 28, width: 28, fit: .mnist)

  @Test(arguments: 1...200) func aDrawingIsBrightAndCentredInItsBox(seed: UInt64) throws {
    let image = Self.preparation.apply(to: .scribble(seed: seed))
    #expect(try #require(image.max()) >= 250)
    let bright = image.indices.filter { image[$0] >= 32 }
    let (rows, columns) = (bright.map { $0 / 28 }, bright.map { $0 % 28 })
    let height = try #require(rows.max()) - #require(rows.min()) + 1
    let width = try #require(columns.max()) - #require(columns.min()) + 1
    #expect(19...20 ~= max(height, width))
    let mass = image.reduce(0) { $0 + Int($1) }
    for (length, places) in [(28, rows), (1, columns)] {
      let moment = image.indices.reduce(0) { $0 + ($1 / length % 28) * Int(image[$1]) }
      // A lopsided drawing goes no further than to the edge.
      let isAtTheEdge = places.contains(0) || places.contains(27)
      #expect(isAtTheEdge || 13.5..<14.5 ~= Double(moment) / Double(mass))
    }
  }

  @Test func whereNothingIsDrawnIsTold() {
    for shade in [0, 9, 255] as [UInt8] {
      let empty = Picture(width: 40, height: 30, pixels: [UInt8](repeating: shade, count: 1200))
      #expect(Self.preparation.isBlank(Self.preparation.apply(to: empty)))
      // Where no drawing is looked for, a picture of one shade is a picture.
      let whole = ImagePreparation(height: 28, width: 28)
      #expect(!whole.isBlank(whole.apply(to: empty)))
    }
    #expect(!Self.preparation.isBlank(Self.preparation.apply(to: .scribble(seed: 1))))
  }

  @Test(arguments: 1...200) func darkOnBrightIsTheSame(seed: UInt64) {
    let picture = Picture.scribble(seed: seed)
    #expect(Self.preparation.apply(to: picture.inverted) == Self.preparation.apply(to: picture))
  }

  @Test(arguments: 1...200) func whereItIsDrawnDoesNotMatter(seed: UInt64) {
    var random = RandomNumbers(seed: seed)
    let picture = Picture.scribble(seed: seed)
    let moved = picture.placed(
      top: .random(in: 0...30, using: &random), left: .random(in: 0...30, using: &random), height: 70,
      width: 71)
    #expect(Self.preparation.apply(to: moved) == Self.preparation.apply(to: picture))
  }

  /// A drawing that has about its size already is not scaled, so only larger ones are the same to the bit.
  @Test(arguments: 1...200) func fourTimesAsLargeIsTheSame(seed: UInt64) {
    let picture = Picture.scribble(seed: seed, side: 60)
    let image = Self.preparation.apply(to: picture)
    #expect(meanDifference(Self.preparation.apply(to: picture.enlarged(by: 4)), image) < 1)
  }

  @Test(arguments: 1...200) func twiceIsAsGoodAsOnce(seed: UInt64) {
    let image = Self.preparation.apply(to: .scribble(seed: seed))
    let again = Self.preparation.apply(to: Picture(width: 28, height: 28, pixels: image))
    #expect(again == image)
  }

  /// Paper that is not quite white, with the noise of a camera.
  @Test(arguments: 1...60) func paperAndNoiseAreLeftOut(seed: UInt64) {
    var random = RandomNumbers(seed: seed)
    let clean = Picture.scribble(seed: seed, side: 20).enlarged(by: 8)
    let photo = Picture(
      width: clean.width, height: clean.height,
      pixels: clean.pixels.map { 200 - UInt8(Int($0) * 160 / 255) + .random(in: 0...12, using: &random) })
    let image = Self.preparation.apply(to: photo)
    #expect(meanDifference(image, Self.preparation.apply(to: clean)) < 8)
    #expect(image[0] == 0 && image[27] == 0 && image[783] == 0)
  }

  @Test(arguments: [0, 100, 255] as [UInt8]) func whereNothingIsDrawnAllIsZero(shade: UInt8) {
    for side in [1, 2, 3, 28, 40] {
      var pixels = [UInt8](repeating: shade, count: side * side)
      #expect(
        Self.preparation.apply(to: Picture(width: side, height: side, pixels: pixels))
          == [UInt8](repeating: 0, count: 784))
      // What nobody can see is no drawing.
      pixels[side * side / 2] = shade == 255 ? 250 : shade + 5
      #expect(Set(Self.preparation.apply(to: Picture(width: side, height: side, pixels: pixels))) == [0])
    }
  }

  @Test(arguments: 1...100) func anySizeIsReached(seed: UInt64) {
    var random = RandomNumbers(seed: seed)
    func side() -> Int { .random(in: 1...40, using: &random) }
    let picture = Picture.noise(seed: seed, height: side(), width: side())
    for fit in ImagePreparation.Fit.allCases {
      let preparation = ImagePreparation(height: side(), width: side(), fit: fit)
      #expect(preparation.apply(to: picture).count == preparation.height * preparation.width)
    }
  }

  private static let folder = ProcessInfo.processInfo.environment["MNIST_DIR"]

  /// What is in MNIST's form stays in it, to the bit, and comes back to it from four times the size.
  @Test(.enabled(if: IDXFile.readsGzip && folder != nil, "needs MNIST"))
  func digitsOfMNISTAreLeftAsTheyAre() throws {
    let file = URL(fileURLWithPath: Self.folder ?? "").appending(path: "t10k-images-idx3-ubyte.gz")
    let bytes = try IDXFile(contentsOf: file, dimensionCount: 3).array.bytes
    var (same, difference, enlarged, dark) = (0, 0.0, 0.0, 0.0)
    for digit in 0..<2000 {
      let picture = Picture(width: 28, height: 28, pixels: Array(bytes[digit * 784..<(digit + 1) * 784]))
      let image = Self.preparation.apply(to: picture)
      same += image == picture.pixels ? 1 : 0
      difference += meanDifference(image, picture.pixels) / 2000
      enlarged += meanDifference(Self.preparation.apply(to: picture.enlarged(by: 4)), picture.pixels) / 2000
      dark += meanDifference(Self.preparation.apply(to: picture.inverted), picture.pixels) / 2000
    }
    #expect(same == 2000)
    #expect(difference == 0)
    #expect(enlarged == 0)
    #expect(dark == difference)
  }
}
