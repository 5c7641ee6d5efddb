import StrataLinearAlgebra
import Testing

@testable import StrataDrawings
@testable import StrataReports

@Suite struct TerminalDrawingTests {
  private let image = PixelImage(
    width: 3, height: 3,
    pixels: [
      .black, .white, .white, .black, .white, .black, Colour(red: 1, green: 2, blue: 3), .white, .white,
    ])

  @Test func plainCharactersGrowDenserWithBrightness() {
    let drawing = TerminalDrawing([.init(image, caption: "7")])
    #expect(drawing.text(colours: .plain) == " @=\n @@\n 7\n")
  }

  @Test func halfBlocksHoldTwoPixelsAndSayAColourOnlyWhenItChanges() {
    let drawing = TerminalDrawing([.init(image)])
    let escape = "\u{1B}["
    let both = "38;2;255;255;255;48;2;255;255;255m▀"
    let expected = [
      escape + "38;2;0;0;0;48;2;0;0;0m▀" + escape + both + escape + "38;2;255;255;255;48;2;0;0;0m▀",
      escape + "38;2;1;2;3;49m▀" + escape + "38;2;255;255;255;49m▀▀",
    ]
    let text = drawing.text(colours: .full)
    #expect(text == expected.map { $0 + escape + "0m\n" }.joined())
  }

  @Test func imagesStandSideBySideWithinTheWidth() {
    let panels = (0..<3).map { index in
      TerminalDrawing.Panel(PixelImage(width: 28, height: 28, filledWith: .white), caption: "\(index)")
    }
    let lines = TerminalDrawing(panels).text(colours: .plain)
      .split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.allSatisfy { $0.count <= 80 })
    // Two in a row of 14 lines and a caption, a blank line, one more, and the end of the last line.
    #expect(lines.count == 15 + 1 + 15 + 1)
    #expect(lines[0].count == 28 + 2 + 28)
    #expect(lines[14].split(separator: " ") == ["0", "1"])
  }

  @Test func imagesOfDifferentHeightsStandOnOneCaptionLine() {
    let drawing = TerminalDrawing([
      .init(PixelImage(width: 2, height: 2, filledWith: .white), caption: "a"),
      .init(PixelImage(width: 2, height: 4, filledWith: .white), caption: "too long"),
    ])
    #expect(drawing.text(colours: .plain) == "@@  @@\n    @@\na   to\n")
  }

  @Test func imageWiderThanTheTerminalIsMadeSmaller() {
    var wide = PixelImage(width: 10, height: 4, filledWith: .white)
    for y in 0..<3 { for x in 0..<3 { wide[x, y] = .black } }
    // Squares of 3 × 3, the last of a row and of a column cut off: black over white, then white.
    let drawing = TerminalDrawing([.init(wide)], width: 4)
    #expect(drawing.text(colours: .plain) == "=@@@\n")
  }

  @Test func captionCannotSteerTheTerminal() {
    let image = PixelImage(width: 28, height: 2, filledWith: .black)
    let text = TerminalDrawing([.init(image, caption: "\u{1B}[2J")]).text(colours: .plain)
    #expect(!text.contains("\u{1B}"))
    #expect(text.contains(#"\u{1B}[2J"#))
  }

  @Test(
    arguments: [
      ([:], true, TerminalColours.full), ([:], false, .plain), (["NO_COLOR": "1"], true, .plain),
      (["NO_COLOR": ""], true, .full), (["TERM": "dumb"], true, .plain), (["TERM": "xterm"], true, .full),
    ] as [([String: String], Bool, TerminalColours)])
  func coloursAreForTerminalsThatWantThem(
    environment: [String: String], isTerminal: Bool, expected: TerminalColours
  ) {
    #expect(TerminalColours(environment: environment, isTerminal: isTerminal) == expected)
  }

  /// Of a grid without labels the first five images, of one with labels the first five of each row.
  @Test(arguments: [false, true]) func aGridShowsWhereItsRowsBegin(hasLabels: Bool) throws {
    // Rows of six images: white ones, black ones, white ones again; the sixth is never shown.
    let whites: [Float] = (0..<18).map { $0 % 6 == 5 ? 0.5 : $0 / 6 == 1 ? 0 : 1 }
    let images = Matrix(whites.map { [Float](repeating: $0, count: 28 * 28) })
    let grid = try ImageGrid(
      images, width: 28, height: 28, columns: 6, scale: .fixed(0...1), colours: .grey,
      rowLabels: hasLabels ? ["clean", "noisy", "better"] : [])
    let lines = grid.firstImages(colours: .plain).split(separator: "\n", omittingEmptySubsequences: false)
    let five = [String](repeating: String(repeating: "@", count: 14), count: 5).joined(separator: "  ")
    let white = [String](repeating: five, count: 7)
    let black = [String](repeating: "", count: 7)
    let all: [[String]] = [["clean"], white, ["", "noisy"], black, ["", "better"], white, [""]]
    #expect(lines.map(String.init) == (hasLabels ? all.flatMap { $0 } : white + [""]))
  }
}
