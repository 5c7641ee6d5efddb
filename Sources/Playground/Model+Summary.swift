internal import StrataClassifiers
internal import StrataDrawings
internal import StrataInference
internal import StrataLayerGraph

extension Model {
  /// One line on what it is.
  var summary: String {
    let widths = (classifier?.graph ?? stack).map { graph in
      graph.nodes.filter { $0.role == .code }.compactMap { try? graph.width(of: $0.name) }
    }
    let units = (widths ?? []).map { String($0) }.joined(separator: "-")
    let kind =
      classifier == nil
      ? "A stack of denoising autoencoders"
      : stack == nil
        ? "A network trained from random weights" : "A network that was pretrained without labels"
    let classes = classNames.isEmpty ? "" : ", \(classNames.count) classes"
    return units.isEmpty ? "A linear model\(classes)" : "\(kind), units \(units)\(classes)"
  }

  /// One line on where it is from.
  var source: String {
    var parts = provenance.dataset.map { ["Learned from \($0)"] } ?? []
    if let errors = provenance.testErrors, let count = provenance.testCount, count > 0 {
      parts.append("test error \(percent(errors, count))")
    } else if let errors = provenance.validationErrors, let count = provenance.validationCount, count > 0 {
      parts.append("validation error \(percent(errors, count))")
    }
    return parts.joined(separator: "; ")
  }

  private func percent(_ errors: Int, _ count: Int) -> String {
    "\(String(100 * Double(errors) / Double(count), decimals: 2)) % of \(String(grouped: count))"
  }
}
