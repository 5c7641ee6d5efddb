internal import CStrataKernels

/// The widest vector instructions that both this processor and the loops of this build have.
package enum InstructionSet: String, Sendable, CaseIterable {
  /// No choice of loops: another processor than x86-64, or a build with a sanitizer.
  case portable
  case sse2 = "SSE2"
  case avx2 = "AVX2"
  case avx512 = "AVX-512"
  /// AVX-512 with products of bfloat16.
  case avx512BFloat16 = "AVX-512 BF16"

  /// This processor's.
  package static let current: InstructionSet = {
    guard let loops = InstructionSet(rawValue: String(cString: strata_isa_name())) else { return .portable }
    return loops == .avx512 && strata_has_bfloat16() ? .avx512BFloat16 : loops
  }()
}
