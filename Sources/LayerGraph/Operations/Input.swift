internal import StrataLinearAlgebra

/// The examples' features, `batch × width`.
struct Input: OperationDefinition {
  let declaredWidth: Int

  let title = "input"
  let inputCounts = 0...0
  let differentiatedInputs = 0..<0
  func width(of site: OperationSite) throws(GraphError) -> Int { declaredWidth }
  func bound(_ binding: Binding) -> any BoundOperation { BoundInput(binding) }
}

/// The examples' labels, `0 ..< classes`.
struct Labels: OperationDefinition {
  let classes: Int

  let title = "labels"
  let part = OperationPart.labels
  let inputCounts = 0...0
  let differentiatedInputs = 0..<0
  func width(of site: OperationSite) throws(GraphError) -> Int { classes }
  func bound(_ binding: Binding) -> any BoundOperation { BoundNothing(binding) }
}

/// The examples' features, taken into the batch. They are cut by rows: an example's bytes lie side by side.
struct BoundInput: BoundOperation {
  private let y: Place
  let panels: Panels

  init(_ binding: Binding) {
    y = binding.value
    panels = Panels(rowsOf: y.shape)
  }

  var forward: [Step] {
    [
      Step(onExamplesIn: panels, [.writes(y)]) { [y] region, batch in
        guard batch.nonZeros == nil else { return }  // nothing else is read of them
        y.window.rows(region.rows).gather(
          batch.features, examples: batch.examples, from: region.rows.lowerBound, columns: region.columns)
      }
    ]
  }

  var backward: [Step] { [] }
}

/// What computes nothing: labels are handed to losses as they are, and the terms of a sum are added up by
/// `Phases`.
struct BoundNothing: BoundOperation {
  let panels: Panels

  init(_ binding: Binding) { panels = Panels(of: binding.value.shape) }

  var forward: [Step] { [] }
  var backward: [Step] { [] }
}
