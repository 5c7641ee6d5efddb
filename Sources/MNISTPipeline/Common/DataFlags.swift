import ArgumentParser

/// How data of one's own are read: short for keys of the recipe.
struct DataFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Column of a table, or array of an archive, with the labels; short for --set data.label=….",
      valueName: "name"))
  var label: String?

  @Option(help: ArgumentHelp("File with the labels, beside the examples; data.labels.", valueName: "file"))
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

  /// The same as keys of the recipe.
  var assignments: [String] {
    [("label", label), ("labels", labels), ("image_size", imageSize), ("fit", fit)].compactMap { key, value in
      value.map { "data.\(key)=\($0)" }
    } + (stretch ? ["data.stretch=true"] : [])
  }
}
