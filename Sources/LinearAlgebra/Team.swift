internal import CKernels

/// Workers that run one body together, each doing its share of every phase.
///
/// A training step is one body: workers go through the same phases side by side and meet at barriers.
/// Products inside a body are single-threaded on the worker's own slice, so no second pool of threads
/// competes with this one.
///
/// `@unchecked Sendable`: the pointer is never changed, and the C team behind it does its own locking;
/// `run` must not be called from two threads at once, which its owner (a workspace) sees to.
package final class Team: @unchecked Sendable {
  /// The number of workers, the caller included.
  package let threads: Int
  private let team: OpaquePointer

  /// A team of `threads` workers, or of as many as the system grants.
  package init(threads: Int) {
    for count in stride(from: max(1, threads), through: 1, by: -1) {
      if let team = strata_team_create(Int32(count)) {
        self.team = team
        self.threads = count
        return
      }
    }
    preconditionFailure("no memory for a team of one thread")
  }

  deinit { strata_team_destroy(team) }

  /// What a team runs; made once and run many times, so that running allocates nothing.
  package final class Job: Sendable {
    fileprivate let team: Team
    fileprivate let body: @Sendable (Worker) -> Void

    package init(_ team: Team, _ body: @escaping @Sendable (Worker) -> Void) {
      self.team = team
      self.body = body
    }

    /// Runs the body once on every worker and returns when all are done.
    package func run() {
      // The workers hold no reference of their own, so this one must outlive them.
      withExtendedLifetime(self) {
        strata_team_run(
          team.team,
          { context, index in
            let job = Unmanaged<Job>.fromOpaque(context!).takeUnretainedValue()
            job.body(Worker(index: Int(index), count: job.team.threads, team: job.team.team))
          }, Unmanaged.passUnretained(self).toOpaque())
      }
    }
  }
}

/// One worker of a running body.
package struct Worker {
  package let index: Int
  package let count: Int
  fileprivate let team: OpaquePointer

  /// Waits until every worker has come here; what they wrote before is then visible to all.
  package func barrier() { strata_team_barrier(team) }

  /// This worker's contiguous share of `0 ..< count`, its bounds multiples of `unit` within.
  package func share(of total: Int, multipleOf unit: Int = 16) -> Range<Int> {
    let units = (total + unit - 1) / unit
    return min(units * index / count * unit, total)..<min(units * (index + 1) / count * unit, total)
  }

  /// This worker's region of a matrix: some of its columns, all rows; of a narrow one some of its rows,
  /// all columns. It depends on the shape alone, so a worker finds its own region of one matrix where it
  /// left its own region of another of the same shape.
  package func region(of shape: Shape) -> Region {
    shape.columns >= 32 * count
      ? Region(rows: 0..<shape.rows, columns: share(of: shape.columns))
      : Region(rows: share(of: shape.rows, multipleOf: 1), columns: 0..<shape.columns)
  }
}

/// Some rows and some columns of a matrix.
package struct Region {
  package let rows: Range<Int>
  package let columns: Range<Int>

  package init(rows: Range<Int>, columns: Range<Int>) {
    self.rows = rows
    self.columns = columns
  }

  package var isEmpty: Bool { rows.isEmpty || columns.isEmpty }
}
