package import Foundation
package import StrataDrawings

/// What is to be read about a run or an experiment: one page that stands on its own.
///
/// ```swift
/// let report = Report(
///   title: "Robustness", subtitle: "on MNIST",
///   sections: [.init("Test error under noise", [.paragraph(verdict), .chart(svg: chart.svg, caption: "…")])])
/// try run.write(report.html(), as: "report.html")
/// ```
package struct Report: Hashable, Sendable {
  /// A part of the page under a heading.
  package struct Section: Hashable, Sendable {
    let heading: String
    let blocks: [Block]

    /// A section.
    package init(_ heading: String, _ blocks: [Block]) {
      self.heading = heading
      self.blocks = blocks
    }
  }

  /// A name and what it stands for: `seed`, `1`.
  package struct Fact: Hashable, Sendable {
    let name: String
    let value: String

    /// A fact.
    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// Words that lead to another page.
  package struct Link: Hashable, Sendable {
    let text: String
    let address: String

    /// A link to a file in a folder beside this page's.
    package init(_ text: String, folder: String, file: String) {
      self.text = text
      address = "../\(folder.pathEncoded)/\(file.pathEncoded)"
    }
  }

  /// A piece of a section. All words are plain text.
  package enum Block: Hashable, Sendable {
    /// Words.
    case paragraph(String)
    /// A sentence that sums the section up, set apart from the rest.
    case verdict(String)
    /// Points under each other.
    case list([String])
    /// A table.
    case table(Table, caption: String)
    /// A picture in a PNG file.
    ///
    /// `alt` is for those who cannot see it; one pixel of the file is `magnification` pixels on the page, or
    /// fewer where the page is narrow.
    case picture(png: Data, alt: String, caption: String, magnification: Int = 1)
    /// Small pictures in PNG files beside each other, each with words below it.
    case gallery([Tile], magnification: Int)
    /// A chart of this module: SVG text that becomes part of the page, so it must come from this program.
    case chart(svg: String, caption: String)
    /// SVG from a file: shown as a picture, so that nothing in it can act on the page.
    case drawing(svg: String, alt: String, caption: String)
    /// Other pages, by relative address.
    case links([Link])
    /// Command lines.
    case command(String)
    /// Names and what they stand for.
    case facts([Fact])
    /// Text whose lines and spaces matter, such as a recipe.
    case preformatted(String)
    /// Pieces that are hidden behind a line until the reader asks for them.
    case details(summary: String, [Block])
  }

  /// A picture of a gallery.
  package struct Tile: Hashable, Sendable {
    let png: Data
    let alt: String
    let caption: String

    /// A picture; `alt` is for those who cannot see it.
    package init(png: Data, alt: String, caption: String) {
      (self.png, self.alt, self.caption) = (png, alt, caption)
    }
  }

  let title: String
  let subtitle: String
  let sections: [Section]
  let index: String?

  /// A report.
  ///
  /// - Parameter index: the relative address of a page that lists this one among others; nil for none.
  package init(title: String, subtitle: String, sections: [Section], index: String? = nil) {
    self.title = title
    self.subtitle = subtitle
    self.sections = sections
    self.index = index
  }

  /// The report as one page of HTML: no script, nothing fetched, every text escaped; equal reports are
  /// equal pages.
  ///
  /// - Throws: when a picture is not a PNG file.
  package func html() throws -> String {
    try Page.report.rendered(ReportView(self))
  }
}
