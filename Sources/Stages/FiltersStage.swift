internal import Foundation
package import StrataDrawings
internal import StrataFiles
internal import StrataRuns
package import StrataSession

/// Two pictures of a run: what its first layer's units look for, and what it makes of noisy images.
package struct FiltersStage: Stage {
  /// The pictures that were written.
  package struct Outcome: Encodable, Sendable {
    /// The run that they show.
    package let run: String
    /// w / ‖w‖ of the first layer's units, as one grid.
    package let filters: String
    /// Clean, corrupted and reconstructed test images; nil for a run without a decoder.
    package let reconstructions: String?
  }

  /// Which weights have the strongest colours.
  package enum Scale: Sendable {
    /// The largest of each unit.
    case perFilter
    /// The largest of all units.
    case shared

    fileprivate var scale: ImageGrid.Scale { self == .shared ? .shared : .perImage }
  }

  private let session: Session
  private let folder: RunFolder
  private let pictures: StackPictures
  private let units: Int
  private let scale: ImageGrid.Scale
  private let output: URL

  /// Pictures with a user's options.
  ///
  /// - Parameters:
  ///   - name: a run by name or path; nil for the newest pretraining run.
  ///   - units: how many of the first units to show.
  ///   - scale: which weights have the strongest colours.
  ///   - output: the folder to write to; nil for the run's own.
  /// - Throws: `InputError` when there is no such run, or its model has no first layer.
  package init(
    _ options: PipelineOptions, run name: String?, units: Int, scale: Scale = .perFilter, output: String?,
    console: Console
  ) throws {
    let store = try options.store(console)
    folder = try name.map { try store.open($0) } ?? store.newestStack()
    let own = try folder.ownRecipe(console)
    let recipe = try RecipeScope.models.resolve(options, with: own, of: folder.name)
    let data = try options.data(of: folder.record, recipe)
    session = try Session(options: data.options, recipe: recipe, dataset: data.dataset, console: console)
    pictures = try StackPictures(
      of: folder.modelSoFar(own), in: session, place: folder.url.relativePath)
    self.units = units
    self.scale = scale.scale
    self.output = try output.map { try URL(userPath: $0, isDirectory: true) } ?? folder.url
    if name == nil { console.say("run", "the newest pretraining run, \(folder.name)") }
  }

  /// Draws and writes them.
  package func run() throws -> Outcome {
    try Folders.make(output)
    return Outcome(
      run: folder.name,
      filters: try write(try pictures.filters(units: units, scale: scale), as: StackPictures.filters),
      reconstructions: try pictures.reconstructions().map {
        try write($0, as: StackPictures.reconstructions)
      })
  }

  /// Some of the units, drawn for a terminal 80 characters wide.
  package func drawing(colours: TerminalColours) throws -> String {
    try pictures.drawing(units: units, scale: scale, colours: colours)
  }

  private func write(_ grid: ImageGrid, as name: String) throws -> String {
    let url = output.appending(path: name)
    try AtomicFile.write(try PNG.encode(grid.picture), to: url)
    return url.relativePath
  }
}
