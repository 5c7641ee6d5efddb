import Foundation
import StrataCheckpoints
import StrataFiles
import StrataLinearAlgebra
import StrataRuns
import Testing

@Suite struct RunFolderTests {
  struct Line: Codable, Equatable {
    var epoch: Int
    var loss: Double
  }

  let folder: TemporaryFolder
  let run: RunWriter

  init() throws {
    folder = try TemporaryFolder()
    run = try RunStore(root: folder.url).create(sampleRecord(.pretrain), recipe: "epochs: 3\n")
  }

  private func checkpoint(_ value: Float) -> Checkpoint {
    var checkpoint = Checkpoint()
    checkpoint.tensors["head.bias"] = Tensor([value], shape: [1])
    return checkpoint
  }

  @Test func checkpointsAreReplacedAndRead() throws {
    try run.write(checkpoint(1), as: .last)
    try run.write(checkpoint(2), as: .last)
    try run.write(checkpoint(1), as: .best)
    let read = try RunFolder(run.url)
    #expect(try read.checkpoint(.last).elements("head.bias", shape: [1]) == [2 as Float])
    #expect(try read.checkpoint(.best).elements("head.bias", shape: [1]) == [1 as Float])
  }

  /// No file that a finished run ended with can be another one unnoticed.
  @Test(arguments: ["recipe.yml", "metrics.jsonl", "last.safetensors"])
  func aFileThatWasChangedIsRefused(name: String) throws {
    try run.write(checkpoint(1), as: .last)
    try run.append(Line(epoch: 1, loss: 0.5))
    try run.finish { _ in }
    let read = try RunFolder(run.url)
    func readAll() throws(InputError) {
      _ = try read.recipe()
      _ = try read.metrics(as: Line.self)
      _ = try read.checkpoint(.last)
    }
    try readAll()
    switch name {
    case "last.safetensors": try checkpoint(2).write(to: read.file(name))
    case "recipe.yml": try Data("epochs: 4\n".utf8).write(to: read.file(name))
    default: try Data("{\"epoch\":1,\"loss\":0.4}\n".utf8).write(to: read.file(name))
    }
    let error = try #require(inputError { try readAll() })
    #expect(error.place.hasSuffix(name))
    #expect(error.expected.hasPrefix("the file that this run ended with, SHA-256 "))
  }

  /// A line that is damaged and one that is missing are both to be put back: neither advice leads to the other.
  @Test func metricsThatAreNotWholeAreToBePutBack() throws {
    try run.append(Line(epoch: 1, loss: 0.5))
    let file = run.url.appending(path: "metrics.jsonl")
    try Data("{\"epoch\":x}\n".utf8).write(to: file)
    let damaged = try #require(inputError { _ = try RunFolder(run.url).metrics(as: Line.self) })
    #expect(damaged.advice.description.contains("put it back as it was"))
    try Data().write(to: file)
    let missing = try #require(inputError { try run.trimMetrics(to: 1) })
    #expect(missing.advice.description.contains("put them back as they were"))
  }

  @Test func aRunWithoutAModelIsSaid() throws {
    let read = try RunFolder(run.url)
    #expect(!read.has(.best))
    let error = inputError { _ = try read.checkpoint(.best) }
    #expect(error?.kind == .missingInput)
    #expect(error?.expected == "a model in best.safetensors")
    #expect(error?.found == "no such file in a run that is marked running")
    #expect(error?.advice.description.hasSuffix("train again: mnist-pipeline pretrain") == true)
  }

  @Test func theRecordIsUpdatedOnDisk() throws {
    try run.update {
      $0.status = .finished
      $0.trainingSeconds = 99
    }
    #expect(try RunFolder(run.url).record == run.record)
    #expect(run.record.status == .finished)
  }

  @Test func theRecordIsStableJSONWithSortedKeys() throws {
    let text = try String(contentsOf: run.url.appending(path: "run.json"), encoding: .utf8)
    let keys = text.matches(of: /(?m)^  "([a-z0-9_]+)" :/).map { String($0.1) }
    #expect(
      keys == [
        "arithmetic", "command", "created", "dataset", "failure", "model", "parameters", "parent",
        "recipe", "record_sha256", "result", "schema_version", "seed", "stage", "status",
        "test_error_percent",
        "training_seconds",
        "validation_errors", "versions",
      ])
    #expect(text.contains(#""seed" : 18446744073709551615"#))
    #expect(text.contains(#""created" : "2026-11-23T19:05:01Z""#))
    #expect(text.contains(#""test_error_percent" : 0.1"#))
    #expect(text.hasSuffix("}\n"))
  }

  @Test(arguments: [
    ("", "the end"), ("[]", ""), ("{}", "none"), (#"{"schema_version":1}"#, "none"),
    (#"{"schema_version":"1"}"#, "something else"), (#"{"schema_version":0}"#, "0"),
    (#"{"schema_version":1,"schema_version":1}"#, #""schema_version" for the second time"#), ("\u{0}", "0x0"),
    (String(repeating: "[", count: 1_000_000), "more"),
  ]) func aDamagedRecordIsRefused(text: String, found: String) throws {
    try Data(text.utf8).write(to: run.url.appending(path: "run.json"))
    let error = inputError { _ = try RunFolder(run.url) }
    #expect(error?.kind == .malformedData)
    #expect(error?.place.contains("/run.json") == true)
    #expect(error?.found.contains(found) == true || found.isEmpty, "\(error?.description ?? "accepted")")
  }

  /// No byte of a record can be another without that being noticed.
  @Test func aChangedRecordIsRefused() throws {
    let url = run.url.appending(path: "run.json")
    let bytes = try [UInt8](Data(contentsOf: url))
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 1
      try Data(changed).write(to: url)
      #expect(inputError { _ = try RunFolder(run.url) }?.kind == .malformedData, "byte \(index)")
    }
    let text = try #require(String(validating: bytes, as: UTF8.self))
    let faster = text.replacing(/"training_seconds" : [0-9.]+/, with: "\"training_seconds\" : 1")
    #expect(faster != text)
    try Data(faster.utf8).write(to: url)
    let error = inputError { _ = try RunFolder(run.url) }
    #expect(error?.found == "one that was changed since")
    let unsealed = text.replacing(/\ *"record_sha256" : "[0-9a-f]+",\n/, with: "")
    #expect(unsealed != text)
    try Data(unsealed.utf8).write(to: url)
    #expect(inputError { _ = try RunFolder(run.url) }?.found == "one that was changed since")
    // A record of an older version has no hash.
    try Data(unsealed.replacing("\"schema_version\" : 3", with: "\"schema_version\" : 2").utf8).write(to: url)
    #expect(try RunFolder(run.url).record.command == run.record.command)
  }

  @Test func aRecordOfANewerVersionIsRefused() throws {
    let version = RunRecord.schemaVersion
    try Data(#"{"schema_version":\#(version + 1),"stage":"dream"}"#.utf8)
      .write(to: run.url.appending(path: "run.json"))
    let error = inputError { _ = try RunFolder(run.url) }
    #expect(error?.expected == "schema_version \(version) or older")
    #expect(error?.advice == "a newer version of this program wrote it: update this one")
  }

  /// Every field is told from its neighbours when it is changed to what it must not be.
  @Test(arguments: [
    (#""status" : "running""#, #""status" : "dreaming""#, "status"),
    (#""seed" : 18446744073709551615"#, #""seed" : "1""#, "seed"),
    (#""threads" : 2"#, #""threads" : "two""#, "arithmetic.threads"),
    (#""created" : "2026-11-23T19:05:01Z""#, #""created" : "today""#, "created"),
  ]) func aWrongValueIsNamed(old: String, new: String, key: String) throws {
    let url = run.url.appending(path: "run.json")
    let text = try String(contentsOf: url, encoding: .utf8)
    try #require(text.contains(old))
    try Data(text.replacing(old, with: new).utf8).write(to: url)
    #expect(inputError { _ = try RunFolder(run.url) }?.expected.contains("\"\(key)\"") == true)
  }

  @Test func aNumberThatDoesNotFitIsRefused() throws {
    let url = run.url.appending(path: "run.json")
    let text = try String(contentsOf: url, encoding: .utf8)
    for number in ["-1", "18446744073709551616", "1.5", "1e400"] {
      try Data(text.replacing("18446744073709551615", with: number).utf8).write(to: url)
      #expect(inputError { _ = try RunFolder(run.url) }?.expected == "values in their ranges")
    }
  }

  @Test func otherFilesAreWritten() throws {
    try run.write("<html>", as: "report.html")
    #expect(try String(contentsOf: RunFolder(run.url).file("report.html"), encoding: .utf8) == "<html>")
  }

  // MARK: Metrics

  @Test func metricsGrowByALine() throws {
    let lines = (0..<5).map { Line(epoch: $0, loss: Double($0) / 3) }
    for line in lines { try run.append(line) }
    #expect(try RunFolder(run.url).metrics() == lines)
    let text = try String(contentsOf: run.url.appending(path: "metrics.jsonl"), encoding: .utf8)
    #expect(text.hasPrefix("{\"epoch\":0,\"loss\":0}\n{\"epoch\":1,"))
  }

  /// Cut anywhere, the file gives the whole lines before the cut, and the next line is read after them.
  @Test func aTornLineIsNotReadAndNotKept() throws {
    let lines = [Line(epoch: 0, loss: 0.5), Line(epoch: 1, loss: .infinity), Line(epoch: 2, loss: 0.25)]
    for line in lines { try run.append(line) }
    let url = run.url.appending(path: "metrics.jsonl")
    let bytes = try Data(contentsOf: url)
    for count in 0...bytes.count {
      let torn = bytes.prefix(count)
      let whole = Array(lines.prefix(torn.count { $0 == UInt8(ascii: "\n") }))
      try torn.write(to: url)
      #expect(try RunFolder(run.url).metrics() == whole)
      try run.append(lines[0])
      #expect(try RunFolder(run.url).metrics() == whole + [lines[0]])
    }
  }

  @Test func aLongTornLineIsNotKept() throws {
    try run.append(Line(epoch: 0, loss: 1))
    let url = run.url.appending(path: "metrics.jsonl")
    let handle = try FileHandle(forWritingTo: url)
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(repeating: 0, count: 10_000))
    try handle.close()
    try run.append(Line(epoch: 1, loss: 2))
    #expect(try RunFolder(run.url).metrics() == [Line(epoch: 0, loss: 1), Line(epoch: 1, loss: 2)])
  }

  @Test func aDamagedLineIsNamed() throws {
    for epoch in 0..<3 { try run.append(Line(epoch: epoch, loss: 1)) }
    let url = run.url.appending(path: "metrics.jsonl")
    let text = try String(contentsOf: url, encoding: .utf8)
    try Data(text.replacing(#"{"epoch":1"#, with: "{epoch:1").utf8).write(to: url)
    let error = inputError { _ = try RunFolder(run.url).metrics(as: Line.self) }
    #expect(error?.place.contains("metrics.jsonl, line 2") == true)
  }

  @Test(.enabled(if: TestDisk.isAvailable, "needs root, to mount a small file system"))
  func aFullDiskLosesNoLineAndNoCheckpoint() throws {
    let disk = try TestDisk()
    let run = try RunStore(root: disk.url).create(sampleRecord(.pretrain), recipe: "")
    try run.write(checkpoint(1), as: .last)
    try run.append(Line(epoch: 0, loss: 1))
    let filler = try FileHandle(forWritingTo: fill(disk.url.appending(path: "filler")))
    defer { try? filler.close() }

    var large = Checkpoint()
    large.tensors["weight"] = Tensor(Matrix(rows: 100, columns: 1000))
    #expect(inputError { try run.write(large, as: .last) }?.kind == .cannotWrite)
    #expect(inputError { try run.update { $0.status = .finished } }?.kind == .cannotWrite)
    #expect(run.record.status == .running)
    // The page that holds the last line has room for some more of them, then no page is left.
    var written = 1
    var error: InputError?
    while error == nil && written < 1000 {
      error = inputError { try run.append(Line(epoch: written, loss: 1)) }
      if error == nil { written += 1 }
    }
    #expect(error?.found == "no space left on device")
    let read = try RunFolder(run.url)
    #expect(read.record.status == .running)
    #expect(try read.metrics() == (0..<written).map { Line(epoch: $0, loss: 1) })
    #expect(try read.checkpoint(.last).tensors == checkpoint(1).tensors)
  }

  /// Makes a file that takes all the room there is.
  private func fill(_ url: URL) throws -> URL {
    try Data().write(to: url)
    let handle = try FileHandle(forWritingTo: url)
    while (try? handle.write(contentsOf: Data(repeating: 1, count: 4096))) != nil {}
    return url
  }
}
