import StrataDatasets
import StrataLayerGraph
import StrataPretraining
import StrataRecipes
import Testing

@testable import StrataExperiments

struct ShelfTests {
  @Test func aStackMadeLayerByLayerIsTheOneMadeInOneGo() throws {
    let tiny = try TinyExperiment("stack.units=[6, 5, 4]")
    // Its folder is there as long as it is.
    defer { withExtendedLifetime(tiny) {} }
    let laboratory = try tiny.laboratory()
    let whole = try laboratory.recipe.greedyPretraining()
      .fit(laboratory.dataset.train.features, seed: 3, execution: laboratory.execution)
    let stack = try laboratory.stack(seed: 3)
    #expect(stack.parameters == whole.parameters)
  }

  @Test func aShorterStackIsTheBeginningOfALongerOne() throws {
    let tiny = try TinyExperiment("stack.units=[6, 5]")
    // Its folder is there as long as it is.
    defer { withExtendedLifetime(tiny) {} }
    let laboratory = try tiny.laboratory()
    let two = try laboratory.stack(seed: 1)
    let one = try laboratory.stack(of: laboratory.recipe.with(units: [6]), seed: 1)
    for name in one.parameters.names { #expect(one.parameters[name] == two.parameters[name]) }
  }

  @Test func whatDiffersIsTrainedAnew() throws {
    let tiny = try TinyExperiment("stack.units=[6]")
    // Its folder is there as long as it is.
    defer { withExtendedLifetime(tiny) {} }
    let laboratory = try tiny.laboratory()
    let plain = try laboratory.stack(of: laboratory.recipe.with(noise: .masking, 0), seed: 1)
    let noisy = try laboratory.stack(of: laboratory.recipe.with(noise: .masking, 0.5), seed: 1)
    let other = try laboratory.stack(of: laboratory.recipe.with(noise: .masking, 0.5), seed: 2)
    #expect(plain.parameters != noisy.parameters)
    #expect(noisy.parameters != other.parameters)
    let pretrained = try laboratory.classifier(isPretrained: true, seed: 1)
    #expect(try pretrained != laboratory.classifier(isPretrained: false, seed: 1))
    #expect(try pretrained == laboratory.classifier(isPretrained: true, seed: 1))
  }
}
