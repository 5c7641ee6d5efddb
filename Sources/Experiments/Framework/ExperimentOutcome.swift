internal import Foundation
package import StrataDrawings
internal import StrataLayerGraph
internal import StrataRecipes
internal import StrataRuns

/// An experiment that is done.
package struct ExperimentOutcome: Sendable {
  /// The word for it on the command line.
  package let name: String
  /// What the lecture says.
  package let claim: String
  /// The run folder's path.
  package let run: String
  let findings: Findings
  let record: RunRecord
  let recipe: Recipe
  /// The recipe's stack before training, for its drawing.
  let graph: LayerGraph
  let seeds: [UInt64]

  init(
    _ experiment: any Experiment, _ findings: Findings, record: RunRecord, recipe: Recipe,
    graph: LayerGraph, seeds: [UInt64], run: String
  ) {
    name = experiment.name
    claim = experiment.claim
    self.run = run
    self.findings = findings
    self.record = record
    self.recipe = recipe
    self.graph = graph
    self.seeds = seeds
  }

  /// For people: the tables, and the verdict with the figure that it rests on.
  package var text: String {
    let tables = findings.tables.map { "\($0.caption.wrapped())\n\n\($0.content.text())" }
    let verdict = "The claim \(findings.verdict.answer.rawValue). \(findings.verdict.sentence)"
    let end = """
      Tables, figures and pictures:
        \(run)

      Again:
        \(record.command)

      """
    return ([title.wrapped()] + tables + intervals + [verdict.wrapped(), end]).joined(separator: "\n\n")
  }

  /// For each quantity how sure its figures are; nothing where there is one seed, which cannot tell.
  private var intervals: [String] {
    findings.shown.quantities.compactMap { quantity in
      findings.shown.intervals(of: quantity, control: findings.control).map { table in
        "\(quantity.title.capitalizedSentence), with Student's interval and the paired t-test over the seeds"
          .wrapped() + "\n\n\(table.text())"
      }
    }
  }

  /// The experiment, the data and the seeds behind every number.
  var title: String {
    let count = "\(seeds.count) seed\(seeds.count == 1 ? "" : "s")"
    return "\(name): \(claim) Data: \(record.dataset.name), \(count)."
  }

  /// The beginnings of the pictures, drawn for a terminal.
  package func drawings(colours: TerminalColours) -> String {
    findings.pictures.map { $0.drawing(colours: colours) }.joined(separator: "\n")
  }
}

extension ExperimentOutcome: Encodable {
  private enum CodingKeys: String, CodingKey {
    case name, claim, verdict, sentence, run, command, dataset, seeds, observations
    case sha256 = "dataset_sha256"
  }

  /// Everything but the pictures, as JSON.
  package func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(name, forKey: .name)
    try object.encode(claim, forKey: .claim)
    try object.encode(findings.verdict.answer, forKey: .verdict)
    try object.encode(findings.verdict.sentence, forKey: .sentence)
    try object.encode(run, forKey: .run)
    try object.encode(record.command, forKey: .command)
    try object.encode(record.dataset.name, forKey: .dataset)
    try object.encode(record.dataset.sha256, forKey: .sha256)
    try object.encode(seeds, forKey: .seeds)
    try object.encode(findings.observations, forKey: .observations)
  }
}
