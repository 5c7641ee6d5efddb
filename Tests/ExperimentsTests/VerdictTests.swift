import Testing

@testable import StrataExperiments

/// Verdicts on numbers that are made up: some that speak for the claim, some that speak against it.
struct VerdictTests {
  private func cleanTarget(clean: [Double], corrupted: [Double]) -> Verdict {
    let quantities = [
      CleanTarget.identity, CleanTarget.recovered, CleanTarget.error, CleanTarget.loss,
    ]
    let rows = (["25 %", "50 %"] as [Level]).flatMap { level -> [Row] in
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
    let rows = errors.enumerated().flatMap { index, error -> [Row] in
      [
        ([Level(index + 1), "pretrained"], [error.pretrained]),
        ([Level(index + 1), "random init"], [error.random]),
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
    let rows = zip(["neither", "weight decay", "gaussian noise"], shares).map {
      ([Level($0)], [$1, 0.5, 10])
    }
    return Edges().verdict(
      observations(["training"], rows, of: [Edges.edges, Edges.explained, Edges.loss]))
  }

  @Test func edgesAreMostFiltersUnderNoiseAndFewUnderWeightDecay() {
    #expect(edges([5, 10, 80]).answer == .holds)
    #expect(edges([5, 60, 80]).answer == .partly)
    #expect(edges([60, 60, 40]).answer == .fails)
  }

  /// Errors of a hidden column: of its mean, linear regression, the plain and the denoising autoencoder.
  private func bmi(height: [Double], others: [Double]) -> Verdict {
    let rows = zip(["height", "weight", "BMI"], [height, others, others]).flatMap { column, errors in
      zip(BodyMassIndex.methods, errors).map { ([Level(column), $0], [$1]) }
    }
    return BodyMassIndex().verdict(
      observations(["hidden", "model"], rows, of: [BodyMassIndex.recovered]))
  }

  @Test func denoisingRecoversEachHiddenColumnBetter() {
    let (good, bad) = ([1, 0.2, 0.9, 0.3], [1, 0.2, 0.3, 0.9])
    #expect(bmi(height: good, others: good).answer == .holds)
    #expect(bmi(height: good, others: bad).answer == .partly)
    #expect(bmi(height: bad, others: bad).answer == .fails)
    #expect(bmi(height: good, others: good).sentence.contains("height 0.30 against 0.90"))
  }

  private func robustness(_ masking: (random: Double, stacked: Double), others: (Double, Double)) -> Verdict {
    let rows = ["masking", "bit-flip", "gaussian"].flatMap { kind in
      ["0 %", "10 %", "20 %", "30 %", "40 %", "50 %", "60 %"].flatMap { level in
        let errors = kind == "masking" ? masking : others
        return zip(Robustness.models, [20, errors.0, errors.1]).map {
          ([Level(kind), Level(level), $0], [$1])
        }
      }
    }
    return Robustness().verdict(observations(["noise", "level", "model"], rows, of: [.testError]))
  }

  @Test func pretrainingIsToErrLessUnderEveryNoise() {
    #expect(robustness((9, 5), others: (9, 5)).answer == .holds)
    #expect(robustness((9, 5), others: (5, 9)).answer == .partly)
    #expect(robustness((5, 9), others: (5, 9)).answer == .fails)
    #expect(robustness((9, 5), others: (5, 9)).sentence.contains("6 of 18"))
  }

  /// Losses on training images, on test images, their difference, and the rise over the lowest test loss.
  private func capacity(under: Double, over: Double, withNoise: Double, inputs: Int = 784) -> Verdict {
    let rows = [(Level(25), under), (Level(2000), over)].flatMap { width, rise -> [Row] in
      [([width, "0 %"], [60, 90, 30, rise]), ([width, "25 %"], [60, 90, 30, withNoise])]
    }
    return Capacity().verdict(
      observations(
        ["hidden units", "noise"], rows, of: [Capacity.train, Capacity.test, Capacity.gap, Capacity.rise]),
      inputs: inputs)
  }

  @Test func overfittingIsATestLossThatRisesAgain() {
    #expect(capacity(under: 2, over: 3, withNoise: 1).answer == .holds)
    #expect(capacity(under: 0.5, over: 3, withNoise: 1).answer == .partly)
    #expect(capacity(under: 0.5, over: 0.9, withNoise: 1).answer == .fails)
    #expect(capacity(under: 2, over: 0.5, withNoise: 1).sentence.contains("in 1 of 2 widths"))
    // No layer is wider than such images.
    #expect(capacity(under: 2, over: 3, withNoise: 1, inputs: 4096).answer == .holds)
    #expect(capacity(under: 0.5, over: 0.9, withNoise: 1, inputs: 4096).answer == .fails)
  }

  @Test func aRiseIsOverTheLowestWhereverThatWas() {
    #expect(Capacity.rises([120, 100, 110]).map { $0.rounded() } == [20, 0, 10])
    #expect(Capacity.rises([50]) == [0])
  }

  private func features(raw: [Double], narrow: [Double]) -> Verdict {
    FrozenFeatures().verdict(
      observations(
        ["features", "dimensions"],
        [(["raw pixels", Level(784)], raw), (["one narrow layer", Level(100)], narrow)],
        of: [FrozenFeatures.logistic, FrozenFeatures.machine]))
  }

  @Test func aHundredFeaturesAreToBeatThePixels() {
    #expect(features(raw: [8, 8], narrow: [7, 7]).answer == .holds)
    #expect(features(raw: [8, 8], narrow: [7, 9]).answer == .partly)
    #expect(features(raw: [8, 8], narrow: [9, 9]).answer == .fails)
  }

  /// Strokes, their width and length, and the norm of the filters without noise, with 25 and 50 %, under weight decay.
  private func filters(_ values: [[Double]]) -> Verdict {
    let rows = zip(["no noise", "noise 25 %", "noise 50 %", "weight decay"], values).map { ([Level($0)], $1) }
    return Filters().verdict(
      observations(["training"], rows, of: [Filters.strokes, Filters.width, Filters.length, Filters.norm]))
  }

  @Test func filtersBecomeStrokesAndThenLargerOnesAndStayStrong() {
    let good: [[Double]] = [[10, 2, 5, 7], [60, 3, 6, 7], [80, 4, 8, 8], [20, 2, 5, 4]]
    #expect(filters(good).answer == .holds)
    #expect(filters([[90, 4, 8, 4], [60, 3, 6, 4], [10, 2, 5, 4], [80, 2, 5, 7]]).answer == .fails)
    #expect(filters([good[0], good[2], good[1], good[3]]).answer == .partly)
    // Weight decay is not to give as many.
    #expect(filters([good[0], good[1], good[2], [90, 2, 5, 4]]).answer == .partly)
  }

  @Test func strokesThatAreNotThereHaveNotGrown() {
    let names = [Filters.strokes, Filters.norm]
    let rows = zip(
      ["no noise", "noise 25 %", "noise 50 %", "weight decay"], [[0, 7], [1, 7], [0, 8], [0, 4]]
    )
    .map { ([Level($0)], $1.map(Double.init)) }
    let verdict = Filters().verdict(observations(["training"], rows, of: names))
    #expect(verdict.answer == .partly)
    #expect(verdict.sentence.contains("strokes are –, – wide"))
  }

  @Test func deeperUnitsAreToLookForLessOfASingleStroke() {
    func verdict(_ cosines: [Double]) -> Verdict.Answer {
      let rows = cosines.enumerated().map { ([Level($0 + 1)], [$1]) }
      return DeeperFilters().verdict(observations(["layer"], rows, of: [DeeperFilters.nearest])).answer
    }
    #expect(verdict([1, 0.4, 0.3]) == .holds)
    #expect(verdict([1, 0.3, 0.4]) == .partly)
    #expect(verdict([0.2, 0.3, 0.4]) == .fails)
  }

  @Test func noisesAreAsFineAsMaskingWhenTheyErrNoMore() {
    func verdict(_ errors: [Double]) -> Verdict {
      let rows = zip(["masking", "bit-flip", "gaussian"], errors).map {
        ([Level($0), "25 %"] as [Level], [4, $1])
      }
      return NoiseKinds().verdict(
        observations(["training", "setting"], rows, of: [NoiseKinds.validationError, .testError]))
    }
    #expect(verdict([5, 5.1, 4.8]).answer == .holds)
    #expect(verdict([5, 5.1, 5.3]).answer == .partly)
    #expect(verdict([5, 5.3, 5.3]).answer == .fails)
    #expect(verdict([5, 5.1, 4.8]).sentence.contains("bit-flip 25 % 5.10 %"))
  }
}

/// One set of conditions, with a number for each quantity.
private typealias Row = (levels: [Level], values: [Double])

/// The observations of an experiment with one number for each of its quantities, whatever the seed.
private func observations(
  _ factors: [String], _ rows: [Row], of quantities: [Quantity]
) -> Observations {
  var all = Observations(factors: factors, quantities: quantities)
  for seed in 1...2 as ClosedRange<UInt64> {
    for row in rows {
      all.record(row.levels, seed: seed, Dictionary(uniqueKeysWithValues: zip(quantities, row.values)))
    }
  }
  return all
}
