import StrataLayerGraph
import StrataReports
import Testing

@Suite struct GraphSummaryTests {
  private let summary = LayerGraph.Summary(
    rows: [
      .init(node: "input", operation: "input", outputShape: "batch × 784", parameters: 0),
      .init(
        node: "encoder.0", operation: "dense(encoder.0.weight, encoder.0.bias)", outputShape: "batch × 1000",
        parameters: 785_000, shared: ["encoder.0.weight"]),
      .init(
        node: "decoder.0", operation: "dense(encoder.0.weightᵀ, decoder.0.bias)", outputShape: "batch × 784",
        parameters: 784_784, shared: ["encoder.0.weight"], isFrozen: true),
    ], parameters: 785_784, trainable: 785_000)

  @Test func text() {
    #expect(
      summary.text == """
        Node       Operation                    Output        Parameters
        ─────────  ───────────────────────────  ────────────  ──────────  ──────────────
        input      input                        batch × 784
        encoder.0  dense(encoder.0.weight,      batch × 1000     785,000  shared
                   encoder.0.bias)
        decoder.0  dense(encoder.0.weightᵀ,     batch × 784      784,784  shared, frozen
                   decoder.0.bias)
        ─────────  ───────────────────────────  ────────────  ──────────  ──────────────
        Total                                                    785,784
        Trainable                                                785,000

        """)
  }

  @Test func markdown() {
    #expect(
      summary.markdown == """
        | Node      | Operation                                | Output       | Parameters |                |
        |:----------|:-----------------------------------------|:-------------|-----------:|:---------------|
        | input     | input                                    | batch × 784  |            |                |
        | encoder.0 | dense(encoder.0.weight, encoder.0.bias)  | batch × 1000 |    785,000 | shared         |
        | decoder.0 | dense(encoder.0.weightᵀ, decoder.0.bias) | batch × 784  |    784,784 | shared, frozen |
        | Total     |                                          |              |    785,784 |                |
        | Trainable |                                          |              |    785,000 |                |

        """)
  }
}
