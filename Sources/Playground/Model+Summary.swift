internal import StrataClassifiers
internal import StrataDrawings
internal import StrataInference
internal import StrataLayerGraph

extension Model {
  /// One line on what it is.
  var summary: String {
    let graph = classifier?.graph ?? stack
    let units = codeNames.compactMap { try? graph?.width(of: $0) }.map { String($0) }.joined(separator: "-")
    let classes = classNames.isEmpty ? "" : ", \(classNames.count) classes"
    return switch kind {
    case nil: "A stack of denoising autoencoders, units \(units)"
    case .stackedDenoisingAutoencoder, .stackedAutoencoder:
      "A network that was pretrained without labels, units \(units)\(classes)"
    case .randomInitialisation: "A network trained from random weights, units \(units)\(classes)"
    case .logisticRegression: "Logistic regression\(classes)"
    case .logisticRegressionOnFeatures:
      "Logistic regression on a stack that was pretrained without labels, units \(units)\(classes)"
    case .linearSVMOnFeatures:
      "A linear support vector machine on a stack that was pretrained without labels, units \(units)\(classes)"
    case .linearSVM: "A linear support vector machine\(classes)"
    }
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
