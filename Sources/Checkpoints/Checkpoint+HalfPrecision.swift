extension Checkpoint {
  /// Rounds every Float32 to half precision (IEEE 754), which halves the file and changes the model a little.
  public mutating func halve() {
    for (name, tensor) in tensors {
      guard let elements = tensor.elements(as: Float.self) else { continue }
      tensors[name] = Tensor(elements.map { Float16($0) }, shape: tensor.shape)
    }
  }
}
