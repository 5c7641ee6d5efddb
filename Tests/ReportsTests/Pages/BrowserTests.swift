import Foundation
import StrataDrawings
import StrataReports
import StrataTestSupport
import Testing

/// A report opened in a real browser, without a network and without a window.
@Suite(
  .enabled(if: Browser.path != nil, "no Chromium is installed"),
  .enabled(if: PNG.isAvailable, "this build has no libpng"))
struct BrowserTests {
  /// The style sheet is applied and the pixels of a picture are where they belong: white paper, the bar
  /// beside the verdict in its colour, and the one white pixel of the picture as a sharp square. The column
  /// of 700 pixels stands in the middle of 800.
  @Test func aReportIsShown() throws {
    let folder = try TemporaryFolder()
    let page = try folder.write(try ReportExample.report().html(), to: "report.html")
    let shot = try Browser.screenshot(of: page, width: 800, height: 1400, in: folder)
    #expect(shot.width == 800 && shot.height == 1400)
    #expect(shot[0, 0] == .white)
    let bar = Colour(red: 0, green: 0x72, blue: 0xB2)
    let rows = (0..<shot.height).filter { shot[51, $0] == bar }
    #expect(rows.count > 20, "the verdict has a bar at its left")
    // The picture, 3 × 2 pixels of 40 × 40: black but for its middle column's lower pixel.
    let black = (0..<shot.height).filter { shot[50, $0] == .black && shot[169, $0] == .black }
    let squares = black.filter { shot[90, $0] == .white && shot[129, $0] == .white }
    #expect(black.count == 80)
    #expect(squares.count == 40)
  }
}

/// A headless Chromium.
enum Browser {
  static let path = ["chromium", "chromium-browser", "google-chrome"].map { "/usr/bin/\($0)" }
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  static func screenshot(
    of page: String, width: Int, height: Int, in folder: TemporaryFolder
  ) throws -> PixelImage {
    let process = Process()
    process.executableURL = path.map { URL(filePath: $0) }
    process.arguments = [
      "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1",
      "--user-data-dir=\(folder("profile").path)", "--host-resolver-rules=MAP * ~NOTFOUND",
      "--window-size=\(width),\(height)", "--screenshot=\(folder("shot.png").path)",
      URL(filePath: page).absoluteString,
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return try PNG.decode(Data(contentsOf: folder("shot.png")), at: "shot.png")
  }
}
