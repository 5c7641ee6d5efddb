import StrataLinearAlgebra
import Synchronization
import Testing

/// Workers that go through the phases of a job: each panel once, phases in order, what one wrote seen by the next.
struct TeamTests {
  /// Numbers that all workers may write.
  private final class Counters: Sendable {
    let done = Atomic<Int>(0)
    let early = Atomic<Int>(0)
  }

  private static let shapes: [[[Int]]] = [[[1]], [[64]], [[8], [6], [1, 3]], [[2, 30, 32], [5]]]

  @Test(arguments: 1...5, shapes)
  func everyPanelIsComputedOnceInEachRun(threads: Int, phases: [[Int]]) {
    let counts = FloatBuffer(count: phases.count * 64).place(rows: phases.count, columns: 64)
    let job = Team.Job<Int>(Team(threads: threads), phases: phases) { run, phase, panel in
      // What another run wrote is seen too.
      if counts.window[phase, panel] == Float(run - 1) { counts.window[phase, panel] += 1 }
    }
    for run in 1...200 {
      job.run(run)
      // Everything is done when `run` returns.
      for (phase, sizes) in phases.enumerated() {
        for panel in 0..<64 {
          let expected = panel < sizes.reduce(0, +) ? Float(run) : 0
          #expect(counts.window[phase, panel] == expected)
        }
      }
    }
  }

  /// Only a team that has every processor keeps a thread in reserve, however many processors there are; whether
  /// it has them is asked of `Processors` alone.
  @Test(
    arguments: [(1, 1, 1), (2, 2, 3), (3, 2, 3), (2, 4, 2), (3, nil, 3), (5, 4096, 5)] as [(Int, Int?, Int)])
  func aTeamWithEveryProcessorHasAReserve(threads: Int, processors: Int?, all: Int) {
    let team = Team(threads: threads, processors: processors)
    #expect(team.allThreads == all)
    let affinity = Processors.affinity
    let whole = Team(threads: max(affinity ?? 1, 1))
    #expect(whole.allThreads == whole.threads + (affinity.map { $0 > 1 } ?? false ? 1 : 0))
  }

  @Test(arguments: 1...5)
  func noPhaseBeginsBeforeTheLastIsDone(threads: Int) {
    let (phases, panels, runs) = (7, 9, 100)
    let counters = Counters()
    let job = Team.Job<Int>(
      Team(threads: threads), phases: Array(repeating: [panels], count: phases)
    ) { run, phase, _ in
      let before = (run * phases + phase) * panels
      let done = counters.done.load(ordering: .relaxed)
      if done < before || done >= before + panels { counters.early.add(1, ordering: .relaxed) }
      counters.done.add(1, ordering: .relaxed)
    }
    for run in 0..<runs { job.run(run) }
    #expect(counters.done.load(ordering: .relaxed) == runs * phases * panels)
    #expect(counters.early.load(ordering: .relaxed) == 0)
  }

  /// Plain memory, which only the order of the phases protects: the thread sanitizer looks on.
  @Test(arguments: 1...5)
  func whatAPhaseWroteIsSeenByTheNext(threads: Int) {
    let panels = 12
    let written = FloatBuffer(count: panels).place(rows: 1, columns: panels)
    let summed = FloatBuffer(count: panels).place(rows: 1, columns: panels)
    let job = Team.Job<Int>(Team(threads: threads), phases: [[panels], [panels]]) { run, phase, panel in
      if phase == 0 {
        written.window[0, panel] = Float(run)
      } else {
        summed.window[0, panel] = (0..<panels).reduce(0) { $0 + written.window[0, $1] }
      }
    }
    for run in 1...100 {
      job.run(run)
      #expect(summed.window.copied().elements.allSatisfy { $0 == Float(run * panels) })
    }
  }

  /// More workers than processors, as in a container: they get through all the same.
  @Test func moreThreadsThanProcessors() {
    let counters = Counters()
    let job = Team.Job<Void>(Team(threads: 40), panels: 64) { _ in
      counters.done.add(1, ordering: .relaxed)
    }
    for _ in 0..<200 { job.run() }
    #expect(counters.done.load(ordering: .relaxed) == 200 * 64)
  }

  /// A team whose workers have gone to sleep is woken by the next run.
  @Test func aTeamThatRested() async throws {
    let counters = Counters()
    let job = Team.Job<Void>(Team(threads: 3), panels: 10) { _ in
      counters.done.add(1, ordering: .relaxed)
    }
    for run in 1...5 {
      job.run()
      #expect(counters.done.load(ordering: .relaxed) == 10 * run)
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  @Test func aTeamThatIsRunningCannotBeRunAgain() async {
    await #expect(processExitsWith: .failure) {
      let team = Team(threads: 2)
      let inner = Team.Job<Void>(team, panels: 1) { _ in }
      Team.Job<Void>(team, panels: 1) { _ in inner.run() }.run()
    }
  }
}
