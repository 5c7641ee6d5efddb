extension Float16: TensorElement {
  /// `F16`.
  package static var tensorType: TensorType { .float16 }
}

extension Tensor {
  /// The elements as Float32 when they are floats of four or of two bytes; nil otherwise.
  package var floats: [Float]? {
    switch type {
    case .float32: elements(as: Float.self)
    case .float16: elements(as: Float16.self)?.map { Float($0) }
    case .bfloat16: elements(as: BFloat16.self)?.map(\.float)
    default: nil
    }
  }
}
