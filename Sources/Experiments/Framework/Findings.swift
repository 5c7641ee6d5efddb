internal import StrataDrawings

/// What an experiment found: the verdict, and what it rests on.
struct Findings: Sendable {
  let verdict: Verdict
  /// All that was measured.
  let observations: Observations
  /// What the tables are of, where all that was measured is more than that.
  var shown: Observations
  /// Tables, each with what it shows.
  var tables: [Exhibit<Table>] = []
  /// The conditions that some conditions are compared with, seed by seed; nil for none.
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
    shown = observations
  }

  /// Has conditions compared with those that differ from them in the level of one factor alone. Traps where there is no such
  /// factor.
  ///
  /// - Parameter compared: the levels that are; nil for all others.
  mutating func compare(_ factor: String, with level: Level, only compared: Set<Level>? = nil) {
    guard let place = observations.factors.firstIndex(of: factor) else {
      preconditionFailure("no factor \(factor)")
    }
    control = { levels in
      guard levels[place] != level, compared?.contains(levels[place]) ?? true else { return nil }
      var control = levels
      control[place] = level
      return control
    }
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
