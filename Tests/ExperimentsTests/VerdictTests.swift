import Testing

@testable import Experiments

/// Verdicts on numbers that are made up: one that speaks for the claim, one that speaks against it.
struct VerdictTests {
  /// The observations of an experiment with one number for each of its quantities, whatever the seed.
  private func observations(
    _ factors: [String], _ rows: [(levels: [String], values: [Double])], of quantities: [Quantity]
  ) -> Observations {
    var all = Observations(factors: factors, quantities: quantities)
    for seed in 1...2 as ClosedRange<UInt64> {
      for row in rows {
        all.record(row.levels, seed: seed, Dictionary(uniqueKeysWithValues: zip(quantities, row.values)))
      }
    }
    return all
  }

  private func cleanTarget(clean: [Double], corrupted: [Double]) -> Verdict {
    let quantities = [
      CleanTarget.identity, CleanTarget.recovered, CleanTarget.error, CleanTarget.loss,
    ]
    let rows = ["25 %", "50 %"].flatMap { level in
      [([level, "the clean input"], clean), ([level, "the corrupted input"], corrupted)]
    }
    return CleanTarget().verdict(observations(["noise", "compared with"], rows, of: quantities))
  }

  @Test func aCleanTargetCopiesLessRecoversMoreAndErrsLess() {
    let (good, bad) = ([0.1, 70, 5, 60], [0.3, 20, 8, 60])
    #expect(cleanTarget(clean: good, corrupted: bad).answer == .holds)
    #expect(cleanTarget(clean: bad, corrupted: good).answer == .fails)
    #expect(cleanTarget(clean: [0.1, 70, 9, 60], corrupted: bad).answer == .partly)
    let sentence = cleanTarget(clean: good, corrupted: bad).sentence
    for figure in ["70.0 %", "20.0 %", "0.100", "0.300", "5.00 %", "8.00 %"] {
      #expect(sentence.contains(figure))
    }
  }

  private func depth(_ errors: [(pretrained: Double, random: Double)]) -> Verdict {
    let rows = errors.enumerated().flatMap { index, error in
      [
        (["\(index + 1)", "pretrained"], [error.pretrained]),
        (["\(index + 1)", "random init"], [error.random]),
      ]
    }
    return Depth().verdict(observations(["layers", "start"], rows, of: [.testError]))
  }

  @Test func depthHelpsWhenMoreThanOneLayerIsBestAndPretrainingBeatsChance() {
    #expect(depth([(3, 4), (2, 4)]).answer == .holds)
    #expect(depth([(2, 4), (3, 4)]).answer == .partly)
    #expect(depth([(2, 1), (3, 1)]).answer == .fails)
  }

  private func edges(_ shares: [Double]) -> Verdict {
    let rows = zip(["neither", "weight decay", "gaussian noise"], shares).map { ([$0], [$1, 0.5, 10]) }
    return Edges().verdict(
      observations(["training"], rows, of: [Edges.edges, Edges.explained, Edges.loss]))
  }

  @Test func edgesAreMostFiltersUnderNoiseAndFewUnderWeightDecay() {
    #expect(edges([5, 10, 80]).answer == .holds)
    #expect(edges([5, 60, 80]).answer == .partly)
    #expect(edges([60, 60, 40]).answer == .fails)
  }
}
