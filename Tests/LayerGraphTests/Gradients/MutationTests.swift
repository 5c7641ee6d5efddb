import StrataLayerGraph
import Testing

/// That the comparison of gradients can fail: a gradient that lacks any one term is far outside its
/// tolerance. The reference with the term left out stands for a library that forgot it.
struct MutationTests {
  @Test(arguments: Omission.all)
  func aMissingTermIsSeen(_ term: Omission) throws {
    for pass in GradientTests.passes(try term.graph(), seed: 5, threads: 2) {
      let found = try pass.gradients(of: "loss").gradients
      let whole = pass.reference.gradient(of: "loss")
      let mutilated = pass.reference.gradient(of: "loss", dropping: term)
      let tolerance = GradientTests.tolerance * pass.reference.conditioning
      #expect(tolerance < 1e-4 && relativeError(found, whole) < tolerance)
      #expect(relativeError(found, mutilated) > 0.05)
    }
  }

  /// The written-out chain rule is itself proven, by central differences.
  @Test(arguments: GradientCase.all)
  func theReferenceAgreesWithCentralDifferences(_ gradientCase: GradientCase) throws {
    let pass = GradientTests.passes(try gradientCase.graph(6), seed: 6, threads: 1)[0]
    let written = pass.reference.gradient(of: "loss")
    let differences = pass.reference.centralDifferences(of: "loss", input: pass.referenceInput)
    for (name, gradient) in written {
      let scale = gradient.elements.reduce(0) { max($0, abs($1)) }
      let error = zip(gradient.elements, differences[name]?.elements ?? []).reduce(0) {
        max($0, abs($1.0 - $1.1))
      }
      #expect(error <= 1e-8 * max(scale, 1), "\(name)")
    }
  }
}
