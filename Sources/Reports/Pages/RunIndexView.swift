internal import StrataDrawings

/// What the template of the index names: texts that can be printed, and what columns are sorted by.
struct RunIndexView {
  struct Run {
    let name: String
    let link: String?
    let cells: [Cell]
  }

  struct Cell {
    /// What the column is called, for a screen too narrow for columns.
    let label: String
    let text: String
    /// What it is sorted by.
    let key: String
    let isNumber: Bool
    let isAlert: Bool
  }

  struct Heading {
    let text: String
    let isNumber: Bool
  }

  let title: String
  let subtitle: String
  let headings: [Heading]
  let runs: [Run]

  init(_ index: RunIndex) {
    title = index.title.printable
    subtitle = index.entries.count == 1 ? "1 run" : "\(String(grouped: index.entries.count)) runs"
    runs = index.entries.map { entry in
      Run(
        name: entry.name.printable,
        link: entry.report.map { "\(entry.name.pathEncoded)/\($0.pathEncoded)" }, cells: Self.cells(of: entry)
      )
    }
    headings = Self.cells(of: RunIndex.Entry(name: "", status: "")).map {
      Heading(text: $0.label, isNumber: $0.isNumber)
    }
  }

  private static func cells(of entry: RunIndex.Entry) -> [Cell] {
    let none = "–"
    func words(_ label: String, _ text: String, key: String? = nil, isAlert: Bool = false) -> Cell {
      Cell(
        label: label, text: text.isEmpty ? none : text.printable, key: key ?? text.printable, isNumber: false,
        isAlert: isAlert)
    }
    func number(_ label: String, _ text: String?, _ key: Double?) -> Cell {
      Cell(
        label: label, text: text ?? none, key: key.map { "\($0)" } ?? "", isNumber: true, isAlert: false)
    }
    return [
      words("Result", entry.result, key: resultKey(of: entry)),
      words("Status", entry.status, isAlert: entry.status != "finished"), words("Stage", entry.stage),
      words("Model", entry.model), words("Recipe", entry.recipe),
      number("Seed", entry.seed.map { "\($0)" }, entry.seed.map { Double($0) }),
      words("Data", entry.dataset),
      number("Examples", entry.examples.map { String(grouped: $0) }, entry.examples.map { Double($0) }),
      words("Begun", entry.begun),
      number("Trained", entry.seconds.map { String(seconds: $0) }, entry.seconds),
      words("From", entry.parent ?? ""),
    ]
  }

  /// Test errors among themselves, before validation errors, before other results; as many digits for each.
  private static func resultKey(of entry: RunIndex.Entry) -> String {
    func padded(_ percent: Double) -> String {
      // A record that anybody may have edited can hold any number, so it stays one of Double.
      let digits = String(percent, decimals: 4)
      return String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    }
    if let error = entry.testError { return "1 \(padded(error))" }
    if let error = entry.validationError { return "2 \(padded(error))" }
    return entry.result.isEmpty ? "" : "3 \(entry.result.printable)"
  }
}
