import StrataFiles
import StrataLayerGraph
import StrataLinearAlgebra
import StrataPretraining
import StrataTestSupport
import Testing

/// What cannot be pretrained, or not so.
struct PretrainingRefusalTests {
  @Test func noiseThatNeedsTheUnitIntervalIsRefusedOnOtherData() throws {
    var pretraining = Toy.pretraining
    pretraining.layers[0].autoencoder.corruption = [.bitFlip(0.1)]
    pretraining.layers[0].autoencoder.loss = .squaredError
    pretraining.layers[0].autoencoder.decoderActivation = .linear
    let doubled = Matrix(
      rows: Toy.images.rows, columns: Toy.images.columns, Toy.images.elements.map { 2 * $0 })
    let error = #expect(throws: InputError.self) { try pretraining.fit(doubled, seed: 1) }
    #expect(error?.place == "corruption")
    #expect(error?.found == "bit-flip, which needs inputs from 0 to 1")
    #expect(throws: Never.self) { try pretraining.fit(Toy.images, seed: 1) }
  }

  /// Finished layers of other widths, or on other inputs, are not gone on from; nor are more than there are.
  @Test func aStateOfOtherLayersIsRefused() throws {
    var state = GreedyPretraining.State()
    _ = try Toy.pretraining.fit(Toy.images, seed: 1) { event in
      if case .epoch(let epoch, let now) = event, epoch.layer == 1 { state = try now() }
    }
    func refusal(_ pretraining: GreedyPretraining, on features: Matrix = Toy.images) -> String? {
      #expect(throws: InputError.self) { try pretraining.fit(features, seed: 1, from: state) }?.description
    }
    #expect(state.layer == 1)
    var other = Toy.pretraining
    other.layers[0].autoencoder.units += 1
    #expect(
      refusal(other)?.contains("expected layers of [20, \(other.layers[0].autoencoder.units)] units") == true)
    #expect(
      refusal(GreedyPretraining(layers: [Toy.pretraining.layers[0]]))?.contains("at most 1 layer") == true)
    #expect(refusal(Toy.pretraining, on: Toy.features(rows: 60, columns: 21, seed: 1)) != nil)
  }

  /// Validation examples of which there are none are none.
  @Test func withoutValidationExamplesNothingIsWatched() throws {
    let none = Matrix(rows: 0, columns: Toy.images.columns)
    var losses: [Double?] = []
    let stack = try Toy.pretraining.fit(Toy.images, validation: none, seed: 1) {
      if case .epoch(let epoch, _) = $0 { losses.append(epoch.validationLoss) }
    }
    #expect(
      try !losses.isEmpty && losses.allSatisfy { $0 == nil }
        && stack == Toy.pretraining.fit(Toy.images, seed: 1))
  }

  @Test func codesThatCannotBeComputedAnewAreRefused() throws {
    var pretraining = Toy.pretraining
    pretraining.layers[1].autoencoder.corruption = [.swap(0.3)]
    let error = #expect(throws: InputError.self) {
      try pretraining.fit(Toy.images, seed: 1, keeping: .nowhere)
    }
    #expect(error?.place == "the codes below layer 2")
    #expect(error?.found == "noise that takes values of other examples")
  }

  @Test func codesThatCannotBeWrittenAreAnError() throws {
    let nowhere = try TemporaryFolder()("nowhere")
    let error = #expect(throws: InputError.self) {
      try Toy.pretraining.fit(Toy.images, seed: 1, keeping: .folder(nowhere))
    }
    #expect(error?.kind == .cannotWrite)
  }

  /// Nothing is trained where a layer further up cannot be.
  @Test func aLayerFurtherUpIsCheckedBeforeTheFirstIsTrained() throws {
    let changes: [(inout DenoisingAutoencoder) -> Void] = [
      { $0.corruption = [.masking(7)] }, { $0.contraction = -1 }, { $0.units = 2_000_000 }, { $0.units = 0 },
      { $0.units = -5 }, { $0.corruption = [.masking(.nan)] },
    ]
    for change in changes {
      var pretraining = Toy.pretraining
      change(&pretraining.layers[1].autoencoder)
      #expect(throws: (any Error).self) { try pretraining.check() }
      var events = 0
      #expect(throws: (any Error).self) { try pretraining.fit(Toy.images, seed: 1) { _ in events += 1 } }
      #expect(events == 0)
    }
  }

  /// A width is looked at before memory is taken for it.
  @Test(arguments: [-1, 0, 1 << 21, 10_000_000_000, .max]) func impossibleWidthsAreRefused(width: Int) throws
  {
    let autoencoder = DenoisingAutoencoder(units: 4)
    #expect(throws: GraphError.self) { try autoencoder.graph(inputs: width, seed: 1) }
    #expect(throws: GraphError.self) { try Toy.pretraining.untrained(inputs: width, seed: 1) }
    #expect(throws: GraphError.self) { try DenoisingAutoencoder(units: width).graph(inputs: 3, seed: 1) }
    let stack = try Toy.pretraining.untrained(inputs: 20, seed: 1).droppingDecoders()
    #expect(throws: GraphError.self) { try stack.attachingHead(classes: width) }
  }

  @Test func aStateThatDoesNotFitIsRefused() throws {
    func message(_ change: (inout GreedyPretraining.State) -> Void) throws -> String? {
      var state = try Toy.run().states[7]
      change(&state)
      return #expect(throws: InputError.self) { try Toy.run(from: state) }?.description
    }
    #expect(
      try message { $0.layer = 0 }?.hasPrefix(
        "the state of pretraining: expected 1 finished layers, as the stack has, found 0;") == true)
    #expect(try message { $0.stack = nil }?.contains("expected 0 finished layers") == true)
    #expect(try message { $0.training?.epoch = 7 }?.contains("expected 0 to 4 epochs, found 7") == true)
  }

  @Test func whatDoesNotGoTogetherIsRefused() throws {
    func message(_ layers: [GreedyPretraining.Layer], validation: (any Features)? = nil) -> String? {
      let error = #expect(throws: (any Error).self) {
        try GreedyPretraining(layers: layers).fit(
          Toy.images, validation: validation, seed: 1, execution: Execution(threads: 1))
      }
      return error.map { "\($0)" }
    }
    #expect(message([]) == "layers: expected at least one, found none; add a layer to the recipe")
    #expect(throws: InputError.self) {
      try GreedyPretraining(layers: []).untrained(inputs: 3, seed: 1)
    }
    var layers = Toy.pretraining.layers
    layers[0].training.epochs = 1
    layers[0].autoencoder.activation = .tanh
    // Codes of tanh units lie in [−1, 1], which the second layer's cross-entropy cannot take.
    #expect(
      message(layers)
        == "loss: expected squared-error in layer 2, whose inputs are codes of tanh units, from -1 to 1, found "
        + "cross-entropy, which needs inputs from 0 to 1; take sigmoid units, or the squared error with linear "
        + "reconstructions")
    layers[0].autoencoder.activation = .sigmoid
    layers[0].training.learningRate = -1
    #expect(
      message(layers)
        == "learningRate: expected a positive number, found -1.0; change it in the recipe")
    #expect(
      message(Toy.pretraining.layers, validation: Matrix(rows: 2, columns: 21))
        == "examples: expected 20 features, as the model's input has, found 21; give it the data set "
        + "that it was made for")
    #expect(
      message(Toy.pretraining.layers, validation: Matrix(rows: 1, columns: 20, repeating: 255))?
        .hasPrefix("loss.0: cross-entropy: expected inputs from 0 to 1, found 255.0 to 255.0") == true)
  }
}
