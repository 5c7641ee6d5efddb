internal import Foundation
internal import Glibc
internal import StrataFiles

extension InputError {
  /// A result that could not be written to the standard output, from an error code of the system.
  static func delivering(_ code: Int32) -> InputError {
    let advice: Wording =
      switch code {
      case ENOSPC, EDQUOT: "free some space, or write it to another place"
      case EBADF: "leave the standard output open: without >&-"
      case EFBIG: "raise the limit on the size of files: ulimit -f unlimited"
      default: "write it to another place"
      }
    return InputError(
      .inputOutput, at: "the standard output", expected: "to write the result there",
      found: SystemError.reason(code), advice: advice)
  }
}
