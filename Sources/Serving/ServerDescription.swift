internal import Foundation
internal import StrataDatasets
internal import StrataDrawings
internal import StrataFiles
internal import StrataInference

/// What a server says of itself: its model, and the description of what it answers (OpenAPI 3.1).
struct ServerDescription {
  /// `/model`.
  let model: String
  /// `/openapi.json`.
  let openAPI: String
  /// A page with a few lines, for a model that there is nothing to draw for.
  let page: String

  init(_ model: Model, options: ServerOptions) throws {
    let text = String(
      decoding: try StrictJSON.encode(Shown(model), at: "model", over: true), as: UTF8.self)
    self.model = text + "\n"
    openAPI = Self.openAPI(of: model)
      .replacing("\"{{width}}\"", with: "\(model.encoding.layout.width)")
      .replacing("\"{{rows}}\"", with: "\(options.mostRows)")
      .replacing(
        "\"{{nodes}}\"", with: "[\(Self.nodes(of: model).map(JSONText.quote).joined(separator: ", "))]"
      )
      .replacing("{{layout}}", with: model.encoding.layout.title)
    page = String(decoding: PackageResources.about_html, as: UTF8.self)
      .replacing("{{layout}}", with: model.encoding.layout.title.markupEscaped)
      .replacing("{{commands}}", with: Self.escaped(Self.commands(for: model)))
      .replacing("{{model}}", with: Self.escaped(text))
  }

  /// Lines of text in a page.
  private static func escaped(_ text: String) -> String {
    text.split(separator: "\n").map { String($0).markupEscaped }.joined(separator: "\n")
  }

  /// What the model can be asked, a line for a shell each.
  private static func commands(for model: Model) -> String {
    let row = [String](repeating: "0", count: model.encoding.layout.width).joined(separator: ", ")
    let paths =
      (model.classNames.isEmpty ? [] : ["predict"]) + (model.codeNames.isEmpty ? [] : ["encode"])
      + (model.stack == nil ? [] : ["score"])
    return paths.map {
      "curl -H 'Content-Type: application/json' -d '{\"rows\": [[\(row)]]}' http://{{address}}/\($0)"
    }.joined(separator: "\n")
  }

  /// The description; of a model that reads no pictures without their media types.
  private static func openAPI(of model: Model) -> String {
    let text = String(decoding: PackageResources.openapi_json, as: UTF8.self)
    if case .image = model.encoding.layout { return text }
    let picture =
      /,\s*"image\/(png|jpeg)": \{\s*"schema": \{\s*"type": "string",\s*"format": "binary"\s*\}\s*\}/
    return text.replacing(picture, with: "")
  }

  /// The nodes that rows can be encoded to: of a linear model none has a name that would be understood.
  private static func nodes(of model: Model) -> [String] {
    (try? model.graphOfCodes()).map(Model.nodesWithValues) ?? ["none"]
  }

  /// What is told of a model.
  private struct Shown: Encodable {
    let inputs: Int
    let layout: String
    let encoding: String
    let columns: [String]?
    let classes: [String]
    let codes: [String]
    let hasStack: Bool
    let provenance: Model.Provenance

    init(_ model: Model) {
      inputs = model.encoding.layout.width
      layout = model.encoding.layout.title
      encoding = model.encoding.title
      columns = if case .columns(_, let names) = model.encoding.layout { names } else { nil }
      classes = model.classNames
      codes = model.codeNames
      hasStack = model.stack != nil
      provenance = model.provenance
    }

    private enum CodingKeys: String, CodingKey {
      case inputs, layout, encoding, columns, classes, codes, provenance
      case hasStack = "has_stack"
    }
  }
}
