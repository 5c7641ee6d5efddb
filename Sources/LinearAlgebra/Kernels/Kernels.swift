internal import CStrataKernels

/// The C loops on windows.
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

/// The only place where addresses and strides are taken out of a window to be handed to the C loops. A view knows
/// nothing of lifetimes: it is made in the call that it is for, and never kept.
extension Window {
  /// To be read.
  var view: strata_view {
    strata_view(
      data: pointer, rounded: rounded, rows: Int64(rows), columns: Int64(columns), stride: Int64(stride))
  }

  /// To be written.
  var target: strata_target {
    strata_target(
      data: pointer, rounded: rounded, rows: Int64(rows), columns: Int64(columns), stride: Int64(stride))
  }
}

extension strata_view {
  /// Where a loop can do without.
  static var none: strata_view { strata_view() }
}

extension strata_target {
  /// Where a loop can do without.
  static var none: strata_target { strata_target() }
}
