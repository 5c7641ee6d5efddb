internal import Dispatch
internal import StrataLinearAlgebra
internal import Synchronization

/// Computes for many requests at once: while a batch is computed, what comes in waits, and is the next batch.
///
/// One request alone waits for nothing; under load batches grow by themselves, and with them the speed of the products.
final class Batcher: Sendable {
  /// What one request waits for.
  private struct Waiting: Sendable {
    let rows: EncodedRows
    let continuation: CheckedContinuation<Result<Matrix, any Error>, Never>
  }

  private struct State {
    var waiting: [Waiting] = []
    var isComputing = false
  }

  /// A batch takes no further request when it has as many rows.
  static let rowsAtOnce = 256

  private let state = Mutex(State())
  private let queue: DispatchQueue
  private let compute: @Sendable (any Features) throws -> Matrix

  /// - Parameters:
  ///   - queue: serial: what it runs is computed one after the other.
  ///   - compute: examples × columns to examples × results; never called twice at the same time.
  init(
    on queue: DispatchQueue,
    compute: @escaping @Sendable (any Features) throws -> Matrix
  ) {
    (self.queue, self.compute) = (queue, compute)
  }

  /// The results of one request's rows.
  func values(of rows: EncodedRows) async throws -> Matrix {
    try await withCheckedContinuation { continuation in
      let begins = state.withLock { state in
        state.waiting.append(Waiting(rows: rows, continuation: continuation))
        defer { state.isComputing = true }
        return !state.isComputing
      }
      if begins { queue.async { self.work() } }
    }.get()
  }

  /// Computes one batch; where more waits, another turn is taken, so that other work on the queue has its own.
  private func work() {
    let batch = state.withLock { state in
      var (count, rows) = (0, 0)
      for request in state.waiting {
        if count > 0, rows + request.rows.count > Self.rowsAtOnce { break }
        (count, rows) = (count + 1, rows + request.rows.count)
      }
      defer { state.waiting.removeFirst(count) }
      return Array(state.waiting.prefix(count))
    }
    answer(batch)
    let goesOn = state.withLock { state in
      state.isComputing = !state.waiting.isEmpty
      return state.isComputing
    }
    if goesOn { queue.async { self.work() } }
  }

  private func answer(_ batch: [Waiting]) {
    do {
      let results = try compute(EncodedRows.joined(batch.map(\.rows)))
      if batch.count == 1 { return batch[0].continuation.resume(returning: .success(results)) }
      var first = 0
      for request in batch {
        let elements = results.elements[
          first * results.columns..<(first + request.rows.count) * results.columns]
        first += request.rows.count
        request.continuation.resume(
          returning: .success(
            Matrix(rows: request.rows.count, columns: results.columns, Array(elements))))
      }
    } catch  where batch.count > 1 {
      // One of them is to blame: each by itself, so that the others have their answers.
      for request in batch { answer([request]) }
    } catch {
      batch[0].continuation.resume(returning: .failure(error))
    }
  }
}
