import LinearAlgebra
import Synchronization
import Testing

/// Workers that run side by side: each body once on each, barriers that hold, shares that cover.
struct TeamTests {
  /// Numbers that all workers may write.
  private final class Counters: Sendable {
    let arrivals = Atomic<Int>(0)
    let early = Atomic<Int>(0)
    let runs = Mutex<[Int]>([])
  }

  @Test(arguments: 1...5)
  func everyWorkerRunsTheBodyOnce(threads: Int) {
    let counters = Counters()
    let team = Team(threads: threads)
    let job = Team.Job(team) { worker in
      #expect(worker.count == threads)
      counters.runs.withLock { $0.append(worker.index) }
    }
    for run in 1...50 {
      job.run()
      // Everything is done when `run` returns.
      #expect(counters.runs.withLock { $0.count } == run * threads)
    }
    let perWorker = counters.runs.withLock { runs in
      (0..<threads).map { index in runs.count { $0 == index } }
    }
    #expect(perWorker == [Int](repeating: 50, count: threads))
  }

  @Test(arguments: 1...4)
  func nobodyPassesABarrierBeforeAllHaveArrived(threads: Int) {
    let phases = 500
    let counters = Counters()
    Team.Job(Team(threads: threads)) { worker in
      for phase in 1...phases {
        counters.arrivals.add(1, ordering: .relaxed)
        worker.barrier()
        if counters.arrivals.load(ordering: .relaxed) != phase * threads {
          counters.early.add(1, ordering: .relaxed)
        }
        worker.barrier()
      }
    }.run()
    #expect(counters.arrivals.load(ordering: .relaxed) == phases * threads)
    #expect(counters.early.load(ordering: .relaxed) == 0)
  }

  @Test(arguments: 1...3)
  func whatWasWrittenBeforeABarrierIsSeenAfterIt(threads: Int) {
    let count = 100
    let buffers = (FloatBuffer(count: count), FloatBuffer(count: threads))
    let values = buffers.0.matrix(rows: 1, columns: count)
    let sums = buffers.1.matrix(rows: 1, columns: threads)
    Team.Job(Team(threads: threads)) { worker in
      for round in 1...100 {
        for column in worker.share(of: count, multipleOf: 1) {
          values.pointer[column] = Float(round)
        }
        worker.barrier()
        sums.pointer[worker.index] += (0..<count).reduce(0) { $0 + values.pointer[$1] }
        worker.barrier()
      }
    }.run()
    let expected = Float(count * 100 * 101 / 2)
    withExtendedLifetime(buffers) {
      #expect(sums.copied().elements == [Float](repeating: expected, count: threads))
    }
  }

  @Test(arguments: 1...5, [1, 16])
  func sharesCoverEverythingOnce(threads: Int, unit: Int) {
    let shares = Mutex<[Int: [Int: Range<Int>]]>([:])
    Team.Job(Team(threads: threads)) { worker in
      for total in 0...200 {
        let share = worker.share(of: total, multipleOf: unit)
        shares.withLock { $0[total, default: [:]][worker.index] = share }
      }
    }.run()
    for (total, byWorker) in shares.withLock({ $0 }) {
      let inOrder = (0..<threads).compactMap { byWorker[$0] }
      #expect(inOrder.flatMap { $0 } == Array(0..<total))
      #expect(inOrder.allSatisfy { $0.lowerBound % unit == 0 || $0.isEmpty })
      // Nobody has two units more than another.
      let lengths = inOrder.map(\.count)
      #expect((lengths.max() ?? 0) - (lengths.min() ?? 0) <= 2 * unit - 1)
    }
  }
}
