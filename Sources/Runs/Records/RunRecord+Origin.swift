extension RunRecord {
  /// The run that another one began from, as it was at that time. With it a run can be told about wherever it was
  /// moved to, without the other's folder.
  package struct Origin: Codable, Sendable, Equatable {
    /// Its name.
    package var name: String
    /// The command that does it again, with all that went before it.
    package var command: String
    /// Seconds of its training, with all that went before it; nil when not known.
    package var trainingSeconds: Double?
    /// The examples that it learned from.
    package var dataset: Dataset
    /// The SHA-256 of the file of weights that were taken, in hexadecimal.
    package var weights: String
    /// Where it lay, an absolute path; nil in a record of an older version.
    package var folder: String?

    /// A run as it is now.
    package init(
      name: String, command: String, trainingSeconds: Double?, dataset: Dataset, weights: String,
      folder: String? = nil
    ) {
      self.name = name
      self.command = command
      self.trainingSeconds = trainingSeconds
      self.dataset = dataset
      self.weights = weights
      self.folder = folder
    }

    private enum CodingKeys: String, CodingKey {
      case name, command, dataset, weights, folder
      case trainingSeconds = "training_seconds"
    }
  }
}
