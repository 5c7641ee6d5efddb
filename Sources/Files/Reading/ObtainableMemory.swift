internal import Foundation

/// Memory that is asked for before it is taken.
///
/// An array or a buffer that the system does not give ends the process. So whoever is about to take a large one, or
/// one whose size was read from a file, asks first, which can be answered with an error.
package enum ObtainableMemory {
  /// The error's code with which the system refuses so many bytes; nil when it would give them. It gives more than the
  /// machine has, but not more than a shell's limits or a strict policy allow.
  package static func refusal(of bytes: Int) -> Int32? {
    guard bytes >= smallest else { return nil }
    let memory = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let memory, memory != MAP_FAILED else { return errno }
    // Giving back what was given a moment ago cannot fail.
    munmap(memory, bytes)
    return nil
  }

  /// Half of this machine's memory, in bytes: a file of more is not read whole.
  package static let largestFile = Int(clamping: ProcessInfo.processInfo.physicalMemory / 2)

  /// What is smaller is not asked for.
  private static let smallest = 1 << 20

  /// Makes sure that an array of so many bytes can be had for what is read from a place.
  ///
  /// - Throws: `InputError` with the number of bytes.
  package static func require(_ bytes: Int, at place: String) throws(InputError) {
    guard let code = refusal(of: bytes) else { return }
    let reason = String(cString: strerror(code))
    throw InputError(
      .unavailable, at: place, expected: "memory for \(bytes) bytes of it",
      found: reason.prefix(1).lowercased() + reason.dropFirst(),
      advice: "raise a limit that a shell has set (ulimit -v unlimited), or use a machine with more memory")
  }
}
