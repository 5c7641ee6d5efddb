public import StrataFiles
public import StrataLinearAlgebra

extension ImageGrid {
  /// What units of a first layer look for: for each, the input of norm 1 that excites it most, w / ‖w‖.
  ///
  /// A unit whose weights are all zero is shown as such.
  ///
  /// - Parameters:
  ///   - weight: the layer's weight, inputs × units; its inputs are images of `width × height`.
  ///   - units: which units, in the order in which they are shown.
  ///   - width: pixels in a row of an input.
  ///   - height: rows of pixels of an input.
  ///   - columns: filters in a row of the grid.
  ///   - scale: each filter's own range by default, so that its shape shows whatever its contrast.
  ///   - magnification: pixels of the picture, along each side, for one of a filter.
  ///   - caption: a line under the filters.
  /// - Throws: `InputError` when a weight is not finite.
  public static func filters(
    of weight: Matrix, units: [Int], width: Int, height: Int, columns: Int = 10,
    scale: Scale = .perImage, magnification: Int = 3, caption: String = ""
  ) throws(InputError) -> ImageGrid {
    let filters = units.map { unit in
      let column = weight.column(unit)
      let norm = column.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
      return norm == 0 ? column : column.map { Float(Double($0) / norm) }
    }
    return try ImageGrid(
      Matrix(filters), width: width, height: height, columns: columns, scale: scale,
      colours: .diverging, magnification: magnification, caption: caption)
  }

  /// What a denoising autoencoder does: images, their corruption, and what it makes of that, in three rows.
  ///
  /// - Parameters:
  ///   - clean: images of pixels in [0, 1], one in each row.
  ///   - corrupted: the same images with noise; values beyond [0, 1] are shown as the nearer end.
  ///   - reconstructed: what the decoder gives for the corrupted ones.
  ///   - width: pixels in a row of an image.
  ///   - height: rows of pixels of an image.
  ///   - magnification: pixels of the picture, along each side, for one of an image.
  ///   - caption: a line under the images.
  /// - Throws: `InputError` when a value is not finite.
  public static func reconstructions(
    clean: Matrix, corrupted: Matrix, reconstructed: Matrix, width: Int, height: Int,
    magnification: Int = 3, caption: String = ""
  ) throws(InputError) -> ImageGrid {
    precondition(
      clean.shape == corrupted.shape && clean.shape == reconstructed.shape,
      "images of shapes \(clean.shape), \(corrupted.shape) and \(reconstructed.shape)")
    let images = Matrix(
      rows: 3 * clean.rows, columns: clean.columns,
      clean.elements + corrupted.elements + reconstructed.elements)
    return try ImageGrid(
      images, width: width, height: height, columns: clean.rows, scale: .fixed(0...1), colours: .grey,
      magnification: magnification, rowLabels: ["clean", "corrupted", "reconstructed"], caption: caption)
  }

  /// A noise, images under it, and what an autoencoder makes of those.
  public struct Undoing: Sendable {
    let noise: String
    let corrupted: Matrix
    let reconstructed: Matrix

    /// Images under a noise, and what becomes of them; one image in each row.
    public init(_ noise: String, corrupted: Matrix, reconstructed: Matrix) {
      self.noise = noise
      self.corrupted = corrupted
      self.reconstructed = reconstructed
    }
  }

  /// What a denoising autoencoder makes of several noises: a row of clean images, then for each noise a row
  /// of noisy ones and one of reconstructions.
  ///
  /// - Parameters:
  ///   - clean: images of pixels in [0, 1], one in each row.
  ///   - noises: each noise with what it makes of them, and what becomes of that.
  ///   - width: pixels in a row of an image.
  ///   - height: rows of pixels of an image.
  ///   - magnification: pixels of the picture, along each side, for one of an image.
  ///   - caption: a line under the images.
  /// - Throws: `InputError` when a value is not finite.
  public static func reconstructions(
    clean: Matrix, noises: [Undoing], width: Int, height: Int, magnification: Int = 2, caption: String = ""
  ) throws(InputError) -> ImageGrid {
    var elements = clean.elements
    var labels = ["clean"]
    for noise in noises {
      precondition(
        clean.shape == noise.corrupted.shape && clean.shape == noise.reconstructed.shape,
        "images of shapes \(clean.shape), \(noise.corrupted.shape) and \(noise.reconstructed.shape)")
      elements += noise.corrupted.elements + noise.reconstructed.elements
      labels += [noise.noise, "reconstructed"]
    }
    return try ImageGrid(
      Matrix(rows: clean.rows * labels.count, columns: clean.columns, elements), width: width,
      height: height, columns: clean.rows, scale: .fixed(0...1), colours: .grey,
      magnification: magnification, rowLabels: labels,
      groupStarts: Set(noises.indices.map { 2 * $0 + 1 }), caption: caption)
  }
}
