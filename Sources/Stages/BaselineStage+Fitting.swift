internal import Foundation
internal import StrataClassifiers
internal import StrataDatasets
internal import StrataDrawings
internal import StrataLayerGraph
internal import StrataLinearAlgebra
internal import StrataRecipes
internal import StrataRuns
internal import StrataSession

extension BaselineStage {
  /// Trains the model, whose measures go into the run.
  func fit(into run: RunWriter) throws -> Classifier {
    let classes = session.dataset.classes
    let execution = session.options.execution
    let train: any LabelledExamples =
      try stack?.features(of: session.dataset.train, execution: execution) ?? session.dataset.train
    var lines: [BaselineMetrics] = []
    // How far the measure has come on the way from where it began to the tolerance, as orders of magnitude.
    var way = Way()
    func took(_ label: String, _ line: BaselineMetrics, tolerance: Double) {
      lines.append(line)
      session.console.progress(label, share: way.share(at: line.measure ?? 1, towards: tolerance))
    }
    let classifier: Classifier
    session.console.startClock()
    switch model.linearModel {
    case .logisticRegression:
      let method = session.recipe.logisticRegression
      classifier = try method.fit(train, classes: classes, execution: execution) { state in
        try session.options.stopRequest.check()
        took(
          "iteration \(state.iteration)",
          BaselineMetrics(state.iteration, loss: state.loss, measure: state.gradient),
          tolerance: method.tolerance)
      }
    case .linearSVM:
      let method = session.recipe.linearSVM
      classifier = try method.fit(
        train, classes: classes, seed: session.recipe.seed, execution: execution
      ) { event in
        try session.options.stopRequest.check()
        guard case .measured(let state) = event else { return }
        let passes = Int(state.passes.rounded(.up))
        took(
          "pass \(passes)", BaselineMetrics(passes, loss: state.loss, measure: state.gap),
          tolerance: method.tolerance)
      }
    default: preconditionFailure("a baseline is a linear model")
    }
    if !lines.isEmpty { try run.append(all: lines) }
    return try stack.map { try classifier.onTop(of: $0.encoder) } ?? classifier
  }
}

/// How much of its way to a tolerance a solver has done, for a bar: never less than before.
private struct Way {
  private var first: Double?
  private var done = 0.0

  mutating func share(at measure: Double, towards tolerance: Double) -> Double {
    guard measure > 0, tolerance > 0 else { return done }
    let first = first ?? measure
    self.first = first
    if first > tolerance {
      done = max(done, min(1, log(first / measure) / log(first / tolerance)))
    }
    return done
  }
}
