/// How a picture of any size becomes an image of the size that a model reads.
///
/// A picture that has that size already is taken as it is, unless what is drawn on it is to be looked for.
public struct ImagePreparation: Codable, Hashable, Sendable {
  /// What of a picture is looked at.
  public enum Fit: String, Codable, CaseIterable, Sendable {
    /// All of it.
    case whole
    /// What is drawn on it, brought into MNIST's form: bright on dark, the drawing in a box of 20/28 of the size,
    /// its centre of mass in the middle (LeCun et al. 1998, and the page of the data set).
    case mnist
  }

  /// The height in pixels.
  public var height: Int
  /// The width in pixels.
  public var width: Int
  /// True when the picture is stretched to the size; otherwise it keeps its aspect and is padded with its border's
  /// grey.
  public var isStretched: Bool
  /// What of a picture is looked at.
  public var fit: Fit

  /// All of a picture, padded to this size, unless something else is said.
  public init(height: Int, width: Int, isStretched: Bool = false, fit: Fit = .whole) {
    (self.height, self.width) = (height, width)
    (self.isStretched, self.fit) = (isStretched, fit)
  }
}
