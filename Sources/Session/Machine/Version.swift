/// The version of the program.
package enum Version {
  /// The version, as `--version` prints it and every run records it.
  package static let current = "0.1.0"
}
