public import Foundation

/// MNIST, the yardstick.
public enum MNIST {
  /// Loads MNIST from `folder`, from the folder that `MNIST_DIR` names, or from the user's cache.
  ///
  /// ```swift
  /// let mnist = try MNIST.load()
  /// ```
  ///
  /// - Parameters:
  ///   - folder: where the four files lie.
  ///   - validation: how many of the training images, the last ones, are kept for validation.
  ///   - limit: how many of the other training images, the first ones, to train on at most.
  /// - Throws: `InputError` when it cannot be found or a file is bad.
  public static func load(
    from folder: URL? = nil, validation: Int = 10_000, limit: Int? = nil
  ) throws -> Dataset {
    try Dataset.load(.mnist, from: folder, validation: validation, limit: limit)
  }
}
