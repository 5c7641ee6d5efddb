import Foundation
import StrataLayerGraph
import StrataLinearAlgebra
import StrataReports
import Testing

/// The drawings of a tied denoising autoencoder, whole. When they change on purpose, look at the new
/// ones (`dot -Tpng`, `rsvg-convert`) and put them in place of the old in `Fixtures`.
struct DrawingTests {
  private func fixture(_ name: String, _ type: String) throws -> String {
    let url = try #require(
      Bundle.module.url(forResource: name, withExtension: type, subdirectory: "Fixtures"))
    return try String(contentsOf: url, encoding: .utf8)
  }

  @Test func dot() throws {
    let graph = try SmallGraphs.autoencoder(corruption: .masking(0.25))
    #expect(try graph.dot == fixture("autoencoder", "dot"))
  }

  @Test func svg() throws {
    let graph = try SmallGraphs.autoencoder(corruption: .masking(0.25))
    #expect(try graph.svg == fixture("autoencoder", "svg"))
  }

  @Test func namesAreQuoted() throws {
    let graph = try LayerGraph(
      nodes: [Node("a \"b\" <c> & \\d", .input(width: 1))], parameters: ParameterTable())
    #expect(graph.dot.contains(#""a \"b\" <c> & \\d" [label="a \"b\" <c> & \\d\ninput · batch × 1"];"#))
    #expect(graph.svg.contains(">a \"b\" &lt;c&gt; &amp; \\d</text>"))
  }
}
