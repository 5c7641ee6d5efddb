/// How charts look: one style sheet in each, so that a file stands on its own, and the same in all, so that
/// many can stand on one page.
///
/// The colours are Okabe and Ito's (2008), which stay apart in every common kind of colour blindness; their
/// yellow is left out, which white paper swallows. Dashes and markers tell lines apart without any colour.
package enum ChartStyle {
  /// Pixels from left to right, for a column of text.
  package static let width = 700.0
  package static let textSize = 12.0

  /// The class of the so-manieth series: its colour and its dashes.
  package static func className(ofSeries index: Int) -> String {
    "s\(index % colours.count)" + (index < colours.count ? "" : " again")
  }

  /// An SVG file around a drawing.
  package static func file(_ drawing: SVGDrawing, height: Double, title: String, kind: String) -> String {
    let size = "\(String(pixels: width)) \(String(pixels: height))"
    let head = """
      <svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 \(size)" \
      width="\(String(pixels: width))" height="\(String(pixels: height))" role="img" \
      aria-label="\("\(kind): \(title)".markupEscaped)">
      <style>\(styleSheet)</style>
      <rect class="paper" width="100%" height="100%"/>
      """
    return ([head] + drawing.lines + ["</svg>", ""]).joined(separator: "\n")
  }

  /// The colours of series on light and on dark paper, and the dashes of their lines.
  private static let colours: [(light: String, dark: String, dashes: String)] = [
    ("#0072b2", "#4aa8e0", "none"), ("#d55e00", "#f0803c", "8 3"), ("#009e73", "#2dbe94", "2 2.5"),
    ("#b8578f", "#de98bf", "9 3 2 3"), ("#b87a00", "#f0b429", "5 3"), ("#3f9fd0", "#9ad4f5", "12 3"),
    ("#222222", "#e8e8e8", "3 4"),
  ]

  private static let styleSheet: String = {
    let light = colours.enumerated().map { index, colour in
      ".chart .s\(index){color:\(colour.light)}.chart .s\(index) .line{stroke-dasharray:\(colour.dashes)}"
    }
    let dark = colours.enumerated().map { ".chart .s\($0){color:\($1.dark)}" }
    return """
      .chart{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}\
      .chart text{fill:#3d444d}.chart .paper{fill:#fff}.chart .title{fill:#16181d;font-size:15px;\
      font-weight:600}.chart .value{fill:#16181d}.chart .grid{stroke:#e4e7eb}.chart .rule{stroke:#8a929c}\
      .chart .leader{stroke:#b4bac2}.chart .line{fill:none;stroke:currentColor;stroke-width:2;\
      stroke-linejoin:round;stroke-linecap:butt}.chart .band{fill:currentColor;fill-opacity:.16}\
      .chart .whisker{fill:none;stroke:currentColor;stroke-width:1.5}.chart .mark{fill:currentColor}\
      .chart .hollow{fill:#fff;stroke:currentColor;stroke-width:2}.chart .area{fill:currentColor;\
      fill-opacity:.35;stroke:currentColor}.chart .cell{fill:currentColor}.chart .on{fill:#fff}.chart .none{fill:#9aa2ac}\
      .chart .ink{stroke:#16181d}.chart .bar{fill:currentColor;fill-opacity:.6}\
      .chart .median{stroke:#16181d;stroke-width:2}.chart .again .line{stroke-width:1.2}
      \(light.joined())
      @media(prefers-color-scheme:dark){.chart text{fill:#b3bac3}.chart .paper{fill:#15181c}\
      .chart .title,.chart .value{fill:#eceef1}.chart .grid{stroke:#2a2f36}.chart .rule{stroke:#7b838d}\
      .chart .leader{stroke:#59616b}.chart .hollow{fill:#15181c}.chart .median,.chart .ink{stroke:#eceef1}.chart .on{fill:#0d1013}\
      .chart .none{fill:#6b737d}\(dark.joined())}
      @media print{.chart .paper{fill:none}}
      """
  }()
}
