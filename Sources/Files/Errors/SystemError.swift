package import Foundation
internal import Glibc

extension InputError {
  /// The error of a system call that creates or changes a file or folder, from its `errno`.
  package static func writing(_ url: URL, _ code: Int32) -> InputError {
    let (expected, advice): (String, Wording) =
      switch code {
      case ENOSPC, EDQUOT: ("room for it on the disk", "free some space, or choose another folder")
      case EACCES, EPERM: ("permission to write it", "change the permissions, or choose another folder")
      case EROFS: ("a file system that can be written", "choose another folder")
      case EFBIG: ("a file below the limit on its size", "raise the limit: ulimit -f")
      case EMFILE, ENFILE: ("to open one more file", "raise the limit: ulimit -n")
      case ENOENT: ("an existing folder to write it in", "make the folder first")
      case EISDIR: ("a file or nothing of that name", "choose another name, or move the folder away")
      case ENOTDIR, EEXIST: ("a folder or nothing of that name", "choose another name")
      default: ("to write it", "look at the disk, or choose another folder")
      }
    return InputError(
      .cannotWrite, at: url.relativePath, expected: expected, found: SystemError.reason(code), advice: advice)
  }

  /// The error of a system call that reads a file or folder, from its `errno`.
  package static func reading(_ url: URL, _ code: Int32) -> InputError {
    let (kind, expected, advice): (Kind, String, Wording) =
      switch code {
      case ENOENT, ENOTDIR: (.missingInput, "a file", "check the path")
      case EACCES, EPERM: (.inputOutput, "permission to read it", "change the permissions")
      case EMFILE, ENFILE: (.inputOutput, "to open one more file", "raise the limit: ulimit -n")
      default: (.inputOutput, "to read it", "look at the disk")
      }
    return InputError(
      kind, at: url.relativePath, expected: expected, found: SystemError.reason(code), advice: advice)
  }
}

/// What an error code of the system means, in words.
package enum SystemError {
  /// For example `no space left on device`.
  package static func reason(_ code: Int32) -> String {
    let text = String(cString: strerror(code))
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}
