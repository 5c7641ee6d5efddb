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
    func words(_ label: String, _ text: String, isAlert: Bool = false) -> Cell {
      Cell(
        label: label, text: text.isEmpty ? none : text.printable, key: text.printable, isNumber: false,
        isAlert: isAlert)
    }
    func number(_ label: String, _ text: String?, _ key: Double?) -> Cell {
      Cell(
        label: label, text: text ?? none, key: key.map { "\($0)" } ?? "", isNumber: true, isAlert: false)
    }
    return [
      Cell(
        label: "Result", text: entry.result.isEmpty ? none : entry.result.printable,
        key: entry.error.map { "\($0)" } ?? "", isNumber: false, isAlert: false),
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
}
