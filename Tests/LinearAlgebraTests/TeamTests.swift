import LinearAlgebra
import Synchronization
import Testing

/// Workers that run side by side: each body once on each, barriers that hold, shares that cover.
struct TeamTests {
  /// Numbers that all workers may write.
  private final class Counters: Sendable {
    let arrivals = Atomic<Int>(0)
    let early = Atomic<Int>(0)
  }

  /// A row of numbers for each worker, which alone writes it.
  private struct Slots {
    private let buffer: FloatBuffer
    let matrix: UnsafeMatrix

    init(workers: Int, each count: Int) {
      buffer = FloatBuffer(count: workers * count)
      matrix = buffer.matrix(rows: workers, columns: count)
    }

    /// What each worker has written.
    var values: Matrix { withExtendedLifetime(buffer) { matrix.copied() } }
  }

  @Test(arguments: 1...5)
  func everyWorkerRunsTheBodyOnce(threads: Int) {
    let slots = Slots(workers: threads, each: 2)
    let places = slots.matrix
    let job = Team.Job(Team(threads: threads)) { worker in
      let mine = places.rows(worker.index..<worker.index + 1).pointer
      mine[0] += 1
      mine[1] = Float(worker.count)
    }
    for run in 1...50 {
      job.run()
      // Everything is done when `run` returns.
      for worker in 0..<threads {
        #expect(slots.values.row(worker).elementsEqual([Float(run), Float(threads)]))
      }
    }
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
    let (written, summed) = (Slots(workers: 1, each: count), Slots(workers: threads, each: 1))
    let (values, sums) = (written.matrix, summed.matrix)
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
    #expect(written.values.elements == [Float](repeating: 100, count: count))
    #expect(summed.values.elements == [Float](repeating: expected, count: threads))
  }

  @Test(arguments: 1...5, [1, 16])
  func sharesCoverEverythingOnce(threads: Int, unit: Int) {
    let slots = Slots(workers: threads, each: 2 * 201)
    let places = slots.matrix
    Team.Job(Team(threads: threads)) { worker in
      let mine = places.rows(worker.index..<worker.index + 1).pointer
      for total in 0...200 {
        let share = worker.share(of: total, multipleOf: unit)
        (mine[2 * total], mine[2 * total + 1]) = (Float(share.lowerBound), Float(share.upperBound))
      }
    }.run()
    let bounds = slots.values
    for total in 0...200 {
      let inOrder = (0..<threads).map {
        Int(bounds[$0, 2 * total])..<Int(bounds[$0, 2 * total + 1])
      }
      #expect(inOrder.flatMap { $0 } == Array(0..<total))
      #expect(inOrder.allSatisfy { $0.lowerBound % unit == 0 || $0.isEmpty })
      // Nobody has two units more than another.
      let lengths = inOrder.map(\.count)
      #expect((lengths.max() ?? 0) - (lengths.min() ?? 0) <= 2 * unit - 1)
    }
  }

  /// The regions of one shape are disjoint and cover it, whether it is shared by rows or by columns.
  @Test(arguments: 1...5, [1, 5, 31, 63, 64, 100, 333])
  func regionsCoverAMatrixOnce(threads: Int, columns: Int) {
    let shape = Shape(rows: 7, columns: columns)
    let slots = Slots(workers: shape.rows, each: shape.columns)
    let places = slots.matrix
    Team.Job(Team(threads: threads)) { worker in
      let region = worker.region(of: shape)
      for row in region.rows {
        for column in region.columns { places.pointer[row * shape.columns + column] += 1 }
      }
    }.run()
    #expect(slots.values == Matrix(rows: 7, columns: columns, repeating: 1))
  }
}
