internal import Rainbow

/// Images drawn in a terminal: two pixels, one above the other, in each character.
///
/// ```swift
/// let digit = PixelImage(values: images.row(0), width: 28, height: 28)
/// print(TerminalDrawing([.init(digit, caption: "7")]).text(colours: .plain))
/// ```
public struct TerminalDrawing: Hashable, Sendable {
  /// An image and the words under it.
  public struct Panel: Hashable, Sendable {
    let image: PixelImage
    let caption: String

    /// A panel.
    public init(_ image: PixelImage, caption: String = "") {
      self.image = image
      self.caption = caption
    }
  }

  let panels: [Panel]
  let width: Int

  /// Panels side by side, in as many rows as they need.
  ///
  /// - Parameters:
  ///   - panels: images, each with a caption.
  ///   - width: characters in a line of the terminal; a wider image is made smaller to fit.
  public init(_ panels: [Panel], width: Int = 80) {
    precondition(width > 0, "a terminal \(width) characters wide")
    self.panels = panels.map { Panel($0.image.reduced(toWidth: width), caption: $0.caption) }
    self.width = width
  }

  /// The drawing: lines of at most `width` characters; a blank line between rows of panels.
  public func text(colours: TerminalColours) -> String {
    rowsOfPanels.map { row in lines(of: row, colours).map { $0 + "\n" }.joined() }
      .joined(separator: "\n")
  }

  private static let gap = 2

  /// The panels, broken into rows that fit.
  private var rowsOfPanels: [[Panel]] {
    var rows: [[Panel]] = []
    var used = 0
    for panel in panels {
      if rows.isEmpty || used + Self.gap + panel.image.width > width {
        rows.append([])
        used = panel.image.width
      } else {
        used += Self.gap + panel.image.width
      }
      rows[rows.count - 1].append(panel)
    }
    return rows
  }

  private func lines(of row: [Panel], _ colours: TerminalColours) -> [String] {
    let height = row.map { ($0.image.height + 1) / 2 }.max() ?? 0
    let gap = String(repeating: " ", count: Self.gap)
    let blocks = row.map { panel in
      let blank = String(repeating: " ", count: panel.image.width)
      let lines = colours == .full ? panel.image.halfBlocks : panel.image.greyCharacters
      return lines + [String](repeating: blank, count: height - lines.count) + [caption(of: panel)]
    }
    let lines = (0...height).map { line in blocks.map { $0[line] }.joined(separator: gap).trimmedEnd }
    // Without captions there is no line of them.
    return row.allSatisfy(\.caption.isEmpty) ? lines.dropLast() : lines
  }

  /// The caption in the middle under its image, cut where the image ends.
  private func caption(of panel: Panel) -> String {
    let text = String(panel.caption.printable.prefix(panel.image.width))
    let left = (panel.image.width - text.count) / 2
    return String(repeating: " ", count: left) + text
      + String(repeating: " ", count: panel.image.width - text.count - left)
  }
}

extension PixelImage {
  /// Lines of `▀`, its upper half in the colour of one pixel and its lower half in that of the one below.
  var halfBlocks: [String] {
    stride(from: 0, to: height, by: 2).map { y in
      var line = ""
      var last: [UInt8] = []
      for x in 0..<width {
        let codes = self[x, y].foregroundCodes + (y + 1 < height ? self[x, y + 1].backgroundCodes : [49])
        // Colours stay on until they are changed.
        if codes != last { line += "\u{1B}[" + codes.map(String.init).joined(separator: ";") + "m" }
        line += "▀"
        last = codes
      }
      return line + "\u{1B}[0m"
    }
  }

  /// Lines of characters from light to dense, each for the mean brightness of two pixels.
  var greyCharacters: [String] {
    let ramp = Array(" .:-=+*#%@")
    return stride(from: 0, to: height, by: 2).map { y in
      String(
        (0..<width).map { x in
          let below = y + 1 < height ? self[x, y + 1] : self[x, y]
          return ramp[(self[x, y].brightness + below.brightness) * ramp.count / 511]
        })
    }
  }
}

extension Colour {
  fileprivate var foregroundCodes: [UInt8] { ColorType.bit24((red, green, blue)).value }
  fileprivate var backgroundCodes: [UInt8] { BackgroundColorType.bit24((red, green, blue)).value }
}
