internal import StrataDrawings

/// What an experiment found: the verdict, and what it rests on.
struct Findings: Sendable {
  let verdict: Verdict
  let observations: Observations
  /// Tables, each with what it shows.
  var tables: [Exhibit<Table>] = []
  /// The conditions that some conditions are compared with in the table of all figures; nil for none.
  var control: @Sendable ([Level]) -> [Level]? = { _ in nil }
  /// Curves and distributions as SVG.
  var charts: [Exhibit<String>] = []
  /// Pictures.
  var pictures: [Picture] = []
  /// How it was done and what to bear in mind, a paragraph each.
  var notes: [String] = []

  /// Something to look at.
  struct Exhibit<Content: Sendable>: Sendable {
    /// The name of its file, without an ending.
    let name: String
    let content: Content
    /// What it shows, in a sentence.
    let caption: String

    init(_ name: String, _ content: Content, caption: String) {
      self.name = name
      self.content = content
      self.caption = caption
    }
  }

  init(_ verdict: Verdict, _ observations: Observations) {
    self.verdict = verdict
    self.observations = observations
  }
}

/// Whether a claim holds here.
struct Verdict: Sendable, Hashable {
  /// The answer.
  enum Answer: String, Sendable, Codable, CaseIterable {
    /// On every count.
    case holds
    /// On some counts.
    case partly = "holds in part"
    /// Not.
    case fails = "does not hold"
  }

  let answer: Answer
  /// One sentence with the figure that the answer rests on.
  let sentence: String

  /// `holds` when all of some tests came out as claimed, `fails` when none did.
  init(_ tests: [Bool], _ sentence: String) {
    precondition(!tests.isEmpty, "a verdict on nothing")
    let passed = tests.count { $0 }
    answer = passed == tests.count ? .holds : passed == 0 ? .fails : .partly
    self.sentence = sentence
  }
}
