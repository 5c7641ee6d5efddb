// The figures of a report: error with interval, paired test, confusion, calibration, and the table.

import Foundation
import Strata
import StrataReports

let digits = try Dataset.load(.mnist, limit: 2_000)
let first = try LogisticRegression().fit(digits.train, classes: digits.classes).evaluate(on: digits.test)
let second = try LinearSVM().fit(digits.train, classes: digits.classes, seed: 1).evaluate(on: digits.test)

// snippet.error
let error = first.error
print("\(error.count) of \(error.total) wrong, \(error.percent) %; 95 % interval \(error.interval)")
// snippet.end

// snippet.paired
let test = McNemar(first, second)
print("right where the other is wrong: \(test.onlyFirstCorrect) and \(test.onlySecondCorrect) times")
print("p = \(test.pValue)")
// snippet.end

// snippet.confusion
for pair in first.confusion.mostConfused(limit: 3) {
  print(
    "\(digits.classNames[pair.actual]) taken for \(digits.classNames[pair.predicted]): \(pair.share.count)")
}
let seven = first.confusion.measures(of: 7)
print("class 7: precision \(seven.precision ?? .nan), recall \(seven.recall ?? .nan)")
// snippet.end

// snippet.calibration
if let certainty = first.certainty {
  print("calibration error \(certainty.reliability.expectedError)")
  let diagram = ReliabilityReport(certainty.reliability, title: "logistic regression").svg
  try Data(diagram.utf8).write(to: URL(filePath: "calibration.svg"))
}
// snippet.end

// snippet.table
let data = AccuracyTable.Dataset(
  name: digits.name, title: digits.title, sha256: digits.sha256, train: digits.train.count,
  validation: digits.validation.count, test: digits.test.count)
func row(_ name: String, _ kind: ModelKind, _ evaluation: Evaluation, beside baseline: Evaluation?)
  -> AccuracyTable.Model
{
  AccuracyTable.Model(
    name: name, kind: kind, evaluation: evaluation, baseline: baseline,
    parameters: digits.classes * (digits.width + 1), trainingSeconds: nil, command: "")
}
let table = AccuracyTable(
  dataset: data,
  models: [
    row("logistic regression", .logisticRegression, first, beside: nil),
    row("linear SVM", .linearSVM, second, beside: first),
  ])
print(table.text)
// snippet.end
