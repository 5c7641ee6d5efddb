import Foundation
import StrataDrawings
import StrataFiles
import StrataLinearAlgebra
import StrataReports
import Testing

@Suite(.enabled(if: PNG.isAvailable, "this build has no libpng"))
struct ReportTests {
  @Test func isWholePage() throws {
    // Another libpng may pack the same pixels into other bytes.
    let html = try ReportExample.report().html().replacing(
      #/image/png;base64,[^"]*/#, with: "image/png;base64,…")
    try expectGolden(html, "report.html")
  }

  @Test func isWellFormedAndAsksNobodyForAnything() throws {
    let html = try ReportExample.report().html()
    let page = PageChecker(html)
    #expect(page.isWellFormed)
    #expect(!page.elements.contains("script") && !page.elements.contains("link"))
    #expect(Set(page.ids).count == page.ids.count)
    #expect(page.images.count == 2)
    #expect(page.images.allSatisfy { $0["alt"]?.isEmpty == false })
    #expect(
      page.addresses.allSatisfy { $0.hasPrefix("data:image/") || $0.hasPrefix("#") || $0.hasPrefix("../") })
    // Every heading is at most one level below the one before.
    #expect(page.headings.first == 1)
    #expect(zip(page.headings, page.headings.dropFirst()).allSatisfy { $1 <= $0 + 1 })
    let withoutNames = html.replacing("xmlns=\"http://www.w3.org/2000/svg\"", with: "")
    #expect(!withoutNames.contains("http"))
    #expect(!withoutNames.contains("url(") && !withoutNames.contains("@import"))
  }

  /// Whatever a name holds, it stays words: a table cell, a caption, a line of a recipe.
  @Test(arguments: [
    "<script>alert(1)</script>", "\"><img src=x>", "{{title}}", "]]> & 'x' <!--", "\u{202E}\u{0}\u{1B}[2J",
  ])
  func hostileNamesStayWords(name: String) throws {
    let image = try PNG.encode(PixelImage(width: 1, height: 1, filledWith: .white))
    let table = Table([.words(name), .number("n")], rows: [[name, name]], footer: [[name, ""]])
    let chart = LineChart(
      name, x: ChartAxis(name), y: ChartAxis(name), series: [.init(name, points: [.init(1, 2)])])
    let blocks: [Report.Block] = [
      .paragraph(name), .verdict(name), .list([name]), .table(table, caption: name),
      .picture(png: image, alt: name, caption: name),
      .gallery([.init(png: image, alt: name, caption: name)], magnification: 2),
      .chart(svg: chart.svg, caption: name),
      .drawing(svg: name, alt: name, caption: name), .links([.init(name, folder: name, file: name)]),
      .command(name), .facts([.init(name, name)]), .preformatted(name),
      .details(summary: name, [.paragraph(name)]),
    ]
    let html = try Report(title: name, subtitle: name, sections: [.init(name, blocks)]).html()
    var entry = RunIndex.Entry(name: name, status: name)
    (entry.stage, entry.model, entry.recipe, entry.dataset) = (name, name, name, name)
    (entry.begun, entry.parent, entry.result, entry.report) = (name, name, name, "report.html")
    let index = try RunIndex(title: name, entries: [entry]).html()
    // The index has one script, which sorts it.
    for (text, least, scripts) in [(html, 26, 0), (index, 9, 1)] {
      let page = PageChecker(text)
      #expect(page.isWellFormed)
      #expect(
        page.elements.count { $0 == "script" } == scripts
          && page.images.allSatisfy { $0["src"]?.hasPrefix("data:") == true })
      let shown = name.unicodeScalars.contains { $0.value < 32 } ? "\\u{1B}[2J" : name
      #expect(page.words.ranges(of: shown).count >= least)
    }
  }

  @Test func piecesWithinPiecesAreThemselves() throws {
    let inner: [Report.Block] = [
      .details(summary: "inner", [.paragraph("words")]), .facts([.init("a", "b")]),
    ]
    let page = PageChecker(
      try Report(
        title: "t", subtitle: "s",
        sections: [.init("h", [.details(summary: "outer", inner), .paragraph("after")])]
      ).html())
    #expect(page.elements.filter { $0 == "details" }.count == 2)
    #expect(page.elements.filter { $0 == "p" }.count == 3)
    #expect(page.elements.filter { $0 == "dl" }.count == 1)
  }

  @Test func onlyAPNGFileIsAPicture() throws {
    let report = Report(
      title: "", subtitle: "",
      sections: [.init("", [.picture(png: Data("GIF89a".utf8), alt: "a", caption: "")])])
    #expect(throws: InputError.self) { try report.html() }
  }

  @Test func magnificationIsAWholeNumberOfPixels() throws {
    let html = try ReportExample.report().html()
    #expect(html.contains("alt=\"one white pixel\" width=\"120\" height=\"80\" class=\"pixels\"/>"))
  }
}
