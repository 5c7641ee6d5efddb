internal import StrataClassifiers
internal import StrataDrawings
internal import StrataReports
package import StrataRuns

/// Models side by side over several seeds: for each the mean test error, its spread, Student's 95 % interval of the mean,
/// and the paired test against the control.
package struct SeedTable: Sendable {
  /// A model: its test error in percent for each seed.
  struct Row: Sendable {
    let model: String
    var seeds: [UInt64]
    var errors: [Double]

    var sample: Sample { Sample(errors) }
    /// Of the mean error.
    var interval: ClosedRange<Double>? { sample.interval(within: 0...100) }

    /// The paired test against another model; nil for itself, and for one with other seeds.
    func test(against control: Row?) -> PairedTest? {
      guard let control, control.model != model, control.seeds == seeds else { return nil }
      return PairedTest(differences: zip(errors, control.errors).map { $0 - $1 })
    }
  }

  private let recipe: String
  private let command: String
  private var title = ""
  private(set) var rows: [Row] = []
  private(set) var seeds: [UInt64] = []
  /// What a reader must know, each with the seeds that it is so with.
  ///
  /// Those that differ in their numbers alone are one, which is that of the first of its seeds then.
  private var notes: [(text: String, seeds: [UInt64], isOfOne: Bool)] = []
  /// What does not look right in training, each with the seeds that it is so with.
  private var found: [(finding: RunRecord.Finding, seeds: [UInt64])] = []

  init(recipe: String, command: String) {
    self.recipe = recipe
    self.command = command
  }

  /// Adds what one seed gave. The same models come in the same order every time.
  mutating func add(_ result: SeedResult) {
    title = result.title
    seeds.append(result.seed)
    for text in result.warnings {
      if let index = notes.firstIndex(where: { $0.text.isLike(text) }) {
        notes[index].seeds.append(result.seed)
        notes[index].isOfOne = notes[index].isOfOne || notes[index].text != text
      } else {
        notes.append((text, [result.seed], isOfOne: false))
      }
    }
    for finding in result.findings {
      if let index = found.firstIndex(where: { $0.finding == finding }) {
        found[index].seeds.append(result.seed)
      } else {
        found.append((finding, [result.seed]))
      }
    }
    for model in result.models {
      if let index = rows.firstIndex(where: { $0.model == model.name }) {
        rows[index].errors.append(model.errorPercent)
        rows[index].seeds.append(result.seed)
      } else {
        rows.append(Row(model: model.name, seeds: [result.seed], errors: [model.errorPercent]))
      }
    }
  }

  /// What the others are tested against: the same shape from random weights where it is there, else the first, which is
  /// the baseline.
  var control: Row? { rows.first { $0.model.contains("random") } ?? rows.first }

  var table: Table {
    Table(
      [
        .words("model"), .number("mean\n%"), .number("standard\ndeviation"), .number("seeds"),
        .number("95 % interval\nof the mean"), .number("less the\ncontrol"), .number("p"),
      ],
      rows: rows.map { row in
        let sample = row.sample
        let interval = row.interval.map { Self.text($0) } ?? "–"
        let test = row.test(against: control)
        return [
          row.model, String(sample.mean, decimals: 2),
          sample.count > 1 ? String(sample.deviation, decimals: 2) : "–",
          "\(sample.count)", interval, test.map { String($0.mean, decimals: 2) } ?? "–",
          test?.pValue.map { $0 < 0.0001 ? "< 0.0001" : String($0, decimals: 4) } ?? "–",
        ]
      })
  }

  private static func text(_ interval: ClosedRange<Double>) -> String {
    "\(String(interval.lowerBound, decimals: 2)) to \(String(interval.upperBound, decimals: 2))"
  }

  private var caption: String {
    "\(title), recipe \(recipe). Student's interval and the paired t-test are over the seeds; the control is "
      + "\(control?.model ?? "none")."
  }

  /// What a reader must know, a paragraph each.
  package var warnings: [String] {
    notes.map { note in
      if note.isOfOne {
        return "Seed \(Self.text(note.seeds)), with the numbers of seed \(note.seeds[0]): \(note.text)"
      }
      return note.seeds == seeds ? note.text : "Seed \(Self.text(note.seeds)): \(note.text)"
    }
  }

  /// What does not look right in training, each once.
  package var findings: [RunRecord.Finding] {
    found.map { finding, some in
      some == seeds
        ? finding : RunRecord.Finding(finding.kind, "\(finding.text) (seed \(Self.text(some)))")
    }
  }

  private static func text(_ seeds: [UInt64]) -> String { seeds.map { "\($0)" }.joined(separator: ", ") }

  /// For people.
  package var text: String {
    """
    \(caption.wrapped())

    \(table.text())
    \((warnings.map { $0.wrapped() } + ["Again:\n  \(command)"]).joined(separator: "\n\n"))

    """
  }

  /// A line for each model and seed.
  package var csv: String {
    let lines = rows.flatMap { row in zip(row.seeds, row.errors).map { [row.model, "\($0)", "\($1)"] } }
    return ([["model", "seed", "test_error_percent"]] + lines).csv
  }

  /// The same in Markdown.
  package var markdown: String {
    ([caption, table.markdown] + warnings.map(\.markdownEscaped) + ["`\(command)`"]).joined(separator: "\n\n")
  }
}

extension SeedTable: Encodable {
  private enum CodingKeys: String, CodingKey { case recipe, command, seeds, control, models, notes, findings }

  private enum RowKeys: String, CodingKey {
    case model, seeds, errors, mean, deviation, interval, difference, p
  }

  /// Every error, and what the table says of them, unrounded.
  package func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(recipe, forKey: .recipe)
    try object.encode(command, forKey: .command)
    try object.encode(seeds, forKey: .seeds)
    try object.encodeIfPresent(control?.model, forKey: .control)
    try object.encode(warnings, forKey: .notes)
    try object.encode(findings, forKey: .findings)
    var models = object.nestedUnkeyedContainer(forKey: .models)
    for row in rows {
      var model = models.nestedContainer(keyedBy: RowKeys.self)
      let (sample, test) = (row.sample, row.test(against: control))
      try model.encode(row.model, forKey: .model)
      try model.encode(row.seeds, forKey: .seeds)
      try model.encode(row.errors, forKey: .errors)
      try model.encode(sample.mean, forKey: .mean)
      try model.encode(sample.deviation, forKey: .deviation)
      try model.encodeIfPresent(row.interval.map { [$0.lowerBound, $0.upperBound] }, forKey: .interval)
      try model.encodeIfPresent(test?.mean, forKey: .difference)
      try model.encodeIfPresent(test?.pValue, forKey: .p)
    }
  }
}

extension String {
  /// True for the same text, whatever its numbers are.
  fileprivate func isLike(_ other: String) -> Bool {
    func words(_ text: String) -> [Substring] {
      text.split { $0 == " " }.map { $0.contains(where: \.isNumber) ? "0" : $0 }
    }
    return self == other || words(self) == words(other)
  }
}
