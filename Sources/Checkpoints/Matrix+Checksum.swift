package import StrataLinearAlgebra

extension Matrix {
  /// The SHA-256 of the numbers with their shape, in hexadecimal.
  package var checksum: String {
    var checkpoint = Checkpoint()
    checkpoint.tensors["matrix"] = Tensor(self)
    return checkpoint.tensorsHash
  }
}
