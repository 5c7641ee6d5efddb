// A data set from numbers that are in memory already, some of them without a label.

import Strata

// snippet.hide
// Two kinds of flowers, of which one has the longer petals; every third one has no label.
let noise = RandomStream(seed: 1, purpose: "flowers")
let rows: [[Float]] = (0..<300).map { flower in
  let isLong = flower % 2 == 1
  return noise.normal(count: 4, example: flower).enumerated().map { column, value in
    value / 2 + (isLong && column > 1 ? 3 : 0)
  }
}
let kinds: [Int?] = (0..<300).map { $0 % 3 == 0 ? nil : $0 % 2 }
// snippet.show
let flowers = try Dataset(
  features: Matrix(rows),  // flowers × measures
  labels: kinds,  // 0, 1, or nil where nobody knows
  classNames: ["short", "long"],
  layout: .columns(count: 4, names: ["sepal length", "sepal width", "petal length", "petal width"]),
  scale: .standard)
print(flowers, "and \(flowers.unlabelledCount) without a label")

let model = try Model(
  classifier: LogisticRegression().fit(flowers.train, classes: flowers.classes),
  encoding: flowers.encoding, classNames: flowers.classNames)
let predictions = try model.predict(.numbers(Matrix([[0, 0, 3, 3], [0, 0, 0, 0]])))
print(predictions.map(\.className))
