import Foundation
import TestSupport
import Testing

/// A command line that asks for what does not exist ends with 64 and says what there is.
struct UsageTests {
  @Test(arguments: [
    ("nonsense", "Unexpected argument 'nonsense'"),
    ("run --nonsense", "Unknown option '--nonsense'"),
    ("run --threads 0", "--threads is 1 to 1024, not 0."),
    ("run --threads many", "The value 'many' is invalid for '--threads <n>'"),
    ("pretrain --seed -1", "seed"),
    ("finetune --from x --from-scratch", "--from and --from-scratch exclude each other."),
    ("baseline --model forest", "'forest' is invalid for '--model <model>'"),
    ("evaluate --format xml", "'xml' is invalid for '--format <format>'"),
    ("filters --units 0", "--units is 1 to 10000, not 0."),
    ("pretrain --set seed", "--set seed: expected key=value"),
    ("pretrain --dataset unknown", "dataset: expected mnist, fashion-mnist, synthetic"),
    ("pretrain --dataset synthetic --data .", "expected no folder besides the data set synthetic"),
    ("data fetch --dataset synthetic", "only published data sets are downloaded"),
    ("data preview --dataset ./digits --count 0", "expected images 0 to 99"),
    ("data preview --dataset ./digits --start 100", "expected images 0 to 99"),
    ("pretrain --dataset ./digits --set validation=120", "expected 0 to 119 validation images"),
  ])
  func isRefused(line: String, message: String) throws {
    let program = try Program(TinyDigits())
    let outcome = try program(line)
    #expect(outcome.status == 64)
    #expect(outcome.error.contains(message), "\(outcome.error)")
    #expect(outcome.output.isEmpty)
    #expect(!FileManager.default.fileExists(atPath: program.folder("runs").path))
  }
}
