internal import StrataLinearAlgebra

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
