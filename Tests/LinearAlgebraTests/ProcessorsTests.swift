import StrataLinearAlgebra
import Testing

/// How many processors a process may use, and what decides it.
struct ProcessorsTests {
  private func processors(_ machine: FakeMachine, affinity: Int? = 8) -> Processors {
    Processors(root: machine.root, environment: [:], affinity: affinity)
  }

  @Test func withoutALimitAllAreUsed() throws {
    let all = processors(try FakeMachine(groups: "0::/a\n", ["a/cpu.max": "max 100000"]))
    #expect(all.online == 8)
    #expect(all.available == 8)
    #expect(all.limit == nil)
    #expect(all.threads == 8)
    #expect(all.bound == "all 8 processors")
    #expect(all.warnings.isEmpty)
  }

  @Test func theAffinityLimits() throws {
    let some = processors(try FakeMachine(), affinity: 3)
    #expect(some.online == 8)
    #expect(some.threads == 3)
    #expect(some.bound == "the CPU affinity")
  }

  /// The tightest of all decides; a CPU set narrows the affinity of those in it, so as many are its doing.
  @Test func theTightestDecides() throws {
    let groups = "0::/a\n"
    let files = ["a/cpuset.cpus.effective": "0-3", "a/cpu.max": "250000 100000"]
    let machine = try FakeMachine(groups: groups, files)
    #expect(processors(machine, affinity: 4).bound == "the CPU quota of its control group (2.5 processors)")
    #expect(processors(machine, affinity: 2).bound == "the CPU affinity")
    let set = try FakeMachine(groups: groups, ["a/cpuset.cpus.effective": "0-3"])
    #expect(processors(set, affinity: 4).bound == "the CPU set of its control group")
    // One and a half are less than two, though it takes two threads to use them.
    let pair = try FakeMachine(online: "0-1", groups: groups, ["a/cpu.max": "150000 100000"])
    #expect(processors(pair, affinity: 2).threads == 2)
    #expect(processors(pair, affinity: 2).bound == "the CPU quota of its control group (1.5 processors)")
  }

  @Test func whereTheMachineDoesNotSayTheAffinityDoes() throws {
    let some = processors(try FakeMachine(online: nil), affinity: 5)
    #expect(some.online == 5)
    #expect(some.threads == 5)
    #expect(some.bound == "all 5 processors")
    #expect(processors(try FakeMachine(online: "0-4"), affinity: nil).threads == 5)
    #expect(processors(try FakeMachine(online: nil), affinity: nil).threads >= 1)
    #expect(processors(try FakeMachine(online: "0"), affinity: 1).bound == "the only processor")
  }

  /// A run's record holds no more threads than that.
  @Test func moreThreadsThanARunCanHaveAreNotTaken() throws {
    let many = processors(try FakeMachine(online: "0-2047"), affinity: 2048)
    #expect(many.available == 2048)
    #expect(many.threads == 1024)
  }

  @Test func thisMachineSays() throws {
    let own = Processors.current
    #expect((1...own.online).contains(own.available))
    #expect(Execution().threads == own.threads)
    #expect(Execution(threads: 3).threads == 3)
    #expect(own.available <= (try #require(Processors.affinity)))
  }

  @Test(arguments: [
    ("0", 1), ("0-3", 4), ("0-3,8,10-11", 7), ("5-5", 1), ("0-65535", 65536), ("", nil), ("3-", nil),
    ("-3", nil), ("3-2", nil), ("0,", nil), ("0-1-2", nil), ("a", nil), ("0-65536", nil), ("0 1", nil),
  ])
  func aListOfProcessorsIsCounted(list: String, count: Int?) {
    #expect(ControlGroups.count(ofList: list) == count)
  }
}
