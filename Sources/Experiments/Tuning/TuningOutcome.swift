internal import Foundation
internal import StrataDrawings
internal import StrataFiles

/// What a search has come to.
package struct TuningOutcome: Sendable {
  let name: String
  /// The search's folder.
  package let folder: String
  let plan: TuningPlan
  let trials: [Trial]
  let varied: [String]
  /// What the winner came to on the test examples; nil where nobody has looked.
  package var final: TuningFinal.Outcome?

  /// The best setting; nil while trials are missing.
  var winner: Trial? { plan.winner(given: trials) }

  /// True once every trial is done.
  package var isComplete: Bool { winner != nil }

  /// The settings in the order of what they came to, with the error of each round that they took part in.
  var table: Table {
    let best = plan.settings.indices.map { setting in
      trials.filter { $0.setting == setting }.max { $0.round < $1.round }
    }
    let order = plan.settings.indices.sorted { left, right in
      func key(_ trial: Trial?) -> (Int, Double) { (-(trial?.round ?? -1), trial?.percent ?? .infinity) }
      return key(best[left]) < key(best[right])
    }
    let rounds = (0..<plan.rounds).map { round -> Table.Heading in
      .number("round \(round + 1),\n\(shareText(plan.shares[round]))")
    }
    return Table(
      [.number("setting")] + varied.map { .words($0.replacing(".", with: ".\n")) } + rounds + [
        .number("time")
      ],
      rows: order.map { setting in
        let own = trials.filter { $0.setting == setting }
        let values = plan.settings[setting].map { String($0.drop { $0 != "=" }.dropFirst()) }
        let errors = (0..<plan.rounds).map { round -> String in
          guard let trial = own.first(where: { $0.round == round }) else { return "–" }
          return trial.percent.map { String($0, decimals: 2) } ?? "failed"
        }
        return ["\(setting + 1)"] + values + errors
          + [String(seconds: own.reduce(0) { $0 + $1.seconds })]
      })
  }

  private func shareText(_ share: Double) -> String {
    share == 1 ? "all epochs" : "1/\(Int((1 / share).rounded())) of them"
  }

  /// For people: the table, what won, and the command that looks at the test examples, once.
  package var text: String {
    let hours = trials.reduce(0) { $0 + $1.seconds }
    let heading =
      "Validation error in percent of \(plan.settings.count) setting\(plan.settings.count == 1 ? "" : "s") of \(name)\(plan.isFromScratch ? ", from random weights" : "")"
      + (plan.seeds > 1 ? ", means of \(plan.seeds) seeds" : "")
      + "; \(trials.count) trials, \(String(seconds: hours)) of training. No test example was looked at to choose."
    guard let winner, let percent = winner.percent else {
      return [heading.wrapped(), table.text(), "The search goes on: trials are missing."].joined(
        separator: "\n\n")
    }
    return [
      heading.wrapped(), table.text(),
      "Setting \(winner.setting + 1) is best: \(String(percent, decimals: 2)) %\(sharing(winner)). Its recipe, for all training "
        + "examples: \(folder)/winner.yml",
    ].joined(separator: "\n\n")
  }

  /// Which others came to the same: the first of them is not better than they are.
  private func sharing(_ winner: Trial) -> String {
    let others = trials.filter {
      $0.round == winner.round && $0.percent == winner.percent && $0.setting != winner.setting
    }.map { "\($0.setting + 1)" }
    guard !others.isEmpty else { return "" }
    return ", and no better than \(others.listed()): the first of them is taken"
  }
}

extension TuningOutcome: Encodable {
  private enum CodingKeys: String, CodingKey { case name, folder, settings, trials, winner, final }

  /// Settings, trials and the winner.
  package func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(name, forKey: .name)
    try object.encode(folder, forKey: .folder)
    try object.encode(plan.settings, forKey: .settings)
    try object.encode(trials, forKey: .trials)
    try object.encodeIfPresent(winner, forKey: .winner)
    try object.encodeIfPresent(final, forKey: .final)
  }
}
