internal import Foundation
internal import StrataDatasets
internal import StrataDrawings
internal import StrataReports
internal import StrataRuns

extension RunReport {
  /// How the run was made and how it is made again: command, data, arithmetic, versions, and the recipe in
  /// full.
  func provenance() throws -> Report.Section {
    let record = folder.record
    var blocks: [Report.Block] = [
      .paragraph("The command that does it again; with the same arithmetic, it gives the same bits."),
      .command(record.command), .facts(facts(of: record)),
    ]
    blocks += (record.findings ?? []).map { .paragraph("Note: the run \($0.text)") }
    blocks += (record.dataRemarks ?? []).map { .paragraph("Note: \($0)") }
    if let failure = record.failure { blocks.append(.paragraph("It failed: \(failure)")) }
    blocks.append(.details(summary: "The recipe in full", [.preformatted(try folder.recipe())]))
    if let parent = record.parent, folder.hasNeighbour(parent) {
      blocks.append(
        .links([.init("The run that it began from: \(parent)", folder: parent, file: RunPages.report)]))
    }
    return Report.Section("How it was run", blocks)
  }

  private func facts(of record: RunRecord) -> [Report.Fact] {
    let data = record.dataset
    var facts = [
      Report.Fact(
        "data",
        "\(data.title): \(String(grouped: data.train)) training, \(String(grouped: data.validation)) "
          + "validation and \(String(grouped: data.test)) test examples"),
      Report.Fact("SHA-256", data.sha256),
    ]
    if let place = record.dataFolder { facts.append(Report.Fact("data folder", place)) }
    if let recipe = record.recipe { facts.append(Report.Fact("recipe", recipe)) }
    facts.append(Report.Fact("seed", "\(record.seed)"))
    if let parameters = record.parameters {
      facts.append(Report.Fact("parameters", String(grouped: parameters)))
    }
    if record.trainingSeconds > 0 {
      facts.append(Report.Fact("training time", String(seconds: record.trainingSeconds)))
    }
    facts.append(Report.Fact("arithmetic", record.arithmetic.description))
    for earlier in record.earlierArithmetic ?? [] {
      facts.append(Report.Fact("earlier", earlier.description))
    }
    return facts
      + record.versions.sorted { $0.key < $1.key }.map { Report.Fact($0.key, $0.value) }
  }
}

extension RunFolder {
  /// True when a run of that name beside this one has a report.
  func hasNeighbour(_ name: String) -> Bool {
    let place = url.deletingLastPathComponent().appending(path: name).appending(path: RunPages.report)
    return !name.contains("/") && FileManager.default.fileExists(atPath: place.path)
  }
}

extension RunRecord.Dataset {
  /// What titles call it: `MNIST`.
  var title: String {
    if name == "synthetic" { return "synthetic digits" }
    return PublishedDataset.all.first { $0.name == name }?.title ?? name
  }
}
