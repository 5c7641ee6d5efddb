internal import HTTPTypes
internal import StrataFiles
internal import Synchronization

/// How much is being answered: so many requests at a time, and so many bytes of bodies; the others are told to come again.
final class Load: Sendable {
  private let mostRequests: Int
  private let mostBytes: Int
  private let requests = Atomic(0)
  private let bytes = Atomic(0)

  init(mostRequests: Int, mostBytes: Int) { (self.mostRequests, self.mostBytes) = (mostRequests, mostBytes) }

  /// A request is there; `end` takes it back.
  func begin() { requests.add(1, ordering: .relaxed) }
  func end() { requests.subtract(1, ordering: .relaxed) }

  func check() throws(ErrorAnswer) {
    let count = requests.load(ordering: .relaxed)
    guard count <= mostRequests else { throw full("\(mostRequests) requests", "\(count)") }
  }

  /// Bytes of a body are there; `give` takes them back, whether or not this throws.
  func take(_ count: Int) throws(ErrorAnswer) {
    let all = bytes.add(count, ordering: .relaxed).newValue
    guard all <= mostBytes else { throw full("\(mostBytes) bytes of bodies", "\(all)") }
  }
  func give(_ count: Int) { bytes.subtract(count, ordering: .relaxed) }

  private func full(_ limit: String, _ found: String) -> ErrorAnswer {
    var answer = ErrorAnswer(
      .serviceUnavailable, at: "server", expected: "at most \(limit) at a time", found: found,
      advice: "try again in a second")
    answer.headers[.retryAfter] = "1"
    return answer
  }
}
