internal import Foundation
internal import StrataCheckpoints
internal import StrataFiles
internal import StrataLayerGraph
internal import StrataLinearAlgebra
internal import StrataRecipes
internal import StrataRuns
internal import StrataSession

/// What processes that share a series of trainings have come to: each network and each figure in a file of its own, whose
/// name stands for all that its bits follow from.
///
/// A file is written whole or not at all, and two processes that do the same write the same; so one that died, or came
/// twice, does no harm, and it makes no difference in which order they came.
struct Archive: Sendable {
  let url: URL
  /// True where nothing is computed that is not there.
  private let isComplete: Bool
  private let arithmetic: [String]

  /// - Throws: `InputError` where there must be a folder and is none, or none can be made.
  init(_ path: String, execution: Execution, isComplete: Bool) throws {
    url = try URL(userPath: path, isDirectory: true)
    self.isComplete = isComplete
    let arithmetic = Machine(execution).arithmetic
    self.arithmetic = [
      arithmetic.engine, execution.arithmetic.engine.version, arithmetic.coreType, arithmetic.instructionSet,
      arithmetic.precision, "\(execution.arithmetic.zeroSkipping.limit)", Version.current,
    ]
    guard !isComplete || FileManager.default.fileExists(atPath: url.path) else {
      throw InputError(
        .missingInput, at: url.relativePath, expected: "the folder of work that was begun", found: "none",
        advice: "name it with --into, or do the work first, without --join")
    }
    try Folders.make(url)
  }

  /// All that a result follows from.
  struct Key: Codable, Equatable {
    /// What it is, such as `stack`.
    let kind: String
    /// What the recipe says, key by key.
    let recipe: [String]
    /// The hash of the examples.
    let dataset: String
    let seed: UInt64
    /// Engine, kernels, instructions, precision and version: all that bits depend on but the number of threads.
    let arithmetic: [String]
  }

  private struct Kept<Value: Codable>: Codable {
    let key: Key
    let value: Value
  }

  /// - Parameter left: keys of the recipe that the result does not depend on.
  func key(_ kind: String, _ recipe: Recipe, without left: Set<String> = [], dataset: String, seed: UInt64)
    -> Key
  {
    Key(
      kind: kind,
      recipe: RecipeKey.all.filter { !left.contains($0.name) }.map { $0.assignment(in: recipe) },
      dataset: dataset, seed: seed, arithmetic: arithmetic)
  }

  /// True where there are figures.
  func has(_ key: Key) throws -> Bool {
    FileManager.default.fileExists(atPath: try file(of: key, "json").path)
  }

  /// Figures: those that are there, else what `compute` comes to, which is kept.
  func value<Value: Codable>(_ key: Key, _ compute: () throws -> Value) throws -> Value {
    let file = try file(of: key, "json")
    if let data = FileManager.default.contents(atPath: file.path) {
      let kept = try StrictJSON.decode(
        Kept<Value>.self, from: [UInt8](data)[...], at: file.relativePath, advice: Self.advice)
      try check(kept.key, key, file)
      return kept.value
    }
    let value = try computed(key, compute)
    let bytes = try StrictJSON.encode(Kept(key: key, value: value), at: file.relativePath, over: true)
    try makeFolder()
    try AtomicFile.write(bytes, to: file)
    return value
  }

  /// A network: that which is there, else what `compute` comes to, which is kept.
  func graph(_ key: Key, _ compute: () throws -> LayerGraph) throws -> LayerGraph {
    let file = try file(of: key, "safetensors")
    if FileManager.default.fileExists(atPath: file.path) {
      let checkpoint = try Checkpoint(contentsOf: file)
      try check(checkpoint.part(Self.part), key, file)
      return try checkpoint.graph()
    }
    let graph = try computed(key, compute)
    var checkpoint = try Checkpoint(graph)
    try checkpoint.keep(key, as: Self.part)
    try makeFolder()
    try checkpoint.write(to: file)
    return graph
  }

  /// What `compute` comes to. Where its numbers run away, as they do each time, that is kept: it is not done again, and
  /// whoever joins the results hears of it as whoever computed them did.
  private func computed<Value>(_ key: Key, _ compute: () throws -> Value) throws -> Value {
    let file = try file(of: key, Self.failed)
    if let data = FileManager.default.contents(atPath: file.path) {
      let kept = try StrictJSON.decode(
        Kept<Failure>.self, from: [UInt8](data)[...], at: file.relativePath, advice: Self.advice)
      try check(kept.key, key, file)
      throw kept.value.error
    }
    try requireComputing(key)
    do {
      return try compute()
    } catch let error as InputError where error.kind == .numericalFailure {
      let bytes = try StrictJSON.encode(
        Kept(key: key, value: Failure(error)), at: file.relativePath, over: true)
      try makeFolder()
      try AtomicFile.write(bytes, to: file)
      throw error
    }
  }

  /// Numbers that ran away.
  private struct Failure: Codable {
    let place, expected, found, advice: String

    init(_ error: InputError) {
      let error = error.inProgram
      (place, expected, found) = (error.place, error.expected, error.found)
      advice = error.advice.inProgram
    }

    var error: InputError {
      InputError(.numericalFailure, at: place, expected: expected, found: found, advice: Wording(advice))
    }
  }

  /// Makes the folder again where another process has taken it away with the last of its own.
  private func makeFolder() throws { try Folders.make(url) }

  /// Takes results away, and the folder where nothing else is in it.
  func remove(_ keys: [Key]) throws {
    for key in keys {
      for ending in ["json", "safetensors", Self.failed] { unlink(try file(of: key, ending).path) }
    }
    let others = try Folders.names(in: url).filter { !$0.hasPrefix(".") && $0 != Self.beginning }
    guard others.isEmpty else { return }
    unlink(url.appending(path: Self.beginning).path)
    rmdir(url.path)
  }

  /// When the work in this folder was begun, by whichever process.
  func begun() throws -> Date {
    let file = url.appending(path: Self.beginning)
    if let data = FileManager.default.contents(atPath: file.path),
      let date = try? Date(String(decoding: data, as: UTF8.self), strategy: .iso8601)
    {
      return date
    }
    // To the second, as runs are dated.
    let text = Date.now.formatted(.iso8601)
    try makeFolder()
    try AtomicFile.write(text, to: file)
    return try Date(text, strategy: .iso8601)
  }

  private static let beginning = "begun"

  private static let part = "archive"
  /// How the file of a failure ends.
  private static let failed = "failed.json"
  private static let advice: Wording = "remove it; the work is done again"

  private func file(of key: Key, _ ending: String) throws -> URL {
    let hash = sha256(try StrictJSON.encode(key, at: url.relativePath)).prefix(16)
    return url.appending(path: "\(key.kind)-seed-\(key.seed)-\(hash).\(ending)")
  }

  private func check(_ found: Key, _ key: Key, _ file: URL) throws(InputError) {
    guard found == key else {
      throw InputError(
        .malformedData, at: file.relativePath, expected: "what its name stands for", found: "another result",
        advice: Self.advice)
    }
  }

  private func requireComputing(_ key: Key) throws(InputError) {
    guard isComplete else { return }
    throw InputError(
      .missingInput, at: url.relativePath, expected: "the results of every job",
      found: "no \(key.kind) of seed \(key.seed)",
      advice: "do the job again that it belongs to, with the same recipe and options, and join then")
  }
}
