internal import StrataLayerGraph

extension ONNXGraph {
  /// Adds what is computed of the output node's value, and says what the outputs are.
  ///
  /// - Parameter values: the name in ONNX of each node's value.
  mutating func addOutputs(of contents: ModelContents, values: [String: String]) {
    let graph = contents.graph
    let columns = (try? graph.width(of: contents.node)) ?? 0
    switch contents.output {
    case .codes: addOutput("codes", columns: columns)
    case .probabilities:
      // The largest score decides, as in `Classifier.predict`: of probabilities two may be rounded to one number.
      let node = graph[contents.node]
      let scores = node?.operation == .softmax ? node?.inputs.first ?? contents.node : contents.node
      addLabel(contents.classes ?? .words([]), scores: values[scores] ?? "probabilities")
      addOutput("probabilities", columns: columns)
    case .score:
      // With what is not cut: how far a number lies beyond those of training counts, though the stack cannot see it.
      let input = graph.nodes.first { $0.operation == .input(width: graph.inputWidth) }
      let given = unbounded ?? input.flatMap { values[$0.name] } ?? "X"
      let difference = add("Sub", [given, "reconstruction"], to: name("difference"))
      let square = add("Mul", [difference, difference], to: name("square"))
      add("ReduceMean", [square], to: "score", .integers("axes", [1]), .integer("keepdims", 0))
      addOutput("score", columns: nil)
      addOutput("reconstruction", columns: columns)
    }
  }

  /// `label`: the class of the highest score, of equal ones the first, as its number or its name.
  private mutating func addLabel(_ classes: ClassLabels, scores: String) {
    let index = classes.arePlaces ? "label" : name("class")
    add("ArgMax", [scores], to: index, .integer("axis", 1), .integer("keepdims", 0))
    switch classes {
    case .numbers(let numbers):
      if !classes.arePlaces { add("Gather", [constant("classes", numbers), index], to: "label") }
      addOutput("label", .int64, columns: nil)
    case .words(let words):
      add("Gather", [constant("classes", words), index], to: "label")
      addOutput("label", .text, columns: nil)
    }
  }
}
