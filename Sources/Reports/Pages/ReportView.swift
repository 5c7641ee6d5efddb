internal import Foundation
internal import StrataDrawings

/// A report as its template names things: plain text, which the template escapes, or nil.
struct ReportView {
  struct Section {
    let anchor: String
    let heading: String
    let blocks: [Block]
  }

  struct Fact {
    let name: String
    let value: String
  }

  struct Link {
    let text: String
    let address: String
  }

  struct Cell {
    let text: String
    let isNumber: Bool
    let isRowHeading: Bool
  }

  struct Row {
    let cells: [Cell]
  }

  struct TableView {
    let caption: String?
    let headings: [Cell]
    let rows: [Row]
    let footer: [Row]
    let hasFooter: Bool
  }

  struct Picture {
    let type: String
    let data: String
    let alt: String
    let caption: String?
    let width: Int?
    let height: Int?
    let isPixels: Bool
  }

  struct Chart {
    let svg: String
    let caption: String?
  }

  struct Details {
    let summary: String
    let blocks: [Block]
  }

  /// One kind of block; the others are nil.
  struct Block {
    var paragraph: String?
    var verdict: String?
    var list: [String]?
    var links: [Link]?
    var table: TableView?
    var picture: Picture?
    var gallery: [Picture]?
    var chart: Chart?
    var command: String?
    var facts: [Fact]?
    var preformatted: String?
    var details: Details?
  }

  let title: String
  let subtitle: String
  let sections: [Section]
  let index: String?

  init(_ report: Report) throws {
    title = report.title.printable
    subtitle = report.subtitle.printable
    index = report.index
    sections = try report.sections.enumerated().map { index, section in
      Section(
        anchor: "section-\(index + 1)", heading: section.heading.printable,
        blocks: try section.blocks.map(Block.init))
    }
  }
}

extension ReportView.Block {
  init(_ block: Report.Block) throws {
    self.init()
    switch block {
    case .paragraph(let text): paragraph = text.printable.withUnitsKept
    case .verdict(let text): verdict = text.printable.withUnitsKept
    case .list(let items): list = items.map(\.printable)
    case .links(let links):
      self.links = links.map { ReportView.Link(text: $0.text.printable, address: $0.address) }
    case .table(let table, let caption): self.table = ReportView.TableView(table, caption: caption)
    case .picture(let png, let alt, let caption, let magnification):
      picture = try ReportView.Picture(png: png, alt: alt, caption: caption, magnification: magnification)
    case .gallery(let tiles, let magnification):
      gallery = try tiles.map {
        try ReportView.Picture(png: $0.png, alt: $0.alt, caption: $0.caption, magnification: magnification)
      }
    case .chart(let svg, let caption):
      chart = ReportView.Chart(svg: svg, caption: caption.printable.nonEmpty)
    case .drawing(let svg, let alt, let caption):
      picture = ReportView.Picture(
        type: "image/svg+xml", data: Data(svg.utf8).base64EncodedString(), alt: alt.printable,
        caption: caption.printable.nonEmpty, width: nil, height: nil, isPixels: false)
    case .command(let text): command = text.printableLines
    case .facts(let facts):
      self.facts = facts.map { ReportView.Fact(name: $0.name.printable, value: $0.value.printable) }
    case .preformatted(let text): preformatted = text.printableLines
    case .details(let summary, let blocks):
      details = ReportView.Details(
        summary: summary.printable, blocks: try blocks.map(ReportView.Block.init))
    }
  }
}

extension ReportView.TableView {
  init(_ table: Table, caption: String) {
    self.caption = caption.printable.nonEmpty
    headings = table.headings.map {
      .init(text: $0.text.replacing("\n", with: " ").printable, isNumber: $0.isNumber, isRowHeading: false)
    }
    let view = { (row: [String]) in
      ReportView.Row(
        cells: zip(row, table.headings).enumerated().map { index, cell in
          .init(
            text: cell.0.printable, isNumber: cell.1.isNumber,
            isRowHeading: index == 0 && !cell.1.isNumber)
        })
    }
    rows = table.rows.map(view)
    footer = table.footer.map(view)
    hasFooter = !footer.isEmpty
  }
}

extension ReportView.Picture {
  init(png: Data, alt: String, caption: String, magnification: Int) throws {
    let size = try PNG.size(of: png)
    self.init(
      type: "image/png", data: png.base64EncodedString(), alt: alt.printable,
      caption: caption.printable.withUnitsKept.nonEmpty, width: size.width * magnification,
      height: size.height * magnification, isPixels: true)
  }
}

extension String {
  /// Nil for an empty text, which a template passes over.
  fileprivate var nonEmpty: String? { isEmpty ? nil : self }

  /// The text made printable line by line; its last line break is dropped.
  fileprivate var printableLines: String {
    var lines = split(separator: "\n", omittingEmptySubsequences: false).map { String($0).printable }
    if lines.last == "" { lines.removeLast() }
    return lines.joined(separator: "\n")
  }
}
