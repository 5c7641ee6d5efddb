internal import Foundation
internal import StrataDrawings
internal import StrataPretraining
internal import StrataRecipes

/// Where the codes of finished layers are kept while the next one learns from them: in memory where they fit, else on the
/// disk where they fit, else nowhere: they are computed anew for each batch. What is learned is the same.
struct CodePlan: Equatable {
  enum Place { case memory, disk, nowhere }

  let place: Place
  /// What a user is told; nil for what was to be expected.
  let note: String?

  /// - Parameters:
  ///   - choice: what the recipe says.
  ///   - all: the memory that training takes with the codes in it.
  ///   - rest: the same without them.
  ///   - free: the memory that is free; nil where that is not known.
  ///   - canBeAnew: false where noise takes values of other examples' codes.
  ///   - fitsOnDisk: true where the disk has room for them.
  init(
    _ choice: Recipe.Storage, with all: MemoryForecast, without rest: MemoryForecast, free: Int?,
    canBeAnew: Bool = true, fitsOnDisk: Bool
  ) {
    let isTooLarge = free.map { all.total - all.resident > $0 } ?? false
    switch choice {
    // Where it is not the codes that are too large, they may as well stay.
    case .automatic where !isTooLarge || all.total == rest.total, .memory: place = .memory
    case .automatic, .disk: place = fitsOnDisk || !canBeAnew ? .disk : .nowhere
    }
    let size = String.bytes(all.codes)
    note =
      switch (place, choice) {
      case (.disk, .automatic):
        "the codes of finished layers, \(size), are kept on the disk: so much memory is not free"
      case (.nowhere, _):
        "the codes of finished layers, \(size), have no room on the disk, and are computed anew for each batch"
      default: nil
      }
  }

  /// As the library takes it.
  func storage(in folder: URL) -> GreedyPretraining.CodeStorage {
    switch place {
    case .memory: .memory
    case .disk: .folder(folder)
    case .nowhere: .nowhere
    }
  }
}
