import StrataLayerGraph
import StrataLinearAlgebra
import StrataPretraining
import Testing

/// Pretraining that is stopped, watched and gone on with.
struct PretrainingStoppingTests {
  /// A layer that a closure stops stays as it is, and the next begins.
  /// Stopped as it begins, a layer is as it was drawn, and the next one learns.
  @Test func aLayerIsStoppedAsItBegins() throws {
    var epochs = [0, 0]
    let stack = try Toy.pretraining.fit(Toy.images, seed: 1) {
      switch $0 {
      case .layer(0, _): throw StopTraining()
      case .epoch(let epoch, _): epochs[epoch.layer] += 1
      default: break
      }
    }
    #expect(epochs[0] == 0 && epochs[1] > 0)
    let drawn = try Toy.pretraining.untrained(inputs: 20, seed: 1)
    #expect(stack.parameters["encoder.0.weight"] == drawn.parameters["encoder.0.weight"])
    #expect(stack.parameters["encoder.1.weight"] != drawn.parameters["encoder.1.weight"])
  }

  @Test func aClosureStopsALayer() throws {
    var epochs: [Int] = []
    let stack = try Toy.pretraining.fit(Toy.images, seed: 1) { event in
      guard case .epoch(let epoch, _) = event else { return }
      epochs.append(epoch.layer)
      if epoch.layer == 0, epoch.training.number == 2 { throw StopTraining() }
    }
    #expect(epochs == [0, 0, 1, 1, 1, 1])
    var shorter = Toy.pretraining
    shorter.layers[0].training.epochs = 2
    #expect(try shorter.fit(Toy.images, seed: 1).parameters == stack.parameters)
  }

  @Test func aCancelledTaskStops() async {
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try Toy.pretraining.fit(Toy.images, seed: 1)
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  /// Interrupted after any epoch of either layer.
  @Test(arguments: 0..<10)
  func anInterruptedRunGivesTheSameBits(epoch: Int) throws {
    let whole = try Toy.run(validation: Toy.others)
    let resumed = try Toy.run(validation: Toy.others, from: whole.states[epoch])
    #expect(resumed.stack == whole.stack)
    #expect(resumed.states == Array(whole.states.dropFirst(epoch + 1)))
    #expect(
      resumed.epochs.map(\.validationLoss)
        == whole.epochs.dropFirst(epoch + 1).map(\.validationLoss))
  }

  /// Interrupted within any epoch of either layer.
  @Test(arguments: 0..<10)
  func aRunInterruptedWithinAnEpochGivesTheSameBits(epoch: Int) throws {
    struct Stop: Error {}
    let whole = try Toy.run(validation: Toy.others)
    var stopped: GreedyPretraining.State?
    #expect(throws: Stop.self) {
      try Toy.pretraining.fit(
        Toy.images, validation: Toy.others, seed: 1, execution: Execution(threads: 1)
      ) { event in
        guard case .progress(let layer, let number, let share, let state) = event else { return }
        guard layer * 6 + number - 1 == epoch, share > 0.5 else { return }
        stopped = try state()
        throw Stop()
      }
    }
    let state = try #require(stopped)
    #expect((1..<8).contains(state.training?.partial.steps ?? 0))
    let resumed = try Toy.run(validation: Toy.others, from: state)
    #expect(resumed.stack == whole.stack)
    #expect(resumed.states == Array(whole.states.dropFirst(epoch)))
    #expect(resumed.epochs.map(\.training.loss) == whole.epochs.dropFirst(epoch).map(\.training.loss))
  }

  @Test func whatAReportThrowsEndsPretraining() {
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try Toy.pretraining.fit(Toy.images, seed: 1) { event in
        if case .epoch = event { throw Stop() }
      }
    }
  }

  @Test func progressGoesThroughEveryEpoch() throws {
    var shares: [[Double]] = []
    _ = try Toy.pretraining.fit(Toy.images, seed: 1) { event in
      guard case .progress(let layer, let epoch, let share, _) = event else { return }
      let position = layer * 6 + epoch - 1
      if shares.count == position { shares.append([]) }
      shares[position].append(share)
    }
    #expect(shares.map(\.count) == [8, 8, 8, 8, 8, 8, 6, 6, 6, 6])
    #expect(shares.allSatisfy { $0 == $0.sorted() && $0.last == 1 })
  }
}
