import ArgumentParser
import Foundation
import StrataDrawings
import StrataRecipes
import StrataReports
import StrataSession
import StrataStages

struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data", abstract: "Fetch a data set, describe, convert or draw it.",
    usage: "\(ProgramName.short) data <subcommand>",
    discussion: """
      EXAMPLES
        \(ProgramName.short) data fetch
        \(ProgramName.short) data info --dataset synthetic
        \(ProgramName.short) data preview --count 4
      """,
    subcommands: [Fetch.self, Info.self, Inspect.self, Convert.self, Generate.self, Preview.self])

  struct Fetch: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Download a published data set over HTTPS and verify it.",
      usage: "\(ProgramName.short) data fetch [<options>]",
      discussion: """
        Files that are there and verified are kept, so an interrupted download is resumed by running \
        it again.

        EXAMPLES
          \(ProgramName.short) data fetch
          \(ProgramName.short) data fetch --dataset fashion-mnist --data ./fashion
        """)

    @OptionGroup var recipe: RecipeOptions
    @OptionGroup var quiet: QuietFlag
    @OptionGroup var json: JSONFlag

    func run() throws {
      let folder = try ChosenData(PipelineOptions(recipe), console: quiet.console).fetch()
      try show(["folder": folder], asJSON: json.json, text: folder)
    }
  }

  struct Info: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Where a data set is, how many images it has, and its hash.",
      usage: "\(ProgramName.short) data info [<options>]",
      discussion: """
        EXAMPLES
          \(ProgramName.short) data info
          \(ProgramName.short) data info --dataset ./my-digits --json
        """)

    @OptionGroup var recipe: RecipeOptions
    @OptionGroup var reading: DataFlags
    @OptionGroup var quiet: QuietFlag
    @OptionGroup var json: JSONFlag

    func run() throws {
      let info = try ChosenData(PipelineOptions(recipe, reading), console: quiet.console).info()
      try show(info, asJSON: json.json, text: info.text)
    }
  }

  struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show what would be read of data of your own, before anything is trained.",
      usage: "\(ProgramName.short) data inspect <path> [<options>]",
      discussion: """
        Reads what lies at a path as training would, and says what it holds, how it would be divided and scaled, and \
        what is odd about it.

        EXAMPLES
          \(ProgramName.short) data inspect ./photos --image-size 28x28
          \(ProgramName.short) data inspect train.csv --label species --json
        """)

    @Argument(help: ArgumentHelp("A file or a folder.", valueName: "path"), completion: .file())
    var path: String

    @OptionGroup var keys: ReadingKeys
    @OptionGroup var quiet: QuietFlag
    @OptionGroup var json: JSONFlag

    func run() throws {
      var options = PipelineOptions(keys)
      options.dataset = path
      let info = try ChosenData(options, console: quiet.console, setting: RecipeKey.dataset).info()
      try show(info, asJSON: json.json, text: info.text)
    }
  }

  struct Convert: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write data of any kind that is read as one folder of arrays.",
      usage: "\(ProgramName.short) data convert <path> <folder> [<options>]",
      discussion: """
        The folder holds .npy files and dataset.json (\(ShippedFiles.ofProcess.document("formats.md"))), and is read faster than pictures or text.

        EXAMPLES
          \(ProgramName.short) data convert ./photos arrays --image-size 28x28
        """)

    @Argument(help: ArgumentHelp("A file or a folder.", valueName: "path"), completion: .file())
    var path: String

    @Argument(
      help: ArgumentHelp("The folder to write, a new or an empty one.", valueName: "folder"),
      completion: .directory)
    var folder: String

    @OptionGroup var keys: ReadingKeys
    @OptionGroup var quiet: QuietFlag

    func run() throws {
      var options = PipelineOptions(keys)
      options.dataset = path
      try requireApart(folder: folder, from: path)
      try show(ChosenData(options, console: quiet.console, setting: RecipeKey.reading).convert(to: folder))
    }
  }

  struct Generate: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make any number of digits out of those that there are, by small deformations.",
      usage: "\(ProgramName.short) data generate <folder> --count <n> [<options>]",
      discussion: """
        Each image is a training image, a little turned, scaled, moved and stretched elastically, as the 8-million set of \
        MNIST was made (Loosli, Canu and Bottou 2007). The folder holds files in MNIST's format, the test images as they \
        are among them. Whatever of them is kept for validation has relatives among those that are trained on, so \
        settings are better chosen on the originals, and these trained on with validation=none.

        EXAMPLES
          \(ProgramName.short) data generate many --count 1000000
          \(ProgramName.short) run --dataset ./many --set validation=none
        """)

    @Argument(
      help: ArgumentHelp("The folder to write, a new one.", valueName: "folder"), completion: .directory)
    var folder: String

    @Option(help: ArgumentHelp("How many training images.", valueName: "n"))
    var count: Int

    @OptionGroup var recipe: RecipeOptions
    @OptionGroup var reading: DataFlags
    @OptionGroup var seed: SeedOption
    @OptionGroup var quiet: QuietFlag

    func validate() throws {
      guard count > 0 else { throw ValidationError("--count is 1 or more, not \(count).") }
    }

    func run() throws {
      let options = PipelineOptions(recipe, reading, seed)
      let data = try ChosenData(options, console: quiet.console)
      try requireApart(folder: folder, from: options.dataset ?? options.dataFolder)
      try show(data.generate(count: count, into: folder))
    }
  }

  struct Preview: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Draw training images in the terminal, with their classes.",
      usage: "\(ProgramName.short) data preview [--count <n>] [--start <n>] [<options>]",
      discussion: """
        EXAMPLES
          \(ProgramName.short) data preview --count 4
          \(ProgramName.short) data preview --dataset synthetic --start 100
        """)

    @Option(help: ArgumentHelp("How many images.", valueName: "n"))
    var count = 2

    @Option(help: ArgumentHelp("The first image, from 0.", valueName: "n"))
    var start = 0

    @OptionGroup var recipe: RecipeOptions
    @OptionGroup var reading: DataFlags
    @OptionGroup var quiet: QuietFlag

    func run() throws {
      let data = try ChosenData(PipelineOptions(recipe, reading), console: quiet.console)
      try show(data.preview(start: start, count: count, colours: outputColours))
    }
  }
}
