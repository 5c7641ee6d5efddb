internal import StrataDrawings

/// All runs of a folder on one page, the newest first.
package struct RunIndex: Hashable, Sendable {
  /// A run, in a line.
  package struct Entry: Hashable, Sendable {
    let name: String
    let stage: String
    let recipe: String
    let dataset: String
    let status: String
    let result: String
    let report: String?

    /// A run.
    ///
    /// - Parameters:
    ///   - name: its folder's name, which is also its place beside the page.
    ///   - status: `finished`, or another word that is shown aloud.
    ///   - result: its main number in words, `1.40 % test error`; empty for none.
    ///   - report: the name of the report in its folder; nil when it has none.
    package init(
      name: String, stage: String, recipe: String, dataset: String, status: String, result: String,
      report: String?
    ) {
      self.name = name
      self.stage = stage
      self.recipe = recipe
      self.dataset = dataset
      self.status = status
      self.result = result
      self.report = report
    }
  }

  let title: String
  let entries: [Entry]

  /// An index; entries come in the order in which they are shown.
  package init(title: String, entries: [Entry]) {
    self.title = title
    self.entries = entries
  }

  /// The index as one page of HTML.
  package func html() throws -> String {
    try Page.index.rendered(View(self))
  }

  /// What the template names.
  private struct View {
    struct Run {
      let name: String
      let link: String?
      let stage: String
      let recipe: String
      let dataset: String
      let status: String
      let isFinished: Bool
      let result: String
    }

    let title: String
    let subtitle: String
    let runs: [Run]

    init(_ index: RunIndex) {
      title = index.title.printable
      subtitle = index.entries.count == 1 ? "1 run" : "\(String(grouped: index.entries.count)) runs"
      runs = index.entries.map { entry in
        Run(
          name: entry.name.printable,
          link: entry.report.map { "\(entry.name.pathEncoded)/\($0.pathEncoded)" },
          stage: entry.stage.printable, recipe: entry.recipe.printable, dataset: entry.dataset.printable,
          status: entry.status.printable, isFinished: entry.status == "finished",
          result: entry.result.printable)
      }
    }
  }
}
