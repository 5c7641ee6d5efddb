internal import StrataFiles
public import StrataLinearAlgebra

/// Images with their labels, in three parts: to train on, to choose by, to test on.
///
/// ```swift
/// let mnist = try Dataset.load(.mnist)
/// mnist.train.images  // ByteMatrix, 50,000 × 784
/// mnist.test.labels   // [UInt8], 10,000
/// ```
///
/// Pixels stay bytes in memory and stand for pixel / 255; training and validation images share storage.
public struct Dataset: Sendable {
  /// The name that the command line knows it by: `mnist`; of a folder, the folder's name. The name of a published
  /// data set is borne by its images alone, which are known by their hash, wherever they lie.
  public let name: String
  /// The name for people: `MNIST`.
  public let title: String
  /// How it was obtained: the path of a folder, or `generated from seed 1`.
  public let origin: String
  /// What each class is called, in the order of the labels: `0`, `1`, … or `T-shirt/top`, `Trouser`, ….
  public let classNames: [String]
  /// The height of an image in pixels.
  public let imageHeight: Int
  /// The width of an image in pixels.
  public let imageWidth: Int

  /// Images to train on: the first ones of the training file.
  public let train: Part
  /// Images to choose by (early stopping, hyperparameters): the last ones of the training file.
  public let validation: Part
  /// Images to report the error of, and nothing else: the test file.
  public let test: Part

  /// The SHA-256 of the four uncompressed IDX files one after the other, in hexadecimal.
  ///
  /// The same images have the same hash however they are compressed, and before `limit` and
  /// `validation` are applied:
  ///
  /// ```
  /// zcat train-images-idx3-ubyte.gz train-labels-idx1-ubyte.gz \
  ///   t10k-images-idx3-ubyte.gz t10k-labels-idx1-ubyte.gz | sha256sum
  /// ```
  public let sha256: String
  /// True when these are, bit by bit, the images and labels that were published under this name.
  public let isPublished: Bool
  /// The published data set that was asked for, when these images are another or none.
  let mistakenFor: PublishedDataset?
  /// The files that it was read from, with the hashes of the files themselves; none when generated.
  public let files: [File]

  /// How a pixel becomes the number that a model sees.
  public static let normalization = "pixel / 255"

  /// The number of classes.
  public var classes: Int { classNames.count }
  /// The number of pixels of an image: the number of inputs of a model.
  public var width: Int { imageHeight * imageWidth }

  /// Images and their labels.
  public struct Part: Sendable {
    /// `count × width` pixels, one image in a row.
    public let images: ByteMatrix
    /// The class of each image, below `Dataset.classes`.
    public let labels: [UInt8]

    /// Images and as many labels. Traps when their numbers differ.
    public init(images: ByteMatrix, labels: [UInt8]) {
      precondition(images.rows == labels.count, "\(images.rows) images and \(labels.count) labels")
      self.images = images
      self.labels = labels
    }

    /// The number of examples.
    public var count: Int { labels.count }

    /// Some of the examples; the images share storage.
    public subscript(range: Range<Int>) -> Part {
      Part(images: images[rows: range], labels: Array(labels[range]))
    }
  }

  /// A file that was read.
  public struct File: Sendable, Hashable {
    /// Its path.
    public let path: String
    /// The SHA-256 of the file as it lies there, in hexadecimal.
    public let sha256: String
  }
}

extension Dataset {
  /// Throws unless the images have as many pixels as a model has inputs.
  ///
  /// - Parameters:
  ///   - inputs: the width that the model expects, 784 for one of 28 × 28 pixels.
  ///   - model: what to call the model, for example the path of its run.
  /// - Throws: `InputError` that names both widths.
  public func requireWidth(_ inputs: Int, of model: String) throws {
    guard width != inputs else { return }
    throw InputError(
      .malformedData, at: origin, expected: "images of \(inputs) pixels, the inputs of \(model)",
      found: "images of \(width) pixels (\(imageHeight) × \(imageWidth))",
      advice: "use images of that size, or train a model on these")
  }
}
