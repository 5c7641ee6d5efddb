import StrataLinearAlgebra
import Testing

/// What the control groups of a process leave it of eight processors, version 1 and 2.
struct ControlGroupsTests {
  private func processors(_ machine: FakeMachine) -> Processors {
    Processors(root: machine.root, environment: [:], affinity: 8)
  }

  /// A quota is rounded up to whole processors; of several groups the tightest counts.
  @Test(arguments: [
    (["a/b/cpu.max": "150000 100000"], 2, "1.5 processors"),
    (["a/b/cpu.max": "30000 100000"], 1, "0.3 processors"),
    (["a/b/cpu.max": "1 1000000"], 1, "0.01 processors"),
    (["a/b/cpu.max": "100000 100000"], 1, "1 processor"),
    (["a/b/cpu.max": "150000 50000"], 3, "3 processors"),
    (["a/b/cpu.max": "max 100000", "a/cpu.max": "400000 100000"], 4, "4 processors"),
    (["a/b/cpu.max": "600000 100000", "a/cpu.max": "250000 100000"], 3, "2.5 processors"),
    (["a/b/cpu.max": "250000 100000", "a/cpu.max": "600000 100000"], 3, "2.5 processors"),
    // In a container the group's own folder is the topmost one, whatever its path outside.
    (["cpu.max": "200000 100000"], 2, "2 processors"),
  ])
  func aQuotaOfVersion2Limits(files: [String: String], threads: Int, quota: String) throws {
    let some = processors(try FakeMachine(groups: "0::/a/b\n", files))
    #expect(some.threads == threads)
    #expect(some.available == threads)
    #expect(some.bound == "the CPU quota of its control group (\(quota))")
  }

  /// The controller may be mounted under its own name or together with another one.
  @Test(arguments: ["cpu,cpuacct", "cpu"], ["cpu,cpuacct", "cpu"])
  func aQuotaOfVersion1Limits(controllers: String, mount: String) throws {
    // A mount that has the name of both holds a controller that is listed with both.
    guard mount == "cpu" || controllers == mount else { return }
    let groups = "5:cpuset:/\n4:\(controllers):/a/b\n1:name=systemd:/a\n"
    let some = processors(
      try FakeMachine(
        groups: groups,
        [
          "\(mount)/a/b/cpu.cfs_quota_us": "-1", "\(mount)/a/b/cpu.cfs_period_us": "100000",
          "\(mount)/a/cpu.cfs_quota_us": "130000", "\(mount)/a/cpu.cfs_period_us": "50000",
          "\(mount)/cpu.cfs_quota_us": "-1", "\(mount)/cpu.cfs_period_us": "100000",
          // A group that the process is not in.
          "\(mount)/c/cpu.cfs_quota_us": "50000", "\(mount)/c/cpu.cfs_period_us": "100000",
        ]))
    #expect(some.threads == 3)
    #expect(some.bound == "the CPU quota of its control group (2.6 processors)")
  }

  @Test(arguments: [
    ("0::/a\n", ["a/cpuset.cpus.effective": "0-3,7"], 5),
    ("0::/a\n", ["a/cpuset.cpus.effective": "", "cpuset.cpus.effective": "2-3"], 2),
    ("3:cpuset:/a\n", ["cpuset/a/cpuset.cpus": "1,5", "cpuset/cpuset.cpus": "0-7"], 2),
    // What is configured may be more than what there is.
    ("3:cpuset:/a\n", ["cpuset/a/cpuset.cpus": "0-6", "cpuset/a/cpuset.effective_cpus": "0-3"], 4),
    ("3:cpuset:/a/b\n", ["cpuset/a/cpuset.cpus": "4-6", "cpuset/a/b/cpuset.cpus": ""], 3),
    ("3:cpuset:/outside\n", ["cpuset/cpuset.cpus": "6"], 1),
  ])
  func aCPUSetLimits(groups: String, files: [String: String], threads: Int) throws {
    let some = processors(try FakeMachine(groups: groups, files))
    #expect(some.threads == threads)
    #expect(some.bound == "the CPU set of its control group")
  }

  /// Version 2 beside version 1: a controller has its files in one of them, and either is found.
  @Test func aMachineOfBothVersionsIsUnderstood() throws {
    let groups = "4:cpu,cpuacct:/a\n3:cpuset:/a\n0::/a\n"
    let mark = ["unified/cgroup.controllers": "cpu"]
    let second = ["unified/a/cpu.max": "200000 100000"]
    let first = ["cpu/a/cpu.cfs_quota_us": "300000", "cpu/a/cpu.cfs_period_us": "100000"]
    func threads(_ files: [String: String]...) throws -> Int {
      let files = files.reduce(into: mark) { $0.merge($1) { $1 } }
      return processors(try FakeMachine(groups: groups, files)).threads
    }
    #expect(try threads() == 8)
    #expect(try threads(first) == 3)
    #expect(try threads(second) == 2)
    #expect(try threads(first, second) == 2)
  }

  /// Where version 2 is alone, a group may be called like its folder beside version 1.
  @Test func aGroupByTheNameOfAMountIsAGroup() throws {
    let files = ["cgroup.controllers": "cpu", "unified/cgroup.controllers": "", "unified/cpu.max": "1 1"]
    #expect(processors(try FakeMachine(groups: "0::/a\n", files)).threads == 8)
    #expect(processors(try FakeMachine(groups: "0::/unified\n", files)).threads == 1)
  }

  @Test(arguments: [
    "", "max", "100000", "100000 0", "0 100000", "-1 100000", "many 100000", "1e5 100000",
    "99999999999999999999 100000",
  ])
  func whatIsNoQuotaLimitsNothing(text: String) throws {
    #expect(processors(try FakeMachine(groups: "0::/a\n", ["a/cpu.max": text])).threads == 8)
    let words = text.split(separator: " ").map(String.init)
    let files = ["cpu/a/cpu.cfs_quota_us": words.first, "cpu/a/cpu.cfs_period_us": words.dropFirst().first]
    #expect(
      processors(try FakeMachine(groups: "2:cpu:/a\n", files.compactMapValues(\.self))).threads == 8)
  }

  /// Another controller's group, lines that are cut off, and a path that leads out of what is mounted.
  @Test(arguments: [
    "", "nonsense", "0", "0:", "0:/a", "::", "2:cpuacct:/a", "2:cpu", "2:cpu/a", "2::/a", "2:/a:cpu",
    "1:name=cpu:/a", "0::/../../a", "2:cpu:/..//a",
  ])
  func groupsThatAreNotUnderstoodLimitNothing(groups: String) throws {
    let files = [
      "a/cpu.max": "100000 100000", "cpu/a/cpu.cfs_quota_us": "100000", "cpu/a/cpu.cfs_period_us": "100000",
    ]
    #expect(processors(try FakeMachine(groups: groups + "\n", files)).threads == 8)
  }
}
