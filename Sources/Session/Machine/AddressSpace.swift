internal import Foundation
internal import Glibc
internal import StrataDrawings
package import StrataFiles

/// What the process may still map into its memory: a shell limits it with `ulimit -v` and `ulimit -d`.
package struct AddressSpace: Equatable {
  /// The bytes that may be mapped besides what is; nil where there is no limit.
  package let left: Int?
  /// The limit, in bytes.
  package let limit: Int?
  /// What sets it, in words.
  package let bound: String

  /// The limit that leaves the least.
  ///
  /// - Parameters:
  ///   - size: all that is mapped (`VmSize` of proc(5)).
  ///   - data: what of it is data (`VmData`).
  package init(
    size: Int, data: Int, sizeLimit: Int? = Self.limit(RLIMIT_AS), dataLimit: Int? = Self.limit(RLIMIT_DATA)
  ) {
    let bounds = [
      sizeLimit.map { (left: max(0, $0 - size), limit: $0, bound: "the limit on address space (ulimit -v)") },
      dataLimit.map { (left: max(0, $0 - data), limit: $0, bound: "the limit on data (ulimit -d)") },
    ].compactMap(\.self)
    let tightest = bounds.min { $0.left < $1.left }
    left = tightest?.left
    limit = tightest?.limit
    bound = tightest?.bound ?? "no limit"
  }

  /// That of this process; nil where the system does not say what it has.
  package static var ofProcess: AddressSpace? {
    guard let table = MachineMemory.table(URL(filePath: "/proc/self/status")),
      let size = table["VmSize"], let data = table["VmData"]
    else { return nil }
    return AddressSpace(size: size, data: data)
  }

  /// What threads and libraries map without filling it: OpenBLAS a buffer of 128 MiB for each processor, the system a
  /// stack and a pool of small pieces of memory for each thread.
  package static let reserve = 64 << 20 + ProcessInfo.processInfo.activeProcessorCount * 176 << 20

  /// What the process must be able to map besides what it has at its start. With less it would begin, and then be ended
  /// by whichever small piece of memory is refused first.
  package static let floor = reserve + 96 << 20

  /// What of the rest can be filled with numbers.
  package var usable: Int? { left.map { max(0, $0 - Self.reserve) } }

  /// Refuses to begin below the floor.
  ///
  /// - Throws: `InputError` with what there is and what to do.
  package static func requireFloor(_ space: AddressSpace? = .ofProcess) throws(InputError) {
    guard let space, let left = space.left, left < floor, let limit = space.limit else { return }
    throw InputError(
      .unavailable, at: "memory",
      expected: "\(String.bytes(floor)) that can be mapped besides the program itself",
      found: "\(String.bytes(left)), because of \(space.bound): \(String.bytes(limit))",
      advice: "raise the limit by at least \(String.bytes(floor - left)), for example: ulimit -v unlimited")
  }

  /// Makes sure that the system would give so much memory, by asking for it and giving it back: what is refused later
  /// ends the process, and here it is an error.
  ///
  /// - Throws: `InputError` with how much it is.
  package static func require(_ bytes: Int) throws(InputError) {
    guard let code = ObtainableMemory.refusal(of: bytes) else { return }
    throw InputError(
      .unavailable, at: "memory", expected: "\(String.bytes(bytes)) more for this recipe",
      found: SystemError.reason(code) + (ofProcess?.left.map { ": \(String.bytes($0)) are left" } ?? ""),
      advice: """
        lower stack.units or limit, raise a limit that a shell has set (ulimit -v), or use a machine with more memory
        """)
  }

  private static func limit(_ resource: __rlimit_resource) -> Int? {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0, limit.rlim_cur < rlim_t(Int.max)
    else { return nil }
    return Int(limit.rlim_cur)
  }
}
