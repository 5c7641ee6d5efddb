internal import StrataClassifiers
internal import StrataDrawings
internal import StrataLayerGraph
internal import StrataReports
internal import StrataRuns

/// What was learned, epoch by epoch: from `metrics.jsonl`.
extension RunReport {
  func pretrainingSections() throws -> [Report.Section] {
    let metrics = try folder.metrics(as: PretrainingMetrics.self)
    let layers = Dictionary(grouping: metrics, by: \.layer).sorted { $0.key < $1.key }
    guard !layers.isEmpty else { return [] }
    let table = Table(
      [
        .words("Layer"), .number("Epochs"), .number("Training loss"), .number("Validation loss"),
        .number("Time"),
      ],
      rows: layers.map { layer, epochs in
        [
          "\(layer)", "\(epochs.count)", epochs.last.map { String($0.trainingLoss, decimals: 3) } ?? "–",
          epochs.last?.validationLoss.map { String($0, decimals: 3) } ?? "–",
          String(seconds: epochs.reduce(0) { $0 + $1.seconds }),
        ]
      })
    let curves = layers.map { layer, epochs in
      chart(
        "Layer \(layer)", y: ChartAxis("denoising loss"),
        series: [
          .init("training", points: epochs.map { .init(Double($0.epoch), $0.trainingLoss) }),
          .init(
            "validation",
            points: epochs.compactMap { epoch in
              epoch.validationLoss.map { .init(Double(epoch.epoch), $0) }
            }),
        ])
    }
    let pictures = try [
      picture(
        "filters.png", alt: "a grid of small images, one for each unit of the first layer",
        caption: "For units of the first layer, the input of norm one that excites each most: w / ‖w‖, "
          + "orange where a pixel excites, blue where it inhibits."),
      picture(
        "reconstructions.png", alt: "rows of test images: clean, with noise, and reconstructed",
        caption: "Test images, the same with noise, and what the first layer makes of the noisy ones."),
    ].compactMap(\.self)
    return [
      Report.Section(
        "What it came to",
        [
          .verdict(
            "\(layers.count == 1 ? "One layer" : "\(layers.count) layers") learned without a label from "
              + "\(String(grouped: folder.record.learnedFrom)) examples in "
              + "\(String(seconds: folder.record.trainingSeconds))."),
          .table(table, caption: "The last epoch of each layer"),
          .paragraph(
            "A loss is the sum over the units that a layer reconstructs, averaged over the examples; it is "
              + "taken against the clean input. Losses of different layers are of different things and "
              + "cannot be compared."),
        ])
    ] + (pictures.isEmpty ? [] : [Report.Section("What it has learned to see", pictures)])
      + [Report.Section("Learning curves", curves)]
  }

  func fineTuningSections() throws -> [Report.Section] {
    let metrics = try folder.metrics(as: FineTuningMetrics.self)
    guard !metrics.isEmpty else { return [] }
    let best = metrics.lastIndex(where: \.isBest)
    let looks = metrics.filter { $0.validationErrorPercent != nil }
    let table = Table(
      [
        .words("Epoch"), .number("Training loss"), .number("Validation loss"), .number("Validation error"),
        .number("Time"), .words(""),
      ],
      rows: metrics.enumerated().map { index, epoch in
        [
          "\(epoch.epoch)", String(epoch.trainingLoss, decimals: 4),
          epoch.validationLoss.map { String($0, decimals: 4) } ?? "–",
          epoch.validationErrorPercent.map { String($0, decimals: 2) + " %" } ?? "–",
          String(seconds: epoch.seconds),
          index == best ? "best" : "",
        ]
      })
    let candidates =
      metrics.count == looks.count
      ? "\(metrics.count)" : "the \(looks.count) of \(metrics.count) that were validated"
    let errors =
      looks.isEmpty
      ? []
      : [
        chart(
          "Validation error", y: ChartAxis("wrong predictions", format: .percent),
          series: [
            .init(
              "",
              points: looks.compactMap { line in
                line.validationErrorPercent.map { .init(Double(line.epoch), $0) }
              },
              highlight: looks.lastIndex(where: \.isBest))
          ], caption: "The best epoch is ringed.")
      ]
    let verdict = best.map { index in
      metrics[index].validationErrorPercent.map {
        "Epoch \(metrics[index].epoch) was the best of \(candidates): \(String($0, decimals: 2)) % of the "
          + "validation examples are classified wrongly. Its weights were kept."
      }
        ?? "No examples were kept for validation, so the weights of the last epoch, \(metrics[index].epoch), were kept."
    }
    return [
      Report.Section("What it came to", verdict.map { [.verdict($0)] } ?? []),
      Report.Section(
        "Learning curves",
        errors + [
          chart(
            "Loss", y: ChartAxis("cross-entropy in nats"),
            series: [
              .init("training", points: metrics.map { .init(Double($0.epoch), $0.trainingLoss) }),
              .init(
                "validation",
                points: metrics.compactMap { line in
                  line.validationLoss.map { .init(Double(line.epoch), $0) }
                }),
            ],
            caption: "The training loss is taken during an epoch, with dropout where there is any; the "
              + "validation loss after it, without."),
          .details(summary: "Every epoch as a table", [.table(table, caption: "Epochs")]),
        ]),
    ]
  }

  func baselineSections() throws -> [Report.Section] {
    let metrics = try folder.metrics(as: BaselineMetrics.self)
    let error = folder.record.validationErrorPercent.map {
      "\(String($0, decimals: 2)) % of the validation examples are classified wrongly."
    }
    let note = folder.record.convergenceNote.map { "Note: it \($0)." }
    var sections = [
      Report.Section(
        "What it came to", (error.map { [.verdict($0)] } ?? []) + (note.map { [.paragraph($0)] } ?? []))
    ]
    if !metrics.isEmpty {
      let isMachine = folder.record.model?.linearModel == .linearSVM
      let curve = chart(
        "Training loss", x: isMachine ? "pass" : "iteration", y: ChartAxis("loss"),
        series: [.init("", points: metrics.map { .init(Double($0.iteration), $0.loss) })])
      sections.append(Report.Section("Learning curve", [curve]))
    }
    return sections
  }

  private func chart(
    _ title: String, x: String = "epoch", y: ChartAxis, series: [LineChart.Series], caption: String = ""
  ) -> Report.Block {
    .chart(svg: LineChart(title, x: ChartAxis(x), y: y, series: series).svg, caption: caption)
  }
}
