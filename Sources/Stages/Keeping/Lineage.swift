internal import Foundation
internal import StrataDrawings
internal import StrataRuns

/// What a run's model took, counting the run that it began from: told by the run's own record, so that it is known
/// wherever the two lie. Runs of older versions do not hold it; then the other run is looked for beside them.
struct Lineage {
  /// Seconds of training; nil when a part of it is not known.
  let trainingSeconds: Double?
  /// The command that makes the model again, from nothing.
  let command: String
  /// What a reader must know of it, as what the run did: `was pretrained on other images: …`.
  let notes: [String]

  /// The lineage of a run.
  init(of run: RunFolder) {
    let record = run.record
    guard let name = record.parent else {
      (trainingSeconds, command, notes) = (record.trainingSeconds, record.command, Self.spreading(record))
      return
    }
    let parent = record.origin ?? Self.neighbour(name, of: run)
    guard let parent else {
      (trainingSeconds, command) = (nil, record.command)
      notes = ["began from \(name), which is not beside it: the time and the command of that are not known"]
      return
    }
    trainingSeconds = parent.trainingSeconds.map { $0 + record.trainingSeconds }
    command = record.wholeCommand(after: parent)
    // A linear model is fitted on features that stay as they are.
    let verb = record.stage == .baseline ? "fitted" : "fine-tuned"
    notes =
      Self.difference(parent.dataset, record.dataset, verb, of: record.labelsSpreadTo)
      + Self.spreading(record)
  }

  /// The run that an older one began from, when it lies beside it and is sound.
  private static func neighbour(_ name: String, of run: RunFolder) -> RunRecord.Origin? {
    guard let parent = try? RunFolder(run.url.deletingLastPathComponent().appending(path: name)) else {
      return nil
    }
    let record = parent.record
    guard record.trainingSeconds.isFinite, record.trainingSeconds >= 0 else { return nil }
    return RunRecord.Origin(
      name: name, command: record.command, trainingSeconds: record.trainingSeconds, dataset: record.dataset,
      weights: "")
  }

  /// That it learned from more examples than have a label.
  private static func spreading(_ record: RunRecord) -> [String] {
    record.labelsSpreadTo.map {
      [
        "learned from \(String(grouped: $0)) examples, with the labels of \(String(grouped: record.dataset.train)) spread over nearest neighbours"
      ]
    } ?? []
  }

  /// - Parameter spread: how many examples labels were spread to, where they were: of those another note tells.
  private static func difference(
    _ before: RunRecord.Dataset, _ after: RunRecord.Dataset, _ verb: String, of spread: Int?
  ) -> [String] {
    if before.sha256 != after.sha256 {
      return [
        before.name == after.name
          ? "was pretrained on \(before.name) before that changed, and \(verb) on what it holds since"
          : "was pretrained on other files, \(before.name), than those that it was \(verb) on, \(after.name)"
      ]
    }
    guard before.withUnlabelled != spread ?? after.train else { return [] }
    return [
      "was pretrained on \(String(grouped: before.withUnlabelled)) examples and \(verb) on \(String(grouped: spread ?? after.train))"
    ]
  }
}

extension RunRecord {
  /// The command that makes the run again together with the one that it began from: that one's command stands
  /// where its name was, and prints the path of what it makes.
  fileprivate func wholeCommand(after parent: Origin) -> String {
    guard let range = command.range(of: Self.from(parent.name), options: .regularExpression) else {
      // An older version did not name the run: it meant the newest.
      return "\(parent.command) && \(command)"
    }
    return command.replacingCharacters(in: range, with: "--from \"$(\(parent.command))\"")
  }

  /// The option that names a run in a command, with or without its folder.
  private static func from(_ name: String) -> String {
    "--from (\\S*/)?\(NSRegularExpression.escapedPattern(for: name))|--from '[^']*\(NSRegularExpression.escapedPattern(for: name))'"
  }
}
