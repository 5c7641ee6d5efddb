internal import HTTPTypes
internal import Hummingbird
internal import StrataFiles

extension Request {
  /// All bytes of the body, which are part of the load until `work` is done with them.
  ///
  /// Who sends nothing for a while is left by the connection; this is for those who send a little now and then.
  ///
  /// - Throws: `ErrorAnswer` with status 413 for more bytes than the limit, 408 where they are not there in time, 503 where
  ///   all bodies together are too much; and what `work` throws.
  func withBody<Value>(
    atMost limit: Int, within patience: Duration, of load: Load, _ work: ([UInt8]) async throws -> Value
  ) async throws -> Value {
    if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit {
      throw tooLarge(length, limit)
    }
    let deadline = ContinuousClock.now + patience
    var bytes: [UInt8] = []
    var taken = 0
    defer { load.give(taken) }
    for try await part in body {
      taken += part.readableBytes
      try load.take(part.readableBytes)
      guard taken <= limit else { throw tooLarge(taken, limit) }
      bytes += part.readableBytesView
      guard ContinuousClock.now < deadline else {
        throw ErrorAnswer(
          .requestTimeout, at: "body", expected: "all of it within \(patience.components.seconds) s",
          found: "\(taken) bytes", advice: "send it faster, or in smaller pieces")
      }
    }
    return try await work(bytes)
  }

  private func tooLarge(_ count: Int, _ limit: Int) -> ErrorAnswer {
    ErrorAnswer(
      .contentTooLarge, at: "body", expected: "at most \(limit) bytes", found: "\(count)",
      advice: "send fewer rows at once")
  }
}
