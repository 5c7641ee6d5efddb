/// The page's files, which lie in the program.
enum Assets {
  /// The scripts in the order in which they build on each other.
  private static let scripts = [
    PackageResources.network_js, PackageResources.prepare_js, PackageResources.noise_js,
    PackageResources.pad_js, PackageResources.pictures_js, PackageResources.noise_panel_js,
    PackageResources.page_js,
    PackageResources.start_js,
  ]

  /// What the page does; the same for every model.
  static let script =
    "\n\"use strict\";\n(() => {\n" + scripts.map(text).joined(separator: "\n") + "})();\n"

  private static let style = text(PackageResources.page_css)

  /// The page with what it knows of models as JSON, and their weights in base 64, or nothing.
  static func page(description: String, weights: String) -> String {
    text(PackageResources.page_html)
      .replacing("{{style}}", with: style)
      .replacing("{{script}}", with: script)
      .replacing("{{description}}", with: description)
      .replacing("{{weights}}", with: weights)
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
