package import StrataFiles

/// What a library says that can be done, as this program's commands, flags and keys of a recipe: the one place where the
/// two meet.
///
/// Commands are named `mnist-pipeline VERB …` here; `ProgramName` has the words that call this process.
package enum ProgramWords {
  package static func words(for remedy: Remedy) -> String {
    switch remedy {
    case .download(let dataset, let folder):
      "mnist-pipeline data fetch --dataset \(dataset)" + (folder.map { " --data \($0.shellQuoted)" } ?? "")
    case .nameFolder(let variable): "--data DIR or \(variable)"
    case .chooseAnotherFolder: "choose another folder: --data DIR"
    case .leaveOutFolder: "leave --data out"
    case .takeDataset(let name): "--dataset \(name.shellQuoted)"
    case .imageSize(let height, let width): "--image-size \(height)x\(width)"
    case .nameLabelColumn: "name it with --label"
    case .nameLabelFile: "--labels chooses"
    case .leaveTransposed: "data.transpose=false leaves them as they lie"
    case .splitBySeed: "set split=seed"
    case .scaleToRange: "set data.scale=range"
    case .keepExamplesForTest: "set data.test to how many to keep for it"
    case .pretrain: "pretrain"
    case .engine(let name): "--engine \(name)"
    case .precision(let name): "--precision \(name)"
    case .limitWeights: "limit the weights (max_norm)"
    }
  }

  /// Where a user of the program has set what a library's error is about.
  fileprivate static let places = ["imageSize": "--image-size", "isTransposed": "data.transpose"]
}

extension Wording {
  /// The sentence as this program says it.
  package var inProgram: String { worded(by: ProgramWords.words(for:)) }
}

extension InputError {
  /// The same error in this program's words.
  package var inProgram: InputError {
    InputError(
      kind, at: ProgramWords.places[place] ?? place, expected: expected, found: found,
      advice: Wording(advice.inProgram))
  }
}

extension Error {
  /// Any error as this program says it, with the name that it was called by in the commands.
  package var wordsOfProgram: String {
    guard let error = self as? InputError else { return "\(self)" }
    return ProgramName.spelling(error, with: [ProgramName.short]).description
  }
}
