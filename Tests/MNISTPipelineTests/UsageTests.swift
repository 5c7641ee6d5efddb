import Foundation
import StrataTestSupport
import Testing

/// A command line that asks for what does not exist ends with 64 and says what there is.
struct UsageTests {
  @Test(arguments: [
    ("nonsense", "Unexpected argument 'nonsense'"),
    ("run --nonsense", "Unknown option '--nonsense'"),
    ("run --threads 0", "--threads is 1 to 1024, not 0."),
    ("run --threads many", "The value 'many' is invalid for '--threads <n>'"),
    ("pretrain --seed -1", "seed"),
    ("pretrain --engine fastest", "'fastest' is invalid for '--engine <engine>'"),
    ("pretrain --precision float16", "'float16' is invalid for '--precision <precision>'"),
    ("benchmark everything", "'everything' is invalid for '<work>'"),
    ("benchmark dae --batch 0", "--batch is 1 to 10000, not 0."),
    ("finetune --from x --from-scratch", "--from and --from-scratch exclude each other."),
    ("baseline --model forest", "'forest' is invalid for '--model <model>'"),
    ("evaluate --format xml", "'xml' is invalid for '--format <format>'"),
    ("experiment flters", "expected one of clean-target, bmi, robustness"),
    (
      "run --seeds 2 --seed 18446744073709551615",
      "--seeds 2 from 18446744073709551615 on are more than there are."
    ),
    ("run --seeds 1..5 --seed 7", "--seeds 1..5 says which seeds; leave --seed out."),
    ("experiment depth --seeds 0", "--seeds is 1 to 100, or as many as in 1..5, not 0."),
    (
      "export -o x.onnx --output score --node code.0",
      "--node says which codes are exported: leave it out with --output score."
    ),
    ("run --labels 3.5", "expected all, or a number of examples, 1 or more, found 3.5"),
    ("filters --units 0", "--units is 1 to 10000, not 0."),
    ("pretrain --set seed", "--set seed: expected key=value"),
    ("pretrain --dataset unknown", "dataset: expected mnist, fashion-mnist, synthetic"),
    ("pretrain --dataset synthetic --data .", "expected no folder besides the data set synthetic"),
    ("data fetch --dataset synthetic", "only published data sets are downloaded"),
    ("data preview --dataset ./digits --count 0", "expected images 0 to 99"),
    ("data preview --dataset ./digits --start 100", "expected images 0 to 99"),
    ("pretrain --dataset ./digits --set validation=120", "expected 0 to 119 validation examples"),
  ])
  func isRefused(line: String, message: String) throws {
    let program = try Program(TinyDigits())
    let outcome = try program(line)
    #expect(outcome.status == 64)
    #expect(outcome.error.contains(message), "\(outcome.error)")
    #expect(outcome.output.isEmpty)
    #expect(!FileManager.default.fileExists(atPath: program.folder("runs").path))
  }

  /// OpenBLAS has no such product on any processor; nothing is begun, and what to do instead is said.
  @Test(arguments: ["pretrain", "benchmark products"])
  func aPrecisionThatTheEngineLacksIsRefused(command: String) throws {
    let program = try Program(TinyDigits())
    let outcome = try program("\(command) --dataset ./digits --engine openblas --precision bfloat16")
    #expect(outcome.status == 69)
    #expect(
      outcome.error
        == "error: OpenBLAS, bfloat16: expected an engine with bfloat16 products, found none in OpenBLAS; "
        + "use --engine onednn or --precision float32\n")
    #expect(outcome.output.isEmpty)
    #expect(!FileManager.default.fileExists(atPath: program.folder("runs").path))
  }
}
