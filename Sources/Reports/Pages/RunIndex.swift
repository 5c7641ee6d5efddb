internal import StrataDrawings

/// All runs of a folder on one page, the newest first. A reader may sort them by any column; without a script the page is
/// the same, in the order in which it was written.
package struct RunIndex: Hashable, Sendable {
  /// A run, in a line. What is empty, or nil, is not known or does not apply.
  package struct Entry: Hashable, Sendable {
    /// Its folder's name, which is also its place beside the page.
    package var name: String
    /// What kind of work it is: `Fine-tuning`.
    package var stage = ""
    /// What kind of model it leaves: `stacked DAE`.
    package var model = ""
    /// Its recipe.
    package var recipe = ""
    /// Its seed.
    package var seed: UInt64?
    /// Its data set.
    package var dataset = ""
    /// How many examples it learned from.
    package var examples: Int?
    /// When it began: `2026-11-24 05:54`.
    package var begun = ""
    /// How long it trained, in seconds.
    package var seconds: Double?
    /// The run that it began from.
    package var parent: String?
    /// `finished`, or another word that is shown aloud.
    package var status: String
    /// Its main number in words: `1.40 % test error`.
    package var result = ""
    /// The test error in per cent, to sort by; nil where it is not known.
    package var testError: Double?
    /// The validation error in per cent, to sort by where there is no test error.
    package var validationError: Double?
    /// The name of the report in its folder; nil when it has none.
    package var report: String?

    /// A run of which no more is known than its name.
    package init(name: String, status: String) { (self.name, self.status) = (name, status) }
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
    try Page.index.rendered(RunIndexView(self))
  }
}
