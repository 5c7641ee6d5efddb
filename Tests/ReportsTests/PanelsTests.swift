import Testing

@testable import StrataDrawings
@testable import StrataReports

struct PanelsTests {
  /// Up to three pictures are a row; more are rows of two, so that a page shows them large enough.
  @Test(arguments: [(1, 1, 1), (3, 3, 1), (4, 2, 2), (5, 2, 3)])
  func picturesStandBesideEachOther(count: Int, columns: Int, rows: Int) {
    let heading = 2 * (BitmapFont.height + 4)
    let colours = (1...count).map { Colour(red: UInt8($0), green: 0, blue: 0) }
    let all = PixelImage.sideBySide(
      colours.map { ("", PixelImage(width: 30, height: 20, filledWith: $0)) })
    #expect(all.width == columns * 42 - 12)
    #expect(all.height == rows * (20 + heading + 12) - 12)
    for (index, colour) in colours.enumerated() {
      let (x, y) = (index % columns * 42, index / columns * (20 + heading + 12) + heading)
      #expect(all[x, y] == colour && all[x + 29, y + 19] == colour)
    }
  }

  @Test func theSmallerOnesLeaveRoom() {
    let all = PixelImage.sideBySide([
      ("a", PixelImage(width: 10, height: 30, filledWith: .white)),
      ("b", PixelImage(width: 20, height: 5, filledWith: .black)),
    ])
    #expect(all.width == 52)
    #expect(all.height == 30 + 2 * (BitmapFont.height + 4))
  }
}
