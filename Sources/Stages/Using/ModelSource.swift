internal import Foundation
internal import StrataFiles
internal import StrataRecipes
package import StrataInference
internal import StrataReports
internal import StrataRuns
package import StrataSession

/// A model that was named, or found.
package struct ModelSource: Sendable {
  /// The model.
  package let model: Model
  /// The path of its file or run.
  package let place: String
  /// The run that it is from, and those beside it; nil for a file.
  let origin: (run: RunFolder, store: RunStore)?

  /// The small model that comes with the program.
  package static let bundled = "digits.safetensors"

  /// True for what names a model and no data: a file of one, or a run.
  package static func isModel(_ name: String, _ options: PipelineOptions) -> Bool {
    if name.hasSuffix(".safetensors") { return true }
    guard let url = try? URL(userPath: name) else { return false }
    if RunFolder.isRun(url) { return true }
    guard !name.contains("/"), let root = try? URL(userPath: options.runs, isDirectory: true) else {
      return false
    }
    return RunFolder.isRun(root.appending(path: name))
  }

  /// A model by the path of its file, or by a run's name or path; without either, the newest fine-tuned run's, another
  /// run's, or where nothing was trained in the usual folder the one that comes with the program.
  ///
  /// - Throws: `InputError` when there is none, or it is damaged.
  package init(_ name: String?, _ options: PipelineOptions, console: Console) throws {
    if let name, name.hasSuffix(".safetensors") {
      let path = try URL(userPath: name)
      let isThere = FileManager.default.fileExists(atPath: path.path)
      let url = isThere ? path : options.shipped.file(name) ?? path
      (model, place, origin) = (try Model(contentsOf: url), url.relativePath, nil)
      return
    }
    let store = try options.store(console)
    if let name {
      try Self.requireReadable(name)
      let run = try store.open(name)
      guard [.pretrain, .finetune, .baseline].contains(run.record.stage) else {
        throw InputError(
          .usage, at: run.url.relativePath, expected: "a run that leaves a model",
          found: "a run of \(run.record.stage.rawValue)",
          advice: "name a pretraining, fine-tuned or baseline run")
      }
      try run.requireModel()
      if let note = run.unfinishedNote { console.say("note", "\(run.name) \(note)") }
      (model, place, origin) = (try run.wholeModel(), run.url.relativePath, (run, store))
      return
    }
    let shipped = options.shipped.file(Self.bundled)
    let mayBeShipped = shipped != nil && options.runs == PipelineOptions.usualRuns
    if let run = try Self.newest(in: store, orNone: mayBeShipped) {
      (model, place, origin) = (try run.wholeModel(), run.url.relativePath, (run, store))
      console.say("model", "the newest \(run.record.stage.noun) run, \(run.url.relativePath)")
      if let note = store.noteOnUnfinished(newerThan: run) { console.say("note", note) }
      return
    }
    guard let url = shipped else { preconditionFailure("no model is shipped") }
    (model, place, origin) = (try Model(contentsOf: url), url.relativePath, nil)
    console.say("model", "\(place): there are no runs under \(options.runs)")
  }

  /// The newest run with a model; nil where there is none and nobody has begun to train, if that may be.
  private static func newest(in store: RunStore, orNone mayBeNone: Bool) throws -> RunFolder? {
    if let run = try store.newestModel() { return run }
    let begun = try store.all().compactMap { try? $0.run.get().record.stage }.first { $0.isResumable }
    // The error of a folder without any names the runs that are not finished.
    return begun == nil && mayBeNone ? nil : try store.newest(begun ?? .finetune)
  }
}

extension ModelSource {
  /// Throws for a file that is written for other programs.
  private static func requireReadable(_ name: String) throws {
    let url = try URL(userPath: name)
    let isForOthers = ["onnx", "json", "npz"].contains(url.pathExtension.lowercased())
    guard isForOthers, !RunFolder.isRun(url) else { return }
    throw InputError(
      .usage, at: name, expected: "a run, or a model in a .safetensors file",
      found: "a .\(url.pathExtension) file, which is for other programs",
      advice: "export writes models for this one too: mnist-pipeline export -o model.safetensors")
  }

  /// The model to give away: with its errors on the test examples, where an evaluation beside its run has counted them.
  package var modelWithTestFigures: Model {
    guard let (run, store) = origin, let evaluations = try? store.finished(.evaluate) else { return model }
    for evaluation in evaluations where evaluation.record.dataset.sha256 == model.provenance.datasetHash {
      guard let bytes = try? evaluation.bytes(of: "accuracy.json"),
        let table = try? AccuracyTable(
          json: Data(bytes), title: "", at: evaluation.file("accuracy.json").relativePath),
        let errors = table.models.first(where: { $0.run == run.name })?.testErrors
      else { continue }
      var model = model
      (model.provenance.testErrors, model.provenance.testCount) = (errors, table.dataset.test)
      return model
    }
    return model
  }
}

extension RunFolder {
  /// The model that a run leaves, with all that it carries.
  package func wholeModel() throws -> Model {
    let file = file(FileName.model)
    if FileManager.default.fileExists(atPath: file.path) {
      try requireOwn(FileName.model)
      return try Model(contentsOf: file)
    }
    // A run of version 0.1 kept checkpoints alone.
    return try Model(checkpoint(has(.best) ? .best : .last))
  }
}
