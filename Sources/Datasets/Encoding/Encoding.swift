internal import StrataLinearAlgebra

/// How the numbers of files become the inputs of a model: learned on training examples, kept with the model, and
/// applied on every way in.
public struct Encoding: Codable, Hashable, Sendable {
  /// What the columns are.
  public var layout: Layout
  /// What is done to each number.
  public var scaling: Scaling
  /// How pictures are made into images of this layout.
  public var preparation: ImagePreparation?

  /// What is done to each number x of a column.
  ///
  /// Images have one number for all columns, tables one for each.
  public enum Scaling: Codable, Hashable, Sendable {
    /// x / 255: bytes.
    case pixels
    /// x; the smallest and the largest that training saw are remembered.
    case asIs(low: Float, high: Float)
    /// (x − low) / (high − low), which is 0 … 1 on the training examples; 0 for a column that is constant. What lies
    /// beyond is taken as the nearer end.
    case range(low: [Float], high: [Float])
    /// (x − mean) / deviation; 0 for a column that is constant.
    case standard(mean: [Float], deviation: [Float])
  }

  /// An encoding of bytes, unless another scaling is said.
  public init(layout: Layout, scaling: Scaling = .pixels, preparation: ImagePreparation? = nil) {
    (self.layout, self.scaling, self.preparation) = (layout, scaling, preparation)
  }
}
