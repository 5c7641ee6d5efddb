import StrataDrawings
import StrataFiles
import StrataLinearAlgebra
import StrataReports
import Testing

@Suite struct ImageGridTests {
  private let background = Colour(grey: 62)

  /// Three images of 2 × 1 in two columns, magnified twice: every pixel of the picture is known.
  @Test func tilesExactly() throws {
    let grid = try ImageGrid(
      Matrix([[0, 1], [1, 0.2], [0.4, 0.4]]), width: 2, height: 1, columns: 2, scale: .fixed(0...1),
      colours: .grey, magnification: 2)
    let tiles = grid.tiles
    #expect(
      drawing(of: tiles) == """
        ..............
        ..............
        ..00FF..FF33..
        ..00FF..FF33..
        ..............
        ..............
        ..6666........
        ..6666........
        ..............
        ..............
        """)
  }

  @Test func groupsOfRowsStandApart() throws {
    let images = Matrix([[1], [1], [1]])
    let together = try ImageGrid(
      images, width: 1, height: 1, columns: 1, scale: .fixed(0...1), colours: .grey, magnification: 2)
    let apart = try ImageGrid(
      images, width: 1, height: 1, columns: 1, scale: .fixed(0...1), colours: .grey, magnification: 2,
      groupStarts: [0, 1])
    #expect(apart.tiles.height == together.tiles.height + 10)
    let white = (0..<apart.tiles.height).filter { apart.tiles[2, $0] == .white }
    #expect(white == [2, 3, 16, 17, 20, 21])
  }

  @Test func eachNoiseHasARowOfNoisyImagesAndOneOfReconstructions() throws {
    let clean = Matrix([[0.2], [0.4]])
    let grid = try ImageGrid.reconstructions(
      clean: clean,
      noises: [
        .init("masking 25 %", corrupted: Matrix([[0], [0.4]]), reconstructed: Matrix([[0.2], [0.6]])),
        .init("gaussian σ 0.25", corrupted: Matrix([[1.4], [0.8]]), reconstructed: Matrix([[1], [0.8]])),
      ], width: 1, height: 1, magnification: 1)
    let tiles = grid.tiles
    let rows = [2, 15, 18, 31, 34].map { y in [tiles[2, y].red, tiles[5, y].red] }
    #expect(rows == [[51, 102], [0, 102], [51, 153], [255, 204], [255, 204]])
  }

  /// One line of text a row; two characters stand for two magnified pixels, a dot for the background.
  private func drawing(of picture: PixelImage) -> String {
    (0..<picture.height).map { y in
      stride(from: 0, to: picture.width, by: 2).map { x in
        let grey = picture[x, y].red
        #expect(picture[x, y] == picture[x + 1, y])
        let digits = String(grey, radix: 16, uppercase: true)
        return picture[x, y] == background ? ".." : (digits.count == 1 ? "0" : "") + digits
      }.joined()
    }.joined(separator: "\n")
  }

  @Test func scaleIsSharedOrEachImagesOwn() throws {
    let images = Matrix([[0, 1], [0, 4]])
    let own = try ImageGrid(
      images, width: 2, height: 1, columns: 2, scale: .perImage, colours: .grey, magnification: 1
    ).tiles
    let shared = try ImageGrid(
      images, width: 2, height: 1, columns: 2, scale: .shared, colours: .grey, magnification: 1
    ).tiles
    #expect([own[2, 2], own[3, 2], own[6, 2], own[7, 2]].map(\.red) == [0, 255, 0, 255])
    #expect([shared[2, 2], shared[3, 2], shared[6, 2], shared[7, 2]].map(\.red) == [0, 64, 0, 255])
  }

  @Test func divergingMapIsBlueBelowZeroWhiteAtItAndOrangeAbove() throws {
    let tiles = try ImageGrid(
      Matrix([[-2, 0, 1]]), width: 3, height: 1, columns: 1, scale: .perImage, colours: .diverging,
      magnification: 1
    ).tiles
    #expect(tiles[2, 2].blue > tiles[2, 2].red)
    #expect(tiles[3, 2] == Colour(grey: 250))
    #expect(tiles[4, 2].red > tiles[4, 2].blue)
  }

  @Test func filtersHaveNormOne() throws {
    // Two units of 1 × 2 inputs: the second is ten times the first, the third is dead.
    let weight = Matrix([[3, 30, 0], [-4, -40, 0]])
    let grid = try ImageGrid.filters(
      of: weight, units: [0, 1, 2], width: 1, height: 2, scale: .shared, magnification: 1)
    let tiles = grid.tiles
    #expect(tiles[2, 2] == tiles[5, 2])
    #expect(tiles[2, 3] == tiles[5, 3])
    #expect(tiles[8, 2] == Colour(grey: 250))
    #expect(tiles[2, 3] == Colour(red: 8, green: 48, blue: 107))  // −0.8, the largest size of all
  }

  @Test func reconstructionsAreThreeLabelledRows() throws {
    let clean = Matrix([[0, 0.2], [0.4, 0.6]])
    let grid = try ImageGrid.reconstructions(
      clean: clean, corrupted: Matrix(rows: 2, columns: 2),
      reconstructed: Matrix(rows: 2, columns: 2, repeating: 1),
      width: 2, height: 1, magnification: 1)
    let tiles = grid.tiles
    #expect(tiles.width == 2 * 4 + 2 && tiles.height == 3 * 3 + 2)
    #expect([tiles[2, 2], tiles[3, 2], tiles[6, 2], tiles[7, 2]].map(\.red) == [0, 51, 102, 153])
    #expect(tiles[2, 5] == .black && tiles[2, 8] == .white)
    // The labels are to the left of the tiles, so the picture is that much wider.
    #expect(grid.picture.width > tiles.width + 100)
  }

  /// The tiles stand unchanged in the top left of a picture without row labels.
  @Test(arguments: [1, 3], ["", "Filters of a run with a long name, which takes several lines"])
  func pictureHoldsTheTiles(magnification: Int, caption: String) throws {
    let grid = try ImageGrid(
      Matrix(rows: 6, columns: 4, RandomStream(seed: 1, purpose: "tiles").normal(count: 24)), width: 2,
      height: 2, columns: 3, scale: .shared, colours: .diverging, magnification: magnification,
      caption: caption)
    let (tiles, picture) = (grid.tiles, grid.picture)
    for y in 0..<tiles.height {
      for x in 0..<tiles.width { #expect(picture[x, y] == tiles[x, y]) }
    }
    #expect(picture.height > tiles.height)
  }

  @Test(arguments: [Float.nan, .infinity]) func valueThatIsNotFiniteIsAnError(value: Float) {
    let error = #expect(throws: InputError.self) {
      try ImageGrid(
        Matrix([[0, 1], [0, value]]), width: 2, height: 1, columns: 2, scale: .shared, colours: .grey)
    }
    #expect(error?.kind == .numericalFailure)
    #expect(error?.place == "image 1")
  }

  @Test func numbersBeyondTheRangeHaveTheColourOfItsEnd() {
    let values: [Float] = [-.infinity, -1, 0.5, 7, .infinity, .nan, -.greatestFiniteMagnitude]
    let image = PixelImage(values: values[...], width: 7, height: 1)
    #expect(image.pixels.map(\.red) == [0, 0, 128, 255, 255, 0, 0])
    let widest = -Float.greatestFiniteMagnitude...Float.greatestFiniteMagnitude
    let wide = PixelImage(values: [0, 3e38][...], width: 2, height: 1, range: widest)
    #expect(wide.pixels.map(\.red) == [128, 240])
  }
}
