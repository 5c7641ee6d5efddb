internal import CStrataKernels

#if STRATA_ONEDNN
  internal import CStrataOneDNN
#endif

/// The engine that is used where it is installed.
enum OneDNN {
  #if STRATA_ONEDNN
    static let isAvailable = true

    static func multiply(_ a: Factor, _ b: Factor, into c: Window, beta: Float) {
      strata_onednn_product(
        strata_product(a, b, c), a.matrix.pointer, b.matrix.pointer, beta, c.pointer)
    }

    /// The product of the factors' rounded copies. Traps where oneDNN refuses, which `Arithmetic.obstacle`
    /// is there to find out before.
    static func multiplyRounded(_ a: Factor, _ b: Factor, into c: Window, beta: Float) {
      guard let left = a.matrix.rounded, let right = b.matrix.rounded else { return }
      if beta != 0 && beta != 1 { c.scale(by: beta) }
      let isDone = strata_onednn_bfloat16_product(
        strata_product(a, b, c), left, right, beta != 0, c.pointer)
      precondition(isDone, "oneDNN refused a bfloat16 product of \(c.shape)")
    }

    static var hasBFloat16: Bool { strata_onednn_has_bfloat16() }
    static var instructionSet: String { String(cString: strata_onednn_instruction_set()) }

    static var version: String {
      var numbers = (Int32(0), Int32(0), Int32(0))
      withUnsafeMutablePointer(to: &numbers) {
        $0.withMemoryRebound(to: Int32.self, capacity: 3) { strata_onednn_version($0) }
      }
      return "oneDNN \(numbers.0).\(numbers.1).\(numbers.2) \(instructionSet)"
    }
  #else
    static let isAvailable = false
    static let hasBFloat16 = false
    static let instructionSet = "none"
    static let version = "no oneDNN"

    static func multiply(_ a: Factor, _ b: Factor, into c: Window, beta: Float) {
      preconditionFailure("this build has no oneDNN")
    }

    static func multiplyRounded(_ a: Factor, _ b: Factor, into c: Window, beta: Float) {
      preconditionFailure("this build has no oneDNN")
    }
  #endif
}

#if STRATA_ONEDNN
  extension strata_product {
    fileprivate init(_ a: Factor, _ b: Factor, _ c: Window) {
      self.init(
        m: Int64(c.rows), n: Int64(c.columns), k: Int64(a.columns),
        a_is_transposed: a.isTransposed, b_is_transposed: b.isTransposed,
        a_stride: Int64(a.matrix.stride), b_stride: Int64(b.matrix.stride),
        c_stride: Int64(c.stride))
    }
  }
#endif
