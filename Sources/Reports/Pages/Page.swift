internal import Mustache

/// A page of HTML: a Mustache template with its partials, known when the program is built.
enum Page: String {
  /// A run or an experiment.
  case report
  /// All runs.
  case index

  /// The page about something, whose properties are what the template names.
  func rendered(_ view: Any) throws -> String {
    // A template that lacks a partial would leave a hole without a word, so tests compare whole pages.
    try Self.library().render(view, withTemplate: rawValue) ?? ""
  }

  private static func library() throws -> MustacheLibrary {
    var library = MustacheLibrary()
    for (name, text) in templates { try library.register(text, named: name) }
    return library
  }

  private static let templates = [
    "report": reportTemplate, "index": indexTemplate, "sorting": sortingTemplate, "head": headTemplate,
    "style": styleTemplate,
    "block": blockTemplate, "table": tableTemplate, "row": rowTemplate, "figure": figureTemplate,
  ]
}
