public import StrataFiles

extension Checkpoint {
  /// Rounds every Float32 to half precision (IEEE 754), which halves the file and changes the model a little.
  ///
  /// - Throws: `InputError` when a number is too large for half precision.
  public mutating func halve() throws(InputError) {
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
      guard let elements = tensor.elements(as: Float.self) else { continue }
      let halves = elements.map { Float16($0) }
      if let index = halves.firstIndex(where: { !$0.isFinite }), elements[index].isFinite {
        throw InputError(
          .numericalFailure, at: name, expected: "numbers of at most \(Float16.greatestFiniteMagnitude)",
          found: "\(elements[index])", advice: "keep the model in float32")
      }
      tensors[name] = Tensor(halves, shape: tensor.shape)
    }
  }
}
