/// The sum of losses and penalties. The terms have no gradient but their own.
struct Sum: OperationDefinition {
  let title = "sum"
  let part = OperationPart.sum
  let inputCounts = 1...Int.max
  let differentiatedInputs = 0..<0
  func bound(_ binding: Binding) -> any BoundOperation { BoundNothing(binding) }

  func width(of site: OperationSite) throws(GraphError) -> Int {
    var seen: Set<String> = []
    for term in site.inputs.map(\.node) {
      guard term.operation.isScalar, term.operation != .sum else { throw .notTerm(term.name, of: site.name) }
      guard seen.insert(term.name).inserted else { throw .repeatedTerm(term.name, of: site.name) }
    }
    return 1
  }
}
