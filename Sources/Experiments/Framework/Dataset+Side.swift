internal import StrataDatasets

extension Dataset {
  /// The size of an image; of other examples, of all columns beside each other.
  var imageSide: (height: Int, width: Int) { imageSize ?? (1, width) }
}
