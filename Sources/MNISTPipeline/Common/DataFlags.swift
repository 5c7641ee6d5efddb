import ArgumentParser
import StrataSession

/// How data of one's own are read: short for keys of the recipe.
struct DataFlags: ParsableArguments, OptionGroupOfLibrary {
  @Option(
    help: ArgumentHelp(
      "Column of a table, or array of an archive, with the labels; short for --set data.label=….",
      valueName: "name"))
  var label: String?

  @Option(
    help: ArgumentHelp(
      "How many training examples keep their labels, such as 100, or all; or a file with the labels, beside the examples; labels, data.labels.",
      valueName: "n|file"), completion: .file())
  var labels: String?

  @Option(
    help: ArgumentHelp(
      "Size that pictures are brought to, such as 28x28; data.image_size.", valueName: "size"))
  var imageSize: String?

  @Flag(help: "Stretch pictures to that size instead of padding them; data.stretch.")
  var stretch = false

  @Option(
    help: ArgumentHelp("What of a picture is looked at, whole or mnist; data.fit.", valueName: "what"))
  var fit: String?

  /// A number, or all, says how many; anything else is a file, which may also be written as ./100.
  private var labelsKey: String {
    guard let labels, labels == "all" || Double(labels) != nil else {
      return "data.labels"
    }
    return "labels"
  }

  func apply(to options: inout PipelineOptions) {
    let values = [
      ("--label", "data.label", label), ("--labels", labelsKey, labels),
      ("--image-size", "data.image_size", imageSize), ("--fit", "data.fit", fit),
    ]
    options.flags = values.compactMap { name, key, value in
      value.map { PipelineOptions.KeyFlag(name, key, $0) }
    }
    if stretch { options.flags.append(PipelineOptions.KeyFlag("--stretch", "data.stretch")) }
  }
}

/// The same, and every other key of how data are read: for commands that train nothing.
struct ReadingKeys: ParsableArguments, OptionGroupOfLibrary {
  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp(
      "Set a key of how data are read, such as data.label; may be repeated.", valueName: "key=value"),
    completion: .dataKeys)
  var assignments: [String] = []

  @OptionGroup var flags: DataFlags

  func apply(to options: inout PipelineOptions) {
    options.assignments = assignments
    flags.apply(to: &options)
  }
}
