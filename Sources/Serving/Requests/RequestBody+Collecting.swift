internal import HTTPTypes
internal import Hummingbird
internal import StrataFiles

extension Request {
  /// All bytes of the body.
  ///
  /// Who sends nothing for a while is left by the connection; this is for those who send a little now and then.
  ///
  /// - Throws: `ErrorAnswer` with status 413 for more bytes than the limit, 408 where they are not there in time.
  func bytes(atMost limit: Int, within patience: Duration) async throws -> [UInt8] {
    if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit {
      throw tooLarge(length, limit)
    }
    let deadline = ContinuousClock.now + patience
    var bytes: [UInt8] = []
    for try await part in body {
      bytes += part.readableBytesView
      guard bytes.count <= limit else { throw tooLarge(bytes.count, limit) }
      guard ContinuousClock.now < deadline else {
        throw ErrorAnswer(
          .requestTimeout, at: "body", expected: "all of it within \(patience.components.seconds) s",
          found: "\(bytes.count) bytes", advice: "send it faster, or in smaller pieces")
      }
    }
    return bytes
  }

  private func tooLarge(_ count: Int, _ limit: Int) -> ErrorAnswer {
    ErrorAnswer(
      .contentTooLarge, at: "body", expected: "at most \(limit) bytes", found: "\(count)",
      advice: "send fewer rows at once")
  }
}
