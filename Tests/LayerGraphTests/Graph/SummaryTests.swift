import StrataLayerGraph
import StrataLinearAlgebra
import Testing

struct SummaryTests {
  private func rows(_ graph: LayerGraph) -> [String] {
    graph.summary.rows.map {
      "\($0.node) | \($0.operation) | \($0.inputs.joined(separator: ", ")) | \($0.outputShape) | "
        + "\($0.parameters) | \($0.shared.joined(separator: ", ")) | \($0.isFrozen)"
    }
  }

  @Test func aTiedAutoencoder() throws {
    let graph = try SmallGraphs.autoencoder(corruption: .masking(0.125))
    #expect(
      rows(graph) == [
        "input | input |  | batch × 19 | 0 |  | false",
        "corruption | masking 12.5 % | input | batch × 19 | 0 |  | false",
        "encoder | dense | corruption | batch × 18 | 360 | weight | false",
        "code | sigmoid | encoder | batch × 18 | 0 |  | false",
        "decoder | dense, transposed | code | batch × 19 | 19 | weight | false",
        "reconstruction | sigmoid | decoder | batch × 19 | 0 |  | false",
        "loss | cross entropy | decoder, input | 1 | 0 |  | false",
      ])
    #expect(graph.summary.parameters == 19 * 18 + 18 + 19)
    #expect(graph.summary.trainable == 19 * 18 + 18 + 19)
  }

  @Test func aClassifierWithAFrozenEncoder() throws {
    let graph = try SmallGraphs.classifier(middle: .dropout(rate: 0.5)).freezing(upTo: "code")
    #expect(
      rows(graph) == [
        "input | input |  | batch × 19 | 0 |  | false",
        "encoder | dense | input | batch × 18 | 360 |  | true",
        "code | sigmoid | encoder | batch × 18 | 0 |  | false",
        "middle | dropout 50 % | code | batch × 18 | 0 |  | false",
        "head | dense | middle | batch × 5 | 95 |  | false",
        "labels | labels |  | batch × 5 | 0 |  | false",
        "loss | softmax cross entropy | head, labels | 1 | 0 |  | false",
      ])
    #expect(graph.summary.parameters == 455)
    #expect(graph.summary.trainable == 95)
  }

  @Test(
    arguments: [
      (.masking(0.25), "masking 25 %"), (.bitFlip(0.1), "bit-flip 10 %"),
      (.saltAndPepper(0), "salt-and-pepper 0 %"), (.gaussian(0.3), "gaussian σ 0.3"),
      (.masking(0.5).changing(to: 0.125), "masking 50 % to 12.5 %"),
      (.swap(0.15), "swap 15 %"), (.gaussian(0.3).changing(to: 0), "gaussian σ 0.3 to 0.0"),
    ] as [(Corruption, String)])
  func noisesInWords(corruption: Corruption, text: String) {
    #expect("\(corruption)" == text)
  }
}
