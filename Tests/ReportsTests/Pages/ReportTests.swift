import Foundation
import Reports
import Testing

@Suite(.enabled(if: PNG.isAvailable, "this build has no libpng"))
struct ReportTests {
  @Test func isWholePage() throws {
    try expectGolden(ReportExample.report().html(), "report.html")
  }
}
