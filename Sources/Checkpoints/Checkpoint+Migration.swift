extension Checkpoint {
  /// What makes the metadata of a version into that of the next one; the first begins at version 1.
  ///
  /// A version is added by appending here what older files lack: `schemaVersion` counts them. One is needed where
  /// what is written means something else, or is missing from older files; not for one more operation or activation,
  /// which an older program refuses by itself.
  static let migrations: [@Sendable (inout [String: String]) -> Void] = [
    // Version 2 also says which versions of the program and of its libraries made a model.
    { metadata in metadata["versions"] = "{}" },
    // Version 3 has graphs with emphasis, penalties, sums, swap noise and levels that change, which an older
    // program cannot read. An older graph is one without them.
    { _ in },
    // Version 4 has graphs that scale and shift, that standardize and that multiply values, and softplus units. An
    // older graph is one without them.
    { _ in },
  ]

  /// Brings metadata of an older version up to this one's.
  static func migrate(_ metadata: inout [String: String], from version: Int) {
    for migration in migrations.dropFirst(version - 1) { migration(&metadata) }
  }
}
