import Foundation
import StrataAnalysis
import StrataClassifiers
import StrataDatasets
import StrataInference
import StrataLayerGraph
import StrataLinearAlgebra
import StrataPretraining
import StrataTestSupport
import Testing

@testable import StrataPlayground

/// The page's script against the library, where Node.js is there to run it.
@Suite(.enabled(if: Script.isThere, "needs Node.js"))
struct ScriptTests {
  private func digits(_ count: Int) throws -> Matrix {
    SyntheticDigits.generate(train: count, validation: 1, test: 1, seed: 5).train.features
      .matrix(rows: 0..<count)
  }

  @Test func itSaysWhatTheLibrarySays() throws {
    let model = Script.digits
    let page = try Playground([.init(title: "it", model)])
    let images = try digits(50)
    let script = try Script(page)
    let result = try script.run(
      """
      const outputs = input.map(x => pass(model.networks[0].layers, x).at(-1));
      const rebuilt = input.map(x => reconstructions(model.networks[0].stack, x).map(r => Array.from(r)));
      const errors = input.map((x, i) => meanSquare(x, rebuilt[i].at(-1)));
      return { outputs, last: rebuilt.map(r => r.at(-1)), first: rebuilt.map(r => r[0]), errors,
        ranks: errors.map(e => shareBelow(model.networks[0].quantiles, e)) };
      """, input: (0..<images.rows).map { Array(images.row($0)) })
    let classifier = try #require(model.classifier)
    let execution = Execution(threads: 1)
    try expect(
      result["outputs"], closeTo: classifier.probabilities(for: images, execution: execution), within: 1e-5)
    var rebuilt: [Float] = []
    try model.reconstruct(images, execution: execution) { rebuilt += $0.reconstruction.elements }
    try expect(
      result["last"], closeTo: Matrix(rows: images.rows, columns: 784, rebuilt), within: 1e-5)
    // Up to the first layer and back: what its own decoder makes of its code.
    let stack = try #require(model.stack)
    let first = try stack.values(of: "reconstruction.0", for: images, execution: execution)
    try expect(result["first"], closeTo: first, within: 1e-5)
    let scores = try model.score(images, execution: execution)
    let errors = try #require(result["errors"] as? [Double])
    let ranks = try #require(result["ranks"] as? [Double])
    for (index, score) in scores.enumerated() {
      #expect(abs(errors[index] - Double(score.error)) < 1e-6)
      #expect(abs(ranks[index] - (score.rank ?? -1)) <= 0.002)
    }
  }

  /// Whatever a recipe can ask for: each activation, with and without batch normalization, whose statistics are folded.
  @Test(arguments: Activation.allCases, [false, true])
  func itKnowsEveryActivation(activation: Activation, isNormalized: Bool) throws {
    let images = try digits(12)
    var autoencoder = DenoisingAutoencoder(units: 9, corruption: .masking(0.2), activation: activation)
    autoencoder.isNormalized = isNormalized
    autoencoder.loss = .squaredError
    autoencoder.decoderActivation = .linear
    let layer = GreedyPretraining.Layer(
      autoencoder: autoencoder, training: TrainingRecipe(epochs: 2, batchSize: 4, learningRate: 0.001))
    let execution = Execution(threads: 1)
    let stack = try GreedyPretraining(layers: [layer, layer]).fit(images, seed: 1, execution: execution)
    let network = try stack.droppingDecoders().attachingHead(classes: 3)
    let model = try Model(
      classifier: Classifier(network), stack: stack, encoding: Script.digits.encoding,
      classNames: ["a", "b", "c"])
    let result = try Script(try Playground([.init(title: "it", model)])).run(
      """
      return { outputs: input.map(x => pass(model.networks[0].layers, x).at(-1)),
        last: input.map(x => reconstructions(model.networks[0].stack, x).at(-1)) };
      """, input: (0..<images.rows).map { Array(images.row($0)) })
    try expect(
      result["outputs"],
      closeTo: Classifier(network).probabilities(for: images, execution: execution), within: 1e-5)
    var rebuilt: [Float] = []
    try model.reconstruct(images, execution: execution) { rebuilt += $0.reconstruction.elements }
    try expect(result["last"], closeTo: Matrix(rows: images.rows, columns: 784, rebuilt), within: 1e-4)
  }

  private func expect(_ found: Any?, closeTo expected: Matrix, within tolerance: Double) throws {
    let rows = try #require(found as? [[Double]])
    try #require(rows.count == expected.rows)
    var largest = 0.0
    for (row, numbers) in rows.enumerated() {
      try #require(numbers.count == expected.columns)
      for (column, number) in numbers.enumerated() {
        let wanted = Double(expected[row, column])
        largest = max(largest, abs(number - wanted) / max(1, abs(wanted)))
      }
    }
    #expect(largest < tolerance)
  }

  /// Pictures of many sizes, dark on bright and bright on dark, noisy and blank, in each of the ways.
  @Test func itPreparesPicturesToTheSameBytes() throws {
    let script = try Script(try Playground([.init(title: "it", Script.digits)]))
    let stream = RandomStream(seed: 11, purpose: "pictures")
    var pictures: [Picture] = []
    for (index, size) in [(1, 1), (2, 3), (28, 28), (40, 28), (28, 64), (90, 60), (13, 101)]
      .enumerated()
    {
      let (width, height) = size
      let draws = stream.uniform(count: 12 * 8)
      for kind in 0..<6 {
        let draw = draws[(12 * index + kind) % draws.count]
        pictures.append(Self.picture(width, height, kind: kind, draw: Double(draw)))
      }
    }
    let ways: [ImagePreparation] = [
      .init(height: 28, width: 28, fit: .mnist), .init(height: 28, width: 28),
      .init(height: 28, width: 28, isStretched: true), .init(height: 16, width: 9, fit: .mnist),
    ]
    for way in ways {
      let result = try script.run(
        """
        const way = { height: \(way.height), width: \(way.width), fit: "\(way.fit.rawValue)", isStretched: \(way.isStretched) };
        return { images: input.map(p => Array.from(prepared({ ...p, pixels: Uint8Array.from(p.pixels) }, way))) };
        """,
        input: pictures.map { ["width": $0.width, "height": $0.height, "pixels": $0.pixels.map { Int($0) }] })
      let images = try #require(result["images"] as? [[Int]])
      for (picture, image) in zip(pictures, images) {
        #expect(
          image == way.apply(to: picture).map { Int($0) }, "\(picture.width) × \(picture.height), \(way)")
      }
    }
  }

  #if STRATA_PNG
    /// Colours, covering wholly or in part, become the same greys in a page as in the program.
    @Test(arguments: ["colour-8", "colour-ramp", "grey-ramp"])
    func itMakesColoursGreyAsTheProgramDoes(name: String) throws {
      let script = try Script(try Playground([.init(title: "it", Script.digits)]))
      let file = Script.repository.appending(path: "Tests/DatasetsTests/Fixtures/Pictures/\(name).png")
      // Red, green, blue and cover, as the generator of the fixtures has them.
      let samples = (0..<16 * 24).flatMap { place -> [Int] in
        let (x, y) = (place % 24, place / 24)
        let grey = y < 5 && x < 9 ? 10 : 40 + 5 * x + 5 * y
        let cover = name.hasSuffix("ramp") ? 11 * x : 255
        return name.hasPrefix("grey") ? [grey, grey, grey, cover] : [grey, 255 - grey, grey / 2, cover]
      }
      let result = try script.run("return { greys: greysOf(Uint8Array.from(input)) };", input: samples)
      #expect(result["greys"] as? [Int] == (try Picture(contentsOf: file)).pixels.map { Int($0) })
    }
  #endif

  /// A disc, or nothing, with noise or without, bright on dark or dark on bright.
  private static func picture(_ width: Int, _ height: Int, kind: Int, draw: Double) -> Picture {
    let centre = (x: Double(width) * (0.3 + 0.4 * draw), y: Double(height) * (0.7 - 0.4 * draw))
    let radius = Double(min(width, height)) * (0.15 + 0.2 * draw)
    let noise = RandomStream(seed: UInt64(kind), purpose: "\(width) \(height)").uniform(count: width * height)
    let pixels = (0..<width * height).map { index -> UInt8 in
      let (x, y) = (Double(index % width) - centre.x, Double(index / width) - centre.y)
      let isInside = kind != 5 && (x * x + 2 * y * y).squareRoot() < radius
      let base = kind.isMultiple(of: 2) ? (isInside ? 240 : 12) : (isInside ? 40 : 230)
      let grain = kind < 2 ? 0 : Int(noise[index] * 11)
      return UInt8(clamping: base + grain)
    }
    return Picture(width: width, height: height, pixels: pixels)
  }

  /// Whatever was done to pixels before training is done to those of a drawing.
  @Test(arguments: [
    Encoding.Scaling.pixels, .asIs(low: 0, high: 255),
    .range(low: [0, 50, 9, 7], high: [255, 200, 9, 100]),
    .standard(mean: [10, 120.5, 3, 0], deviation: [1, 77, 0, 0.01]),
  ]) func itScalesAsTheLibraryDoes(scaling: Encoding.Scaling) throws {
    let encoding = Encoding(layout: .image(height: 2, width: 2), scaling: scaling)
    let rows: [[UInt8]] = [[0, 0, 0, 0], [255, 255, 255, 255], [9, 60, 9, 99], [128, 220, 10, 3]]
    let draws = RandomStream(seed: 1, purpose: "rows").uniform(count: 40)
    let classifier = try LogisticRegression(weightDecay: 1e-3).fit(
      LabelledFeatures(Matrix(rows: 10, columns: 4, draws), labels: (0..<10).map { $0 % 2 }), classes: 2)
    let page = try Playground([
      .init(title: "it", try Model(classifier: classifier, encoding: encoding, classNames: ["a", "b"]))
    ])
    let result = try Script(page).run(
      "return { rows: input.map(x => Array.from(encoded(Uint8Array.from(x), model))) };",
      input: rows.map { $0.map { Int($0) } })
    let expected = try encoding.features(
      of: .bytes(ByteMatrix(rows: 4, columns: 4, rows.flatMap(\.self))), at: "rows")
    try expect(result["rows"], closeTo: expected.matrix(rows: 0..<4), within: 1e-6)
  }

  /// The whole script, as a page has it, is one that a browser can read.
  @Test func itIsWhole() throws {
    #expect(try Script.isRead(Playground.script))
    #expect(try !Script.isRead(Playground.script + "}"))
  }

  /// Floats that halves have exactly travel as halves, all others as they are.
  @Test(arguments: [true, false]) func weightsLoseNothing(areHalves: Bool) throws {
    let model = Script.digits
    var classifier = try #require(model.classifier)
    if !areHalves {
      var table = classifier.graph.parameters
      table["head.bias"]?[0, 0] += 1e-7
      classifier = try Classifier(LayerGraph(nodes: classifier.graph.nodes, parameters: table))
    }
    let page = try Playground([
      .init(
        title: "it",
        try Model(
          classifier: classifier, stack: model.stack, encoding: model.encoding, classNames: model.classNames))
    ])
    let result = try Script(page).run(
      "return { isHalf: model.isHalf, bias: Array.from(model.networks[0].layers.at(-1).bias) };",
      input: [Int]())
    #expect(result["isHalf"] as? Bool == areHalves)
    let bias = try #require(result["bias"] as? [Double])
    let expected = try #require(classifier.graph.parameters["head.bias"]?.elements)
    #expect(bias.map { Float($0) } == expected)
  }
}
