import Foundation
import StrataClassifiers
import StrataFiles
import StrataLinearAlgebra
import StrataReports
import Testing

@Suite struct AccuracyTableTests {
  /// Which model errs least is said, unless several do.
  @Test func modelsThatErrAlikeAreNotToldApart() throws {
    func verdict(_ mistakes: Int...) throws -> String {
      try AccuracyTable(
        dataset: Examples.mnist,
        models: mistakes.enumerated().map { index, count in
          try AccuracyTable.Model(
            name: "m\(index)", kind: .linearSVM,
            evaluation: Examples.evaluation(wrongOn: 0..<count, of: 100),
            baseline: nil, parameters: 1, trainingSeconds: 1, command: "true")
        }
      ).verdict
    }
    let rest = " on 2.00 % of the test examples (95 % interval "
    #expect(try verdict(2).hasPrefix("m0 errs" + rest))
    #expect(try verdict(3, 2).hasPrefix("m1 errs least:" + rest))
    #expect(try verdict(2, 3, 2).hasPrefix("m0, m2 err least, and alike:" + rest))
    #expect(try verdict(2, 2).hasPrefix("m0, m1 err alike:" + rest))
  }

  @Test func text() throws {
    #expect(
      try Examples.accuracyTable().text == """
        Test error on MNIST (10,000 test examples)

                                      Error       95 %                           McNemar
        Model                             %   interval  Parameters    Training         p
        ────────────────────────────  ─────  ─────────  ──────────  ──────────  ────────
        Logistic regression            7.44  6.94–7.97       7,850       3.2 s         –
        Stacked denoising              1.42  1.21–1.67   2,797,010  3 min 02 s  1.2e-181
        autoencoder, 3 × 1000

                                                 Balanced
        Model                                    accuracy  Macro-F1
        ───────────────────────────────────────  ────────  ────────
        Logistic regression                       92.56 %   92.56 %
        Stacked denoising autoencoder, 3 × 1000   98.58 %   98.58 %

        The interval is Wilson's for the test error. McNemar p: exact two-sided test
        against Logistic regression on the same examples. Balanced accuracy (the mean
        recall of the classes that occur) and macro-F1 (of those and any that is
        predicted) count each class alike, as does AUC, each class against the rest.
        Data: MNIST (mnist), 50,000 training, 10,000 validation, 10,000 test examples.
        SHA-256 ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db

        The command behind each row:

          # Logistic regression
          mnist-pipeline baseline --seed 1
          # Stacked denoising autoencoder, 3 × 1000 (runs/0003-finetune)
          mnist-pipeline finetune --seed 1

        """)
  }

  @Test func jsonIsReadAgain() throws {
    let table = try Examples.accuracyTable()
    let json = Data(try table.json().utf8)
    #expect(try AccuracyTable(json: json, title: "MNIST", at: "accuracy.json") == table)
  }

  @Test(arguments: [
    ("\"ci95_percent\" : [", "\"ci95_percent\" : [ 0,"), ("\"linear-svm\"", "\"other\""),
    ("\"training_seconds\" : 1", "\"training_seconds\" : -1"),
    ("\"models\"", "\"x\""),
  ])
  func otherJSONIsAnError(word: String, other: String) throws {
    let json = try Examples.accuracyTable(name: "svm").json()
    try #require(json.contains(word))
    // An interval of three ends, a kind that does not exist, less than no time, no models.
    let changed = json.replacing(word, with: other)
    #expect(throws: InputError.self) {
      try AccuracyTable(json: Data(changed.utf8), title: "MNIST", at: "accuracy.json")
    }
  }

  @Test func markdown() throws {
    #expect(
      try Examples.accuracyTable().markdown == """
        ### Test error on MNIST (10,000 test examples)

        | Model                                   | Test error | 95 % interval | Validation error | Parameters | Training time | McNemar p |
        |:----------------------------------------|-----------:|--------------:|-----------------:|-----------:|--------------:|----------:|
        | Logistic regression                     |     7.44 % |   6.94–7.97 % |                – |      7,850 |         3.2 s |         – |
        | Stacked denoising autoencoder, 3 × 1000 |     1.42 % |   1.21–1.67 % |           1.51 % |  2,797,010 |    3 min 02 s |  1.2e-181 |

        | Model                                   | Balanced accuracy | Macro-F1 |
        |:----------------------------------------|------------------:|---------:|
        | Logistic regression                     |           92.56 % |  92.56 % |
        | Stacked denoising autoencoder, 3 × 1000 |           98.58 % |  98.58 % |

        The interval is Wilson's for the test error. McNemar p: exact two-sided test against Logistic regression on the same examples. Balanced accuracy (the mean recall of the classes that occur) and macro-F1 (of those and any that is predicted) count each class alike, as does AUC, each class against the rest.

        Data: MNIST (mnist), 50,000 training, 10,000 validation, 10,000 test examples. SHA-256 `ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db`.

        The command behind each row:

        ```sh
        # Logistic regression
        mnist-pipeline baseline --seed 1
        # Stacked denoising autoencoder, 3 × 1000 (runs/0003-finetune)
        mnist-pipeline finetune --seed 1
        ```

        """)
  }

  @Test func csv() throws {
    let table = try Examples.accuracyTable()
    // The last digit of a logarithm is the C library's business.
    let p = try #require(table.models[1].mcnemarP)
    #expect(
      table.csv
        == """
        name,kind,test_error_percent,ci95_low_percent,ci95_high_percent,validation_error_percent,log_loss,calibration_error,balanced_accuracy,macro_f1,auc,parameters,training_seconds,mcnemar_p,command,run,dataset,dataset_sha256,train,validation,test,note
        Logistic regression,logistic-regression,7.44,6.941846917938226,7.970839023373764,,,,0.9256,0.9255999962749991,,7850,3.21,,mnist-pipeline baseline --seed 1,,mnist,ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db,50000,10000,10000,
        "Stacked denoising autoencoder, 3 × 1000",stacked-denoising-autoencoder,1.42,1.2060574139796656,1.6712518677152721,1.51,,,0.9858,0.9857999992749997,,2797010,182.0,\(p),mnist-pipeline finetune --seed 1,runs/0003-finetune,mnist,ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db,50000,10000,10000,

        """.replacing("\n", with: "\r\n"))
  }

  @Test func csvQuotesWhatItMust() throws {
    let csv = try Examples.accuracyTable(name: "a, \"b\"\r\nc", command: "plain").csv
    #expect(csv.contains("\r\n\"a, \"\"b\"\"\r\nc\",linear-svm,10.0,"))
    #expect(csv.contains(",plain,"))
  }

  @Test func jsonHasExactlyThePromisedKeys() throws {
    let json = try Examples.accuracyTable().json()
    let root = try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    #expect(root.keys.sorted() == ["dataset", "models", "remarks"])
    let dataset = try #require(root["dataset"] as? [String: Any])
    #expect(dataset.keys.sorted() == ["name", "sha256", "test", "train", "validation"])
    #expect(dataset["name"] as? String == "mnist")
    #expect(dataset["train"] as? Int == 50_000)
    let models = try #require(root["models"] as? [[String: Any]])
    for model in models {
      #expect(
        model.keys.sorted() == [
          "auc", "balanced_accuracy", "calibration_error", "ci95_percent", "command", "kind", "log_loss",
          "macro_f1",
          "mcnemar_p", "name", "note", "parameters", "run", "test_error_percent", "test_errors",
          "training_seconds",
          "validation_error_percent",
        ])
    }
    #expect(models[0]["mcnemar_p"] is NSNull)
    #expect(models[0]["test_error_percent"] as? Double == 7.44)
    #expect(models[1]["kind"] as? String == "stacked-denoising-autoencoder")
    let interval = try #require(models[1]["ci95_percent"] as? [Double])
    #expect(interval.count == 2 && abs(interval[0] - 1.206_057) < 1e-6 && abs(interval[1] - 1.671_252) < 1e-6)
    let p = try #require(models[1]["mcnemar_p"] as? Double)
    #expect(abs(p / 0x1p-601 - 1) < 1e-9)  // 602 mistakes that only the baseline makes: 2 · 2⁻⁶⁰²
  }

  @Test func jsonKeysAreSortedAndItsTextIsStable() throws {
    let json = try Examples.accuracyTable().json()
    #expect(try Examples.accuracyTable().json() == json)
    let keys = json.split(separator: "\n").compactMap { line in
      line.hasPrefix("      \"") ? line.split(separator: "\"").dropFirst().first : nil
    }
    #expect(keys.count == 34)
    #expect(Array(keys.prefix(17)) == keys.prefix(17).sorted())
  }

  @Test(arguments: ModelKind.allCases.map(\.rawValue))
  func kindsAreNamedAsReadersKnowThem(name: String) {
    #expect(
      [
        "logistic-regression", "linear-svm", "logistic-regression-on-features", "linear-svm-on-features",
        "random-initialisation", "stacked-autoencoder", "stacked-denoising-autoencoder",
      ].contains(name))
  }

  @Test func generatedDataSaysSoInTheTitle() throws {
    let table = AccuracyTable(
      dataset: .init(
        name: "synthetic", title: "synthetic digits", sha256: "00", train: 1, validation: 1, test: 2_000),
      models: try Examples.accuracyTable().models)
    #expect(table.text.hasPrefix("Test error on synthetic digits (2,000 test examples)\n"))
    #expect(table.markdown.hasPrefix("### Test error on synthetic digits (2,000 test examples)\n"))
  }

  @Test func hostileNamesDoNotReachTheTerminalOrTheMarkdown() throws {
    let table = try Examples.accuracyTable(
      name: "\u{1B}[31m|<b>*x*\n\u{202E}`y`", command: "a\nrm -rf ~ ```")
    for output in [table.text, table.markdown] {
      #expect(!output.unicodeScalars.contains("\u{1B}"))
      #expect(!output.unicodeScalars.contains("\u{202E}"))
      #expect(output.contains(#"# \u{1B}[31m|<b>*x*\u{A}\u{202E}`y`"#))
      #expect(output.contains(#"a\u{A}rm -rf ~ ```"#))
    }
    #expect(table.markdown.contains(#"| \\u{1B}\[31m\|\<b\>\*x\*\\u{A}\\u{202E}\`y\` |"#))
    #expect(table.markdown.contains("\n````sh\n"))
  }

  @Test(arguments: [
    "Short", "A name of many words that goes on and on for much more than a line of 80 characters",
  ])
  func tableFitsATerminal(name: String) throws {
    let text = try Examples.accuracyTable(name: name).text
    let table = text.components(separatedBy: "The command").first ?? ""
    #expect(table.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }
}
