internal import StrataFiles

/// What was said about reading, for data that have no use for it. It is refused: passed over, it would look obeyed, and a
/// name that was meant for another option would go unnoticed.
extension ReadingOptions {
  /// What may be said and not be used; the name is that of its key.
  package enum Choice: String, CaseIterable, Sendable {
    case label, fit, stretch, transpose
    case imageSize = "image_size"
  }

  /// Throws where a file of labels was named for data that have their own: it would be passed over, and a number that
  /// was misspelled is taken for such a file.
  func requireNoLabels(of data: String) throws(InputError) {
    guard let labels else { return }
    throw InputError(
      .usage, at: labels, expected: "no file of labels: \(data) has its own", found: "one",
      advice: "leave it out; how many labels are kept is a whole number, or all")
  }

  /// Throws where a column or an array of labels was named for data that are neither a table nor an archive.
  func requireNoLabelName(of data: String) throws(InputError) {
    guard let label, !inherited.contains(.label) else { return }
    throw InputError(
      .usage, at: data, expected: "no name of a column of labels: these are no table and no archive",
      found: label,
      advice: "leave it out; how many labels are kept is said by another name, labels")
  }

  /// Throws where a file of labels was named, and besides it a column or an array that the data have.
  func requireNoOtherLabels(_ title: String, at place: String) throws(InputError) {
    guard let labels, label != nil, !inherited.contains(.label) else { return }
    throw InputError(
      .usage, at: place, expected: "labels from one place", found: "\(title), and the file \(labels)",
      advice: "name the one alone, or the other")
  }

  /// Throws where something was said of how pictures are made into images, for data that are images or numbers already.
  func requireNoPictures(_ layout: Layout, of data: String) throws(InputError) {
    if !inherited.contains(.imageSize), imageSize?.fits(layout.width) != true {
      try requireSize(of: layout, at: data)
    }
    // Of images that have the very size that was asked for, nothing is left to do.
    guard imageSize == nil else { return }
    let said = [
      isStretched && !inherited.contains(.stretch) ? "stretch" : nil,
      fit != .whole && !inherited.contains(.fit) ? "fit \(fit.rawValue)" : nil,
    ].compactMap(\.self)
    guard let found = said.first else { return }
    throw InputError(
      .usage, at: data, expected: "nothing about how pictures are fitted: these are no pictures",
      found: found,
      advice: "leave it out; that is for folders of pictures")
  }

  /// Throws where images were said to lie transposed, for data that are none.
  func requireNotTransposed(_ data: String) throws(InputError) {
    guard isTransposed == true, !inherited.contains(.transpose) else { return }
    throw InputError(
      .usage, at: data, expected: "images in rows of numbers, where they are to be transposed", found: "none",
      advice: "leave that out")
  }
}
