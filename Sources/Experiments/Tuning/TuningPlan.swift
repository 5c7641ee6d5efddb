internal import Foundation
internal import StrataFiles
internal import StrataRecipes
internal import StrataRuns

/// A search for better settings, written down before it begins: whoever works on it, today or on another machine, works
/// on this.
struct TuningPlan: Codable, Sendable, Equatable {
  /// The recipe that is varied, in full.
  let recipe: String
  /// The settings, each as assignments to keys.
  let settings: [[String]]
  let rounds, keep, seeds: Int
  /// The share of the epochs that each round takes.
  let shares: [Double]
  let shortensPretraining: Bool
  /// True where networks begin from random weights, for a control.
  let isFromScratch: Bool
  /// The data, and how many of the examples validation has.
  let dataset: String
  let validation: Int
  /// What the bits of a result depend on, but for the number of threads.
  let engine, kernels, precision: String

  /// The settings that take part in a round, in the order of the plan; nil while the round before is not complete.
  func participants(ofRound round: Int, given trials: [Trial]) -> [Int]? {
    guard round > 0 else { return Array(settings.indices) }
    guard let before = participants(ofRound: round - 1, given: trials) else { return nil }
    let done = trials.filter { $0.round == round - 1 && before.contains($0.setting) }
    guard done.count == before.count else { return nil }
    return Trial.ranked(done).prefix(max(1, (before.count + keep - 1) / keep)).map(\.setting).sorted()
  }

  /// The trials that can be done now and are not.
  func missing(given trials: [Trial]) -> [(setting: Int, round: Int)] {
    for round in 0..<rounds {
      guard let participants = participants(ofRound: round, given: trials) else { return [] }
      let done = Set(trials.filter { $0.round == round }.map(\.setting))
      let missing = participants.filter { !done.contains($0) }
      if !missing.isEmpty { return missing.map { ($0, round) } }
    }
    return []
  }

  /// The best of the last round; nil before the search is complete, and where every trial of it failed.
  func winner(given trials: [Trial]) -> Trial? {
    guard let last = participants(ofRound: rounds - 1, given: trials) else { return nil }
    let done = trials.filter { $0.round == rounds - 1 && last.contains($0.setting) }
    guard done.count == last.count else { return nil }
    return Trial.ranked(done).first { $0.percent != nil }
  }
}

/// The folder of a search: `plan.json`, a file for each trial, and at the end `winner.yml`.
///
/// Any number of processes work in it at once, on one machine or several that share it. Each file is written whole or not
/// at all, and two that do the same trial write the same.
struct TuningFolder: Sendable {
  let url: URL

  init(_ path: String) throws(InputError) { url = try URL(userPath: path, isDirectory: true) }

  /// Writes the plan down, or throws where the folder holds another one.
  ///
  /// - Parameter isNew: false where a search is looked for that is there already.
  func begin(_ plan: TuningPlan, isNew: Bool) throws {
    let file = url.appending(path: "plan.json")
    guard isNew || FileManager.default.fileExists(atPath: file.path) else {
      throw InputError(
        .missingInput, at: url.relativePath, expected: "a search that was begun", found: "none",
        advice: "name its folder with --into, or begin it without --join")
    }
    try Folders.make(url.appending(path: "trials"))
    let bytes = try StrictJSON.encode(plan, at: file.relativePath, over: true)
    if FileManager.default.fileExists(atPath: file.path) {
      let known: TuningPlan = try read(file)
      guard known == plan else {
        throw InputError(
          .usage, at: file.relativePath, expected: "the search that was begun there",
          found: "another recipe, other data or other arithmetic",
          advice: "name another folder with --into, or go on with what that search began with")
      }
      return
    }
    try AtomicFile.write(bytes, to: file)
  }

  /// The trials that are done, in the order of rounds and settings.
  func trials() throws -> [Trial] {
    let folder = url.appending(path: "trials")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return try names.filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }.sorted()
      .map { try read(folder.appending(path: $0)) }
  }

  /// Keeps a trial.
  func write(_ trial: Trial) throws {
    let name = "round-\(trial.round + 1)-setting-" + "\(trial.setting + 1)".withZeros(4) + ".json"
    let file = url.appending(path: "trials").appending(path: name)
    try AtomicFile.write(try StrictJSON.encode(trial, at: file.relativePath, over: true), to: file)
  }

  private func read<Value: Decodable>(_ file: URL) throws -> Value {
    guard let data = FileManager.default.contents(atPath: file.path) else {
      throw InputError(
        .missingInput, at: file.relativePath, expected: "a file of the search",
        found: "none that can be read",
        advice: "name another folder with --into, or look at this one")
    }
    return try StrictJSON.decode(
      Value.self, from: [UInt8](data)[...], at: file.relativePath,
      advice: "remove it; the search does it again")
  }
}

extension String {
  /// With zeros before it, so that files stand in their order.
  fileprivate func withZeros(_ width: Int) -> String {
    String(repeating: "0", count: max(0, width - count)) + self
  }
}
