internal import StrataFiles

extension NPYArray {
  /// Colours, three in the last dimension, as greys by their luma.
  ///
  /// - Throws: `InputError` where the elements are no numbers.
  package func grey() throws -> NPYArray {
    precondition(shape.last == 3, "colours of \(shape)")
    let shape = Array(shape.dropLast())
    if let bytes { return NPYArray(Array(Luma.bytes(bytes)), shape: shape) }
    return NPYArray(Luma.numbers(try floats()), shape: shape)
  }
}
