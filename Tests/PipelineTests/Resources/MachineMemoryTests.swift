import Foundation
import StrataTestSupport
import Testing

@testable import StrataSession

/// The memory that a machine says it has, and the limits of its control groups.
struct MachineMemoryTests {
  private let gigabyte = 1 << 30

  /// A machine of 16 GiB with 4 GiB of swap, whose process is in these groups.
  private func machine(groups: String, _ limits: [String: String]) throws -> (MachineMemory?, TemporaryFolder)
  {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      MemTotal:       16777216 kB
      MemFree:         1048576 kB
      MemAvailable:   12582912 kB
      HugePages_Total:       0
      SwapTotal:       4194304 kB

      """, to: "proc/meminfo")
    try folder.write(groups, to: "proc/self/cgroup")
    for (file, text) in limits { try folder.write(text + "\n", to: "sys/fs/cgroup/\(file)") }
    return (MachineMemory(root: folder.url), folder)
  }

  @Test func withoutALimitItIsTheMachines() throws {
    let memory = try machine(groups: "0::/user.slice\n", ["user.slice/memory.max": "max"]).0
    #expect(memory?.capacity == 20 * gigabyte)
    #expect(memory?.available == 12 * gigabyte)
    #expect(memory?.bound == "all of this machine's")
  }

  /// The least limit of the group and those above it counts, with the swap that it may use.
  @Test(arguments: [
    (["a/memory.max": "8589934592", "a/b/memory.max": "max"], 12),
    (["a/memory.max": "8589934592", "a/memory.swap.max": "0", "a/b/memory.max": "max"], 8),
    (["a/memory.max": "8589934592", "a/b/memory.max": "2147483648", "a/b/memory.swap.max": "1073741824"], 3),
    // More swap than the machine has is allowed, and not there.
    (["a/memory.max": "8589934592", "a/memory.swap.max": "8589934592", "a/b/memory.max": "max"], 12),
    // In a container the topmost folder is the group's own.
    (["memory.max": "1073741824", "memory.swap.max": "0"], 1),
  ])
  func aGroupOfVersion2Limits(limits: [String: String], gigabytes: Int) throws {
    let memory = try machine(groups: "0::/a/b\n", limits).0
    #expect(memory?.capacity == gigabytes * gigabyte)
    #expect(memory?.bound == "the limit of its control group")
    #expect(memory.map { $0.available <= $0.capacity } == true)
  }

  @Test(arguments: [
    (["memory/a/memory.limit_in_bytes": "1073741824"], 5),
    (
      ["memory/a/memory.limit_in_bytes": "1073741824", "memory/a/memory.memsw.limit_in_bytes": "2147483648"],
      2
    ),
    // What version 1 says for no limit.
    (["memory/a/memory.limit_in_bytes": "9223372036854771712"], 20),
  ])
  func aGroupOfVersion1Limits(limits: [String: String], gigabytes: Int) throws {
    let memory = try machine(groups: "5:cpu,cpuacct:/\n4:memory:/a\n1:name=systemd:/a\n", limits).0
    #expect(memory?.capacity == gigabytes * gigabyte)
  }

  /// The controller may be of version 2 where others are of version 1.
  @Test func aGroupOfVersion2BesideVersion1Limits() throws {
    let limits = [
      "unified/cgroup.controllers": "memory", "unified/a/memory.max": "1073741824",
      "unified/a/memory.swap.max": "0",
    ]
    let memory = try machine(groups: "4:cpu,cpuacct:/a\n0::/a\n", limits).0
    #expect(memory?.capacity == gigabyte)
  }

  @Test func aSystemThatDoesNotSayIsNotGuessedAt() throws {
    #expect(MachineMemory(root: try TemporaryFolder().url) == nil)
  }

  @Test func thisMachineSays() throws {
    let memory = try #require(MachineMemory())
    let process = try #require(ProcessMemory())
    #expect(process.resident > 1 << 20)
    #expect(process.resident <= process.peak)
    #expect(process.peak < memory.capacity)
  }
}
