// A layer of one's own from operations that are there: a gate that opens and closes units.

import Strata

let digits = try Dataset.load(.mnist, limit: 2_000)

// snippet.parameters
let units = 64
let start = Initialization.glorot(gain: 1)
var parameters = ParameterTable()
for (name, role, rows) in [
  ("value.weight", ParameterRole.weight, digits.width), ("value.bias", .bias, 1),
  ("gate.weight", .weight, digits.width), ("gate.bias", .bias, 1),
] {
  parameters[name] = start.parameter(
    role, Shape(rows: rows, columns: units), stream: RandomStream(seed: 1, purpose: name))
}
// snippet.end

// snippet.nodes
let gated = try LayerGraph(
  nodes: [
    Node("input", .input(width: digits.width)),
    Node("value", .dense(weight: "value.weight", bias: "value.bias", transposed: false), inputs: ["input"]),
    Node("gate", .dense(weight: "gate.weight", bias: "gate.bias", transposed: false), inputs: ["input"]),
    Node("open", .activation(function: .sigmoid), inputs: ["gate"]),
    Node("code.0", .product, inputs: ["value", "open"]),
  ],
  parameters: parameters)
// snippet.end

// snippet.train
let network = try gated.attachingHead(classes: digits.classes, on: "code.0")
print(network)

let recipe = TrainingRecipe(epochs: 10, batchSize: 20, learningRate: 0.001, optimizer: .adam())
let trainer = try Trainer(
  network, minimizing: "loss", features: digits.train.features, labels: digits.train.labels, recipe: recipe,
  seed: 1)
while !trainer.isFinished {
  let epoch = try trainer.trainEpoch()
  print("epoch \(epoch.number): loss \(epoch.loss)")
}
let classifier = try Classifier(trainer.graph)
print("test error \(try classifier.evaluate(on: digits.test).error.percent) %")
// snippet.end
