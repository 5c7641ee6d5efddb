internal import CStrataKernels

/// Threads that work through the phases of a job together.
///
/// A phase is a number of panels, pieces of work that do not depend on each other. Workers claim the next
/// free panel, so a worker that the system has stopped holds up at most the panel that it is in. Products
/// inside a panel are single-threaded, so no second pool of threads competes with this one.
package final class Team: Sendable {
  /// The number of workers, the caller included.
  package let threads: Int
  private let handle: Handle

  /// `@unchecked Sendable`: the pointer is never changed, and the C team behind it does its own locking.
  private final class Handle: @unchecked Sendable {
    let team: OpaquePointer
    init(_ team: OpaquePointer) { self.team = team }
    deinit { strata_team_destroy(team) }
  }

  /// A team of `threads` workers, or of as many as the system grants.
  ///
  /// - Parameter processors: those that the process may run on; nil where that is not known. A team that has
  ///   them all keeps one thread more in reserve.
  package init(threads: Int, processors: Int? = Processors.affinity) {
    for count in stride(from: max(1, threads), through: 1, by: -1) {
      if let team = strata_team_create(Int32(count), Int32(clamping: processors ?? 0)) {
        handle = Handle(team)
        self.threads = count
        return
      }
    }
    preconditionFailure("no memory for a team of one thread")
  }

  /// The threads that work for it: the workers, the caller included, and the one in reserve.
  package var allThreads: Int { Int(strata_team_threads(handle.team)) }

  /// What a team runs; made once and run many times, so that running allocates nothing.
  ///
  /// The context of a run is handed to every panel of it. So what changes from run to run is an argument, and
  /// nothing that workers read is ever written beside them.
  package final class Job<Context: Sendable>: Computing, Sendable {
    private let team: Team
    private let phases: [strata_phase]
    private let homes: [UInt64]
    private let body: @Sendable (_ context: Context, _ phase: Int, _ panel: Int) -> Void

    /// - Parameters:
    ///   - phases: for each phase the sizes of its groups of panels. Panels are numbered through; of each
    ///     group a worker begins with its own share, the same in every run, so that it finds in its cache
    ///     what it left there. At most `Panels.most` in a phase.
    ///   - body: computes one panel of one phase.
    package init(
      _ team: Team, phases groups: [[Int]],
      body: @escaping @Sendable (_ context: Context, _ phase: Int, _ panel: Int) -> Void
    ) {
      self.team = team
      self.body = body
      phases = groups.map { sizes in
        let panels = sizes.reduce(0, +)
        precondition((1...Panels.most).contains(panels), "\(panels) panels in a phase")
        return strata_phase(panels: Int32(panels))
      }
      homes = groups.flatMap { sizes in
        (0..<team.threads).map { worker in
          var (home, first) = (UInt64(0), 0)
          for size in sizes {
            for panel in size * worker / team.threads..<size * (worker + 1) / team.threads {
              home |= 1 << UInt64(first + panel)
            }
            first += size
          }
          return home
        }
      }
    }

    /// Runs every panel of every phase once and returns when all are done. Traps when another thread is
    /// running a job of the same team.
    package func run(_ context: Context) {
      withUnsafePointer(to: context) { context in
        let run = Run(job: self, context: UnsafeRawPointer(context))
        // The workers hold no reference of their own, so this one must outlive the call.
        let isDone = withExtendedLifetime(self) {
          withUnsafePointer(to: run) {
            strata_team_run(
              team.handle.team, phases, homes, Int32(phases.count),
              { run, phase, panel in
                guard let run = run?.assumingMemoryBound(to: Run.self) else { return }
                run.pointee.job.compute(run.pointee.context, phase: Int(phase), panel: Int(panel))
              }, UnsafeMutableRawPointer(mutating: $0))
          }
        }
        precondition(
          isDone, "a team runs one job at a time: use a trainer or a predictor on one thread only")
      }
    }

    fileprivate func compute(_ context: UnsafeRawPointer, phase: Int, panel: Int) {
      body(context.assumingMemoryBound(to: Context.self).pointee, phase, panel)
    }
  }

  /// A run that is going on, on the stack of whoever began it.
  private struct Run {
    unowned(unsafe) let job: any Computing
    let context: UnsafeRawPointer
  }
}

/// A job of whatever context, as the C side hands it back.
private protocol Computing: AnyObject {
  func compute(_ context: UnsafeRawPointer, phase: Int, panel: Int)
}

extension Team.Job<Void> {
  /// A job of one phase.
  package convenience init(_ team: Team, panels: Int, body: @escaping @Sendable (_ panel: Int) -> Void) {
    self.init(team, phases: [[panels]]) { _, _, panel in body(panel) }
  }

  /// Runs every panel once.
  package func run() { run(()) }
}
