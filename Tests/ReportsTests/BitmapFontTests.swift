import Testing

@testable import StrataDrawings
@testable import StrataReports

@Suite struct BitmapFontTests {
  @Test(arguments: BitmapFont.drawings.keys.sorted())
  func glyphIsARectangleOfNoMoreThanALine(character: Character) throws {
    let rows = try #require(BitmapFont.drawings[character]).split(separator: " ")
    #expect(Set(rows.map(\.count)).count == 1)
    #expect((7...BitmapFont.height).contains(rows.count))
    #expect(rows.joined().allSatisfy { "#.".contains($0) })
  }

  @Test func everyPrintedCharacterIsThere() {
    let needed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,:;%/()=+−-±×‖"
    #expect(needed.filter { BitmapFont.drawings[$0] == nil }.isEmpty)
    #expect(Set(BitmapFont.drawings.values).count == BitmapFont.drawings.count)
  }

  @Test func textIsWrittenPixelByPixel() {
    var image = PixelImage(width: BitmapFont.width(of: "iT"), height: 7, filledWith: .white)
    image.write("iT", x: 0, y: 0, scale: 1, colour: .black)
    let lines = (0..<7).map { y in
      String((0..<image.width).map { image[$0, y] == .black ? "#" as Character : "." })
    }
    #expect(
      lines == ["#.#####", "....#..", "#...#..", "#...#..", "#...#..", "#...#..", "#...#.."])
  }
}
