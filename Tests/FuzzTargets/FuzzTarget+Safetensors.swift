import StrataCheckpoints
import StrataTestSupport

extension FuzzTarget {
  /// Safetensors files. The tensors share the storage of the file; what the header says is held beside it,
  /// several times while it is read.
  static let safetensors = FuzzTarget(name: "safetensors", cap: { 64 * $0 + base }) { bytes, folder in
    let file = try Safetensors(contentsOf: folder.file("x.safetensors", bytes))
    for tensor in file.tensors.values { _ = tensor.elements(as: Float.self) }
    let again = try Safetensors(file.encoded, at: "what was written again")
    guard again.tensors == file.tensors, again.metadata == file.metadata else {
      throw Finding.contradiction("what was read is not what was written again")
    }
    _ = try Checkpoint(contentsOf: folder("x.safetensors"))
  }
}
