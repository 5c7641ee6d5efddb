import ArgumentParser
import Foundation
import StrataDatasets
import StrataExperiments
import StrataRecipes
import StrataSession

/// What a shell offers where the tab key is pressed, beside names of files.
extension CompletionKind {
  /// Recipes by name, and files.
  static let recipes = custom { _, _, start in
    Paths.named(ShippedFiles.ofProcess.recipeNames, orAt: start, suffixes: [".yml", ".yaml"])
  }

  /// Data sets by name, and paths.
  static let dataSets = custom { _, _, start in Paths.named(DatasetName.names, orAt: start) }

  /// Runs by name, and folders.
  static let runs = custom { words, _, start in Paths.named(Paths.runs(words), orAt: start, suffixes: []) }

  /// Runs by name, and files with a model.
  static let models = custom { words, _, start in
    Paths.named(Paths.runs(words), orAt: start, suffixes: [".safetensors"])
  }

  /// Keys of a recipe.
  static let keys = custom { _, _, _ in RecipeKey.all.map { $0.name + "=" } }

  /// Those of how data are read.
  static let dataKeys = custom { _, _, _ in
    RecipeKey.all.map(\.name).filter { $0.hasPrefix("data.") }.map { $0 + "=" }
  }

  /// Experiments by name.
  static let experiments = list(ExperimentStage.claims.map(\.name) + ["all", "list"])
}

private enum Paths {
  /// Names, and what lies where the word that is begun says; of files those with one of the suffixes, or all.
  static func named(_ names: [String], orAt start: String, suffixes: [String]? = nil) -> [String] {
    let folder = start.lastIndex(of: "/").map { String(start[...$0]) } ?? ""
    let place = folder.isEmpty ? "./" : NSString(string: folder).expandingTildeInPath + "/"
    let found = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
    let entries = found.filter { !$0.hasPrefix(".") }.sorted().compactMap { name -> String? in
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: place + name, isDirectory: &isFolder) else { return nil }
      if isFolder.boolValue { return folder + name + "/" }
      return suffixes.map { $0.contains { name.hasSuffix($0) } } ?? true ? folder + name : nil
    }
    return names + entries
  }

  /// The names of the runs in the folder that the line so far says, the newest first.
  static func runs(_ words: [String]) -> [String] {
    let flag = "--runs"
    let next = words.firstIndex(of: flag).flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil }
    let joined = words.first { $0.hasPrefix(flag + "=") }.map { String($0.dropFirst(flag.count + 1)) }
    let folder = next ?? joined ?? PipelineOptions.usualRuns
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { FileManager.default.fileExists(atPath: "\(folder)/\($0)/run.json") }.sorted(by: >)
  }
}
