/// The C loops on windows: the only place where addresses and strides are taken out of them.
///
/// Each function checks that shapes agree and traps where they do not; `kernels.h` says what each computes.
/// Results that products read in bfloat16 are rounded by the loop that writes them, where the window keeps
/// a copy.
package enum Kernels {
  /// Traps unless the shapes agree.
  static func require(_ shape: Shape, _ other: Shape, _ name: StaticString = #function) {
    precondition(shape == other, "\(name): \(shape) and \(other)")
  }
}
