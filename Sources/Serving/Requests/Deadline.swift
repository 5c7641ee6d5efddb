internal import HTTPTypes
internal import StrataFiles

/// Does something that must be done in some time.
///
/// - Throws: what `work` throws, or `ErrorAnswer` with status 408 where it is not done by then.
func within<Value: Sendable>(
  _ time: Duration, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
  try await withThrowingTaskGroup(of: Value.self) { group in
    group.addTask(operation: work)
    group.addTask {
      try await Task.sleep(for: time)
      throw ErrorAnswer(
        .requestTimeout, at: "body", expected: "all of it within \(time.components.seconds) s",
        found: "a part",
        advice: "send it faster, or in smaller pieces")
    }
    defer { group.cancelAll() }
    guard let value = try await group.next() else { throw CancellationError() }
    return value
  }
}
