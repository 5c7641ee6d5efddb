import Foundation
import StrataAnalysis
import StrataClassifiers
import StrataDatasets
import StrataFiles
import StrataInference
import StrataLayerGraph
import StrataLinearAlgebra
import StrataPretraining
import StrataTestSupport
import Testing

struct ModelTests {
  /// Examples of 3 classes, whose numbers are from 0 to 255.
  private static func dataset(seed: UInt64 = 1) throws -> Dataset {
    let draws = RandomStream(seed: seed, purpose: "examples").uniform(count: 90 * 9)
    let numbers = draws.enumerated().map { index, draw in
      let (row, column) = (index / 9, index % 9)
      return (column % 3 == row % 3 ? 200 : 20) + (draw * 50).rounded()
    }
    return try Dataset(
      features: Matrix(rows: 90, columns: 9, numbers), labels: (0..<90).map { $0 % 3 },
      classNames: ["ash", "oak", "yew"], layout: .image(height: 3, width: 3))
  }

  private static func model(_ dataset: Dataset) throws -> Model {
    let layer = GreedyPretraining.Layer(
      autoencoder: DenoisingAutoencoder(units: 6, corruption: .masking(0.1)),
      training: TrainingRecipe(epochs: 20, batchSize: 10, learningRate: 0.3))
    let stack = try GreedyPretraining(layers: [layer, layer]).fit(dataset.examples, seed: 1)
    let network = try stack.droppingDecoders().attachingHead(classes: dataset.classes)
    let tuned = try FineTuning(
      training: TrainingRecipe(epochs: 60, batchSize: 10, learningRate: 0.02, optimizer: .adam())
    ).fit(network, to: dataset.train, validation: nil, seed: 1)
    return try Model(
      classifier: tuned.classifier, stack: stack, encoding: dataset.encoding, classNames: dataset.classNames
    ).judging(by: dataset.validation.features)
  }

  /// Nothing is said of what is no number, whatever the numbers are scaled by.
  @Test(arguments: [Float.nan, .infinity, -.infinity]) func numbersToPredictAreFinite(odd: Float) throws {
    let model = try Self.model(Self.dataset())
    let numbers: [Float] = [200, 20, odd, 200, 20, 20, 200, 20, 20]
    let raw = RawValues.numbers(Matrix(rows: 1, columns: 9, numbers))
    for use in [{ _ = try model.predict(raw) }, { _ = try model.encode(raw) }, { _ = try model.score(raw) }] {
      let error = #expect(throws: InputError.self) { try use() }
      #expect(error?.found == "\(odd) in row 0, column 2, both counted from 0")
    }
  }

  @Test func eachClassHasANameOfItsOwn() throws {
    let model = try Self.model(Self.dataset())
    let error = #expect(throws: InputError.self) {
      try Model(
        classifier: model.classifier, encoding: model.encoding, classNames: ["ash", "oak", "ash"])
    }
    #expect(error?.expected == "another name for each class")
  }

  @Test func aFileHoldsAllThatItTakes() throws {
    let dataset = try Self.dataset()
    let model = try Self.model(dataset)
    #expect(try model.evaluate(on: dataset).error.count == 0)
    let folder = try TemporaryFolder()
    let url = folder.url.appending(path: "model.safetensors")
    try model.write(to: url)
    let read = try Model(contentsOf: url)
    #expect(read.classifier == model.classifier)
    #expect(read.stack == model.stack)
    #expect(read.encoding == model.encoding)
    #expect(read.classNames == ["ash", "oak", "yew"])
    #expect(read.scores == model.scores)
    #expect(try read.predict(dataset.test.features) == model.predict(dataset.test.features))

    try model.write(to: url, precision: .float16)
    let half = try Model(contentsOf: url)
    let (full, rounded) = (try model.predict(dataset.test.features), try half.predict(dataset.test.features))
    for (left, right) in zip(full, rounded) {
      #expect(left.label == right.label)
      #expect(abs(left.probability - right.probability) < 0.005)
    }
    #expect(half.classifier != model.classifier)
  }

  /// More mistakes than examples, and none or fewer.
  @Test(arguments: [(5, 1), (0, 0), (-1, 3), (nil, -2)] as [(Int?, Int)])
  func mistakesThatCannotBeAreRefused(errors: Int?, count: Int) throws {
    let dataset = try Self.dataset()
    let folder = try TemporaryFolder()
    let url = folder.url.appending(path: "model.safetensors")
    for isTest in [false, true] {
      var model = try Self.model(dataset)
      if isTest {
        (model.provenance.testErrors, model.provenance.testCount) = (errors, count)
      } else {
        (model.provenance.validationErrors, model.provenance.validationCount) = (errors, count)
      }
      try model.write(to: url)
      let error = #expect(throws: InputError.self) { try Model(contentsOf: url) }
      #expect(error?.found == "\(errors ?? 0) among \(count)")
      #expect(error?.place.hasSuffix("model.safetensors, part \"provenance\"") == true)
    }
  }

  /// A range that Float32 does not have would make every number of the column none.
  @Test func aRangeBeyondFloatIsRefused() throws {
    for (low, high, found) in [
      ([-3e38 as Float], [3e38 as Float], "-3e+38 to 3e+38"),
      ([0, -3e38], [1, 3e38], "-3e+38 to 3e+38 in column 2"),
    ] {
      let encoding = Encoding(layout: .columns(count: 2, names: nil), scaling: .range(low: low, high: high))
      let error = #expect(throws: InputError.self) {
        try encoding.features(of: .numbers(Matrix(rows: 1, columns: 2, [0, 0])), at: "x.npy")
      }
      #expect(error?.place == "x.npy" && error?.found == found)
    }
  }

  /// A weight that halves do not hold, and one that is no number.
  @Test func whatCannotBeComputedWithIsRefused() throws {
    let dataset = try Self.dataset()
    let model = try Self.model(dataset)
    func changed(_ value: Float) throws -> Model {
      let classifier = try #require(model.classifier)
      var table = classifier.graph.parameters
      var weight = try #require(table["head.weight"])
      weight[0, 0] = value
      table["head.weight"] = weight
      return try Model(
        classifier: Classifier(LayerGraph(nodes: classifier.graph.nodes, parameters: table)),
        encoding: model.encoding, classNames: model.classNames)
    }
    let folder = try TemporaryFolder()
    let url = folder.url.appending(path: "model.safetensors")
    let large = try changed(70_000)
    try large.write(to: url)
    let error = #expect(throws: InputError.self) { try large.write(to: url, precision: .float16) }
    #expect(error?.place == "head.weight" && error?.found == "70000.0")
    #expect(try Model(contentsOf: url).classifier == large.classifier)
    try changed(.infinity).write(to: url)
    let refused = #expect(throws: InputError.self) { try Model(contentsOf: url) }
    #expect(refused?.expected == "finite numbers" && refused?.place.hasSuffix("head.weight") == true)
  }

  /// A class that has a name and no example is measured.
  @Test func aClassWithoutExamplesIsNoHindrance() throws {
    let dataset = try Self.dataset()
    let model = try Self.model(dataset)
    let more = try Dataset(
      name: "own", train: dataset.train, test: dataset.test, classNames: dataset.classNames + ["emu"],
      layout: dataset.layout)
    let evaluation = try model.evaluate(on: more)
    #expect(evaluation.confusion.total == dataset.test.count)
    #expect(try evaluation.error.count == model.evaluate(on: dataset).error.count)
  }

  /// Raw numbers are encoded as training encoded its own, whatever they are; what cannot be is refused.
  @Test func pixelsOfAnotherScaleAreNeverTakenForWhatTheyAreNot() throws {
    let bytes = ByteMatrix(rows: 2, columns: 9, (0..<18).map { UInt8($0 * 15) })
    let numbers = Matrix(rows: 2, columns: 9, bytes.bytes.map { Float($0) })
    let scaled = Matrix(rows: 2, columns: 9, bytes.bytes.map { Float($0) / 255 })
    let layout = Layout.image(height: 3, width: 3)
    let pixels = Encoding(layout: layout)
    let expected = try pixels.features(of: .bytes(bytes), at: "").matrix
    for values in [RawValues.numbers(numbers), .numbers(scaled)] {
      let found = try pixels.features(of: values, at: "").matrix
      #expect(zip(found.elements, expected.elements).allSatisfy { abs($0 - $1) < 1e-6 })
    }
    let odd = Matrix(rows: 1, columns: 9, repeating: 300)
    #expect(throws: InputError.self) { try pixels.features(of: .numbers(odd), at: "") }
    let asIs = Encoding(layout: layout, scaling: .asIs(low: 0, high: 1))
    #expect(throws: InputError.self) { try asIs.features(of: .bytes(bytes), at: "") }
    #expect(throws: InputError.self) { try asIs.features(of: .numbers(numbers), at: "") }
    #expect(throws: InputError.self) {
      try pixels.features(of: .numbers(Matrix(rows: 1, columns: 8)), at: "")
    }
  }

  /// Every scaling has one number for all columns, or one for each, and layouts are of this world.
  @Test func anEncodingThatCannotBeIsRefused() throws {
    let model = try Self.model(Self.dataset())
    let (three, nine) = ([Float](repeating: 1, count: 3), [Float](repeating: 1, count: 9))
    let layout = Layout.image(height: 3, width: 3)
    let wrong: [Encoding] = [
      Encoding(layout: layout, scaling: .standard(mean: nine, deviation: three)),
      Encoding(layout: layout, scaling: .standard(mean: nine, deviation: [1])),
      Encoding(layout: layout, scaling: .standard(mean: [], deviation: [])),
      Encoding(layout: layout, scaling: .range(low: [0], high: nine)),
      Encoding(layout: layout, scaling: .range(low: three, high: three)),
      Encoding(layout: layout, scaling: .asIs(low: 0, high: .infinity)),
      Encoding(layout: .image(height: .max, width: 2)), Encoding(layout: .image(height: -3, width: -3)),
      Encoding(layout: .columns(count: 9, names: ["a"])),
    ]
    for encoding in wrong {
      #expect(throws: InputError.self) {
        try Model(classifier: model.classifier, encoding: encoding, classNames: model.classNames)
      }
      #expect(throws: InputError.self) {
        try encoding.features(of: .numbers(Matrix(rows: 2, columns: 9)), at: "rows")
      }
    }
    // One for all columns is as good as one for each.
    let values = RawValues.numbers(Matrix(rows: 1, columns: 9, repeating: 4))
    for scaling in [Encoding.Scaling.standard(mean: [1], deviation: [2]), .range(low: [1], high: [3])] {
      #expect(try Encoding(layout: layout, scaling: scaling).features(of: values, at: "rows").rows == 1)
    }
  }

  @Test func manyThreadsPredictAtOnce() throws {
    let dataset = try Self.dataset()
    let model = try Self.model(dataset)
    let expected = try model.predict(dataset.test.features)
    let raw = dataset.test.features.matrix
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      let found = try? model.predict(raw, execution: Execution(threads: 1))
      #expect(found == expected)
    }
  }

  @Test func whatIsUnlikeTheTrainingDataIsSaid() throws {
    let dataset = try Self.dataset()
    let model = try Self.model(dataset)
    let noise = RandomStream(seed: 5, purpose: "noise").uniform(count: 9 * 20).map { ($0 * 255).rounded() }
    let odd = try model.score(.numbers(Matrix(rows: 20, columns: 9, noise)))
    #expect(odd.count { model.isUnlike($0) } >= 15)
    let usual = try model.score(.numbers(Matrix(rows: 90, columns: 9, Self.dataset(seed: 2).examplesAsRaw)))
    #expect(usual.count { model.isUnlike($0) } <= 30)
  }

  /// Columns brought to 0 … 1 are cut there for the network; how far a number lies beyond still counts, alone and among
  /// others, and more the farther.
  @Test func whatLiesFarBeyondTheTrainingDataIsUnlikeIt() throws {
    let dataset = try Self.dataset()
    let layout = dataset.encoding.layout
    let model = try Model(
      classifier: Self.model(dataset).classifier, stack: Self.model(dataset).stack,
      encoding: Encoding(
        layout: layout,
        scaling: .range(
          low: [Float](repeating: 0, count: layout.width), high: [Float](repeating: 255, count: layout.width))
      ),
      classNames: dataset.classNames
    ).judging(by: dataset.validation.features)
    let usual = try Self.dataset(seed: 2).examplesAsRaw.prefix(9)
    let middle: [Float] = [255, 255e3, 255e6, 255e30, .greatestFiniteMagnitude, -.greatestFiniteMagnitude]
    let rows = middle.map { value in usual.enumerated().map { $0 == 4 ? value : $1 } }
    let scores = try model.score(.numbers(Matrix(rows: rows.count, columns: 9, rows.flatMap(\.self))))
    for (row, score) in zip(rows, scores) {
      let alone = try model.score(.numbers(Matrix(rows: 1, columns: 9, row)))[0].error
      #expect(abs(alone - score.error) <= 1e-5 * score.error)
    }
    #expect(scores.dropFirst().allSatisfy { model.isUnlike($0) })
    #expect(scores[0].error < 1 && abs(scores[1].error - 999 * 999 / 9) < 1000)
    #expect(scores[1].error < scores[2].error && scores[2].error < scores[3].error)
    // As much as a Float can say.
    #expect(scores[3...].allSatisfy { $0.error == .greatestFiniteMagnitude })
  }

  @Test func whatAModelLacksIsSaid() throws {
    let dataset = try Self.dataset()
    let linear = try LogisticRegression().fit(dataset.train, classes: 3)
    let model = try Model(classifier: linear, encoding: dataset.encoding, classNames: dataset.classNames)
    #expect(throws: InputError.self) { try model.score(.numbers(Matrix(rows: 1, columns: 9))) }
    #expect(throws: InputError.self) { try model.encode(.numbers(Matrix(rows: 1, columns: 9))) }
    #expect(throws: InputError.self) {
      try Model(classifier: linear, encoding: dataset.encoding, classNames: ["ash"])
    }
    #expect("\(model)".count < 500 && "\(dataset)".count < 500 && "\(linear)".count < 500)
  }
}

extension Dataset {
  /// All numbers, in the units of the data.
  fileprivate var examplesAsRaw: [Float] {
    let features = [train, validation, test].flatMap { $0.features.matrix.elements }
    return features.enumerated().map { encoding.raw($0.element, column: $0.offset % width) }
  }
}
