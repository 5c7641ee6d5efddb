import Foundation
import StrataLayerGraph
import StrataLinearAlgebra
import Testing

/// The loss of a denoising autoencoder is taken against the clean input.
struct CleanTargetTests {
  let features = SmallGraphs.features(rows: 6, seed: 2)

  private func pass(target: String, corruption: Corruption) throws -> LibraryPass {
    let graph = try SmallGraphs.autoencoder(corruption: corruption, target: target, seed: 2)
    var pass = LibraryPass(graph, features: features)
    pass.noise = .init(seed: 2)
    return pass
  }

  /// With every input masked the reconstruction is the same for every example, and the loss is still
  /// the distance to the input. A loss that read the corrupted input would see zeros.
  @Test(arguments: [1, 2])
  func theLossReadsTheCleanInput(threads: Int) throws {
    var clean = try pass(target: "input", corruption: .masking(1))
    clean.threads = threads
    let logits = try clean.value(of: "decoder")
    let targets = features.matrix
    func crossEntropy(_ target: (Int, Int) -> Float) -> Double {
      var sum = 0.0
      for row in 0..<logits.rows {
        for column in 0..<logits.columns {
          let p = 1 / (1 + exp(-Double(logits[row, column])))
          let x = Double(target(row, column))
          sum -= x * log(p) + (1 - x) * log(1 - p)
        }
      }
      return sum / Double(logits.rows)
    }
    let againstClean = crossEntropy { targets[$0, $1] }
    let againstCorrupted = crossEntropy { _, _ in 0 }
    #expect(abs(againstClean - againstCorrupted) > 0.1)
    #expect(abs(try clean.meanLoss("loss") / againstClean - 1) < 1e-6)
    #expect(abs(try clean.gradients(of: "loss").loss / againstClean - 1) < 1e-6)

    // The same graph with the edge in the wrong place does what the test above would catch.
    let wrong = try pass(target: "corruption", corruption: .masking(1))
    #expect(abs(try wrong.meanLoss("loss") / againstCorrupted - 1) < 1e-6)
  }

  @Test(arguments: GradientCase.corruptions)
  func gradientsAreThoseOfTheCleanTarget(corruption: Corruption) throws {
    let clean = try pass(target: "input", corruption: corruption)
    let wrong = try pass(target: "corruption", corruption: corruption)
    let found = try clean.gradients(of: "loss").gradients
    #expect(relativeError(found, clean.reference.gradient(of: "loss")) < GradientTests.tolerance)
    #expect(relativeError(found, wrong.reference.gradient(of: "loss")) > 0.05)
  }
}
