internal import Foundation
package import StrataFiles

#if STRATA_MPI
  internal import CStrataMPI
#endif

/// Processes that `mpirun` has started, on one machine or on many.
///
/// A process that dies ends them all: so MPI's runtime does (Open MPI before 5.0 knows nothing else).
package enum MPI {
  /// How many processes the one that started this one says there are; 1 where nobody says so.
  package static var announcedCount: Int {
    let environment = ProcessInfo.processInfo.environment
    // Open MPI's name, and that of MPICH and its like.
    return ["OMPI_COMM_WORLD_SIZE", "PMI_SIZE"].compactMap { environment[$0].flatMap { Int($0) } }.max() ?? 1
  }

  /// How many of them are on this machine; 1 where nobody says so.
  package static var announcedNeighbours: Int {
    let environment = ProcessInfo.processInfo.environment
    return ["OMPI_COMM_WORLD_LOCAL_SIZE", "MPI_LOCALNRANKS"].compactMap {
      environment[$0].flatMap { Int($0) }
    }.max() ?? 1
  }

  #if STRATA_MPI
    /// Joins the others.
    package static func communicator() throws(InputError) -> any Communicator {
      guard strata_mpi_begin() else {
        throw InputError(
          .unavailable, at: "MPI",
          expected: "the group that mpirun has started, and an MPI that any thread may call",
          found: "none that can be joined",
          advice: "start it with the mpirun of the library that this program was built with")
      }
      return MPICommunicator(
        rank: Int(strata_mpi_rank()), count: Int(strata_mpi_count()), host: ProcessInfo.processInfo.hostName)
    }

    /// Leaves the others, when all have done their work.
    package static func end() { strata_mpi_end() }
  #else
    package static func communicator() throws(InputError) -> any Communicator {
      throw InputError(
        .unavailable, at: "mpirun", expected: "a build with MPI", found: "one without",
        advice:
          "install libopenmpi-dev and build with the trait MPI, or start the processes without MPI on one machine"
      )
    }

    package static func end() {}
  #endif
}

#if STRATA_MPI
  /// `Sendable` by what MPI is asked for: one thread at a time calls it.
  private struct MPICommunicator: Communicator {
    let rank: Int
    let count: Int
    let host: String

    func exchange(_ messages: [Message]) throws {
      var left: [(request: strata_mpi_request, peer: Int)] = []
      for message in messages {
        for part in message.parts(atMost: Int(strata_mpi_most())) {
          var request = strata_mpi_request()
          let isBegun =
            switch part {
            case .send(let bytes):
              strata_mpi_send(bytes.baseAddress, Int64(bytes.count), Int32(message.peer), &request)
            case .receive(let bytes):
              strata_mpi_receive(bytes.baseAddress, Int64(bytes.count), Int32(message.peer), &request)
            }
          guard isBegun else { throw CommunicationError(peer: message.peer, finding: "cannot be reached") }
          left.append((request, message.peer))
        }
      }
      try wait(for: &left)
    }

    /// Looks again and again: at once at first, and then, so that the others have the processor, after a pause.
    private func wait(for left: inout [(request: strata_mpi_request, peer: Int)]) throws {
      var (looks, silence, before) = (0, 0, ContinuousClock.now)
      while true {
        let count = left.count
        left = left.filter { entry in
          var request = entry.request
          return !strata_mpi_is_done(&request)
        }
        guard let first = left.first else { return }
        if left.count < count { (looks, silence, before) = (0, 0, .now) }
        looks += 1
        if looks > 100 { usleep(looks < 2000 ? 20 : 500) } else { sched_yield() }
        guard ContinuousClock.now - before > .seconds(1) else { continue }
        (silence, before) = (silence + 1, .now)
        guard silence <= Patience.seconds else {
          throw CommunicationError(peer: first.peer, finding: "has said nothing for \(Patience.seconds) s")
        }
      }
    }
  }

  extension Message {
    /// The same in pieces that one message of MPI can hold.
    fileprivate func parts(atMost most: Int) -> [Direction] {
      switch direction {
      case .send(let bytes):
        stride(from: 0, to: bytes.count, by: most).map {
          .send(UnsafeRawBufferPointer(rebasing: bytes[$0..<min($0 + most, bytes.count)]))
        }
      case .receive(let bytes):
        stride(from: 0, to: bytes.count, by: most).map {
          .receive(UnsafeMutableRawBufferPointer(rebasing: bytes[$0..<min($0 + most, bytes.count)]))
        }
      }
    }
  }
#endif
