import StrataCheckpoints
import StrataRuns
import StrataTestSupport

extension FuzzTarget {
  /// The record of a run, `run.json`.
  static let record = FuzzTarget(name: "record", cap: { 64 * $0 + base }) { bytes, folder in
    _ = try folder.file("run.json", RecordSeal.sealed(bytes))
    let record = try RunFolder(folder.url).record
    _ = (record.command, record.versions)
  }

  /// The lines of `metrics.jsonl`, as pretraining and as fine-tuning read them.
  static let metrics = FuzzTarget(name: "metrics", cap: { 64 * $0 + base }) { bytes, folder in
    _ = try folder.file("run.json", goodRecord)
    _ = try folder.file("metrics.jsonl", bytes)
    let run = try RunFolder(folder.url)
    do {
      _ = try run.metrics(as: PretrainingMetrics.self)
    } catch {
      guard isRefusal(error) else { throw error }
      _ = try run.metrics(as: FineTuningMetrics.self)
    }
  }

  private static let goodRecord: [UInt8] = Array(
    """
    {"schema_version":1,"stage":"pretrain","status":"running","created":"2026-01-01T00:00:00Z",
    "command":"","seed":1,"arithmetic":{"engine":"","core_type":"","instruction_set":"","threads":1,
    "precision":""},"dataset":{"name":"","sha256":"","train":1,"validation":1,"test":1},
    "training_seconds":0,"versions":{}}
    """.utf8)
}
