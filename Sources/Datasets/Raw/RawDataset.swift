package import StrataFiles

/// What lies at a path, read and proven, but neither divided into parts nor scaled.
package struct RawDataset: Sendable {
  /// Some examples, with their labels where there are any.
  package struct Part: Sendable {
    package var values: RawValues
    /// One for each row; nil where the files have none at all.
    package var labels: RawLabels?
    /// The path of each row's picture within the folder, where rows are files of their own.
    package var paths: [String]?

    package init(_ values: RawValues, labels: RawLabels? = nil, paths: [String]? = nil) {
      (self.values, self.labels, self.paths) = (values, labels, paths)
    }
  }

  /// What the columns are; the same in all parts.
  package var layout: Layout
  /// The examples to train on, and to take others from where there are no parts of their own.
  package var train: Part
  /// The examples to choose by, where the files keep them apart.
  package var validation: Part?
  /// The examples to test on, where the files keep them apart.
  package var test: Part?
  /// The names of all classes in their order, where the files say them; otherwise those of the labels.
  package var classNames: [String]?
  /// How pictures were made into images of this size, and others are to be.
  package var preparation: ImagePreparation?
  /// What was noticed and done on the way, for the user: `colour was made grey in 12 of 300 pictures`.
  package var notes: [Wording] = []
  /// True where the order is part of what the data set is, as of MNIST, so that the last examples are kept for
  /// validation.
  package var isInFixedOrder = false
  /// The files that it was read from.
  package var files: [DataFile] = []
  /// The hash of what was read, where its format has one of its own; otherwise that of the content is taken.
  package var sha256: String?

  package init(layout: Layout, train: Part, validation: Part? = nil, test: Part? = nil) {
    (self.layout, self.train, self.validation, self.test) = (layout, train, validation, test)
  }
}

/// What a user says about how files are to be read.
package struct ReadingOptions: Sendable, Hashable {
  /// The column of a table, or the array of an archive, that holds the labels; nil for the usual names.
  package var label: String?
  /// What the columns of a table are called, where a model knows it.
  package var columns: [String]?
  /// The column of labels in the table that a model has learned from: it is no input of the model, where a table has it.
  package var learnedLabel: LearnedLabel?
  /// A file of labels beside the examples.
  package var labels: String?
  /// The size that pictures are brought to; nil for their own, which must then be the same.
  package var imageSize: ImageSize?
  /// True to stretch pictures to the size instead of padding them.
  package var isStretched = false
  /// What of a picture is looked at.
  package var fit = ImagePreparation.Fit.whole
  /// Photographs, a folder or a file of them, where a data set is made of some; nil for generated images.
  package var photographs: String?
  /// True where images lie transposed in their files; nil where the name decides.
  package var isTransposed: Bool?
  /// A file of more bytes stays on the disk and is read as it is needed, where its form allows that; by default half of
  /// the machine's memory.
  package var largestInMemory = ObtainableMemory.largestFile

  /// What nobody said of these data, but a run on others was made with: passed over where these have no use for it.
  package var inherited: Set<Choice> = []

  package init() {}

  /// A column of labels, as a model knows it.
  package struct LearnedLabel: Sendable, Hashable {
    /// Its name, or its number from 1 on.
    package var name: String
    /// The number of the columns beside it.
    package var inputs: Int

    package init(name: String, inputs: Int) { (self.name, self.inputs) = (name, inputs) }
  }

  package struct ImageSize: Sendable, Hashable, Codable {
    package var height: Int
    package var width: Int

    package init(height: Int, width: Int) { (self.height, self.width) = (height, width) }
  }
}
