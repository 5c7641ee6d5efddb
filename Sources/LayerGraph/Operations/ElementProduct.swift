internal import StrataLinearAlgebra

/// The product of two values of one width, element by element.
struct ElementProduct: OperationDefinition {
  let title = "product"
  let inputCounts = 2...2
  let differentiatedInputs = 0..<2
  func bound(_ binding: Binding) -> any BoundOperation { BoundProduct(binding) }

  func width(of site: OperationSite) throws(GraphError) -> Int {
    let (first, second) = (site.inputs[0], site.inputs[1])
    guard first.width == second.width else {
      throw .inputWidths(of: site.name, first.node.name, first.width, second.node.name, second.width)
    }
    return first.width
  }
}

/// y = a ⊙ b. Both inputs have a gradient, and may be one node. a, b, y: batch × width.
struct BoundProduct: BoundOperation {
  private let a, b, y: Place
  private let dy: Place?
  private let da, db: InputGradientPlace?
  let panels: Panels

  init(_ binding: Binding) {
    (a, b, y) = (binding.input(0), binding.input(1), binding.value)
    dy = binding.delta
    (da, db) = (binding.gradient(ofInput: 0), binding.gradient(ofInput: 1))
    panels = binding.panels(ofInput: 0)
  }

  var forward: [Step] {
    [
      Step(onExamplesIn: panels, [.reads(a, .panel), .reads(b, .panel), .writes(y)]) {
        [a, b, y] region, _ in
        Kernels.multiplyElements(a.window[region], b.window[region], into: y.window[region])
      }
    ]
  }

  /// da = dy ⊙ b, db = dy ⊙ a: each reads the other's value.
  var backward: [Step] {
    guard let dy else { return [] }
    return [(da, b), (db, a)].compactMap { gradient, other in
      gradient.map { gradient in
        Step(onExamplesIn: panels, [.reads(dy, .panel), .reads(other, .panel), .writes(gradient.place)]) {
          region, _ in
          Kernels.multiplyElements(
            dy.window[region], other.window[region], into: gradient.place.window[region],
            accumulating: gradient.accumulates)
        }
      }
    }
  }
}
