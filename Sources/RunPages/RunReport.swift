internal import Foundation
internal import StrataClassifiers
internal import StrataDrawings
package import StrataReports
internal import StrataRuns
internal import StrataSession

/// The page about a run, made from its folder alone.
struct RunReport {
  let folder: RunFolder

  /// The page about the run in a folder.
  init(_ folder: RunFolder) { self.folder = folder }

  /// The page: what came of the run first, then how it got there, then how to do it again.
  ///
  /// A file that the run does not have is left out; one that is damaged is an error.
  func report() throws -> Report {
    let sections =
      switch folder.record.stage {
      case .pretrain: try pretrainingSections()
      case .finetune: try fineTuningSections()
      case .baseline: try baselineSections()
      case .evaluate: try evaluationSections()
      case .run, .experiment: [Report.Section]()
      }
    return Report(
      title: title, subtitle: subtitle,
      sections: sections + (try graphSection().map { [$0] } ?? []) + [try provenance()],
      index: "../\(RunPages.index)")
  }

  private var title: String {
    let record = folder.record
    let recipe = record.recipe.map { ": \($0)" } ?? ""
    return record.stage.title + recipe + " on " + record.dataset.title
  }

  private var subtitle: String {
    let record = folder.record
    let date = record.created.formatted(Date.ISO8601FormatStyle(timeZone: .gmt))
      .replacing("T", with: " ").replacing("Z", with: " UTC")
    let status = record.status == .finished ? "" : ", \(folder.statusInWords)"
    return "Run \(folder.name), begun \(date)\(status)"
  }

  /// A picture of the run, if it is there.
  func picture(_ name: String, alt: String, caption: String) throws -> Report.Block? {
    guard folder.has(name) else { return nil }
    return .picture(png: Data(try folder.bytes(of: name)), alt: alt, caption: caption)
  }

  private func graphSection() throws -> Report.Section? {
    guard folder.has("graph.svg") else { return nil }
    return .layerGraph(svg: String(decoding: try folder.bytes(of: "graph.svg"), as: UTF8.self))
  }
}

extension Report.Section {
  /// The drawing of a layer graph.
  package static func layerGraph(svg: String) -> Report.Section {
    Report.Section(
      "The layer graph",
      [
        .drawing(
          svg: svg, alt: "the nodes of the graph from the input at the bottom to the output on top",
          caption: "Each box is a node, each arrow a value that it reads, from the bottom up. "
            + "A dashed line joins nodes that share a parameter.")
      ])
  }
}

extension RunRecord.Stage {
  /// What a page calls it: `Pretraining`.
  var title: String {
    switch self {
    case .pretrain: "Pretraining"
    case .finetune: "Fine-tuning"
    case .baseline: "Baseline"
    case .evaluate: "Evaluation"
    case .run: "Whole run"
    case .experiment: "Experiment"
    }
  }
}

extension RunRecord {
  /// What it came to, in a few words; nil when nothing is known.
  var shownResult: String? {
    if let result { return result }
    if let error = testErrorPercent { return String(error, decimals: 2) + " % test error" }
    return validationErrorPercent.map { String($0, decimals: 2) + " % validation error" }
  }
}
