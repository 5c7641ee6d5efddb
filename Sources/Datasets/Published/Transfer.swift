internal import Crypto
internal import Foundation
internal import StrataFiles

#if canImport(FoundationNetworking)
  internal import FoundationNetworking
#endif

/// One file on its way from one mirror into a temporary file.
///
/// `@unchecked Sendable`: the variables are written by the session's delegate queue alone, which is serial,
/// and not any more once `done` is signalled; only then does the thread that waited for it read them. A
/// thread that gives up waiting does not.
final class Transfer: NSObject, URLSessionDataDelegate, @unchecked Sendable {
  private let published: PublishedDataset.File
  private let file: TemporaryFile
  private let limits: TransferLimits
  private let report: @Sendable (Int) -> Void
  private let done = DispatchSemaphore(value: 0)

  private var digest = SHA256()
  private var received = 0
  private var redirections = 0
  private var failure: (any Error)?

  /// A transfer of a published file; `report` is told how many bytes have come.
  init(
    of published: PublishedDataset.File, into file: TemporaryFile, limits: TransferLimits,
    report: @escaping @Sendable (Int) -> Void
  ) {
    self.published = published
    self.file = file
    self.limits = limits
    self.report = report
  }

  /// Downloads the file and verifies it; returns when it lies in the temporary file, whole.
  ///
  /// - Throws: `TransferFailure` when this mirror does not deliver it, `InputError` when it cannot be
  ///   written.
  func run(from address: String) throws {
    guard let url = URL(string: address), limits.allows(url) else {
      throw TransferFailure("not an address that may be used")
    }
    let configuration = URLSessionConfiguration.ephemeral
    configuration.timeoutIntervalForRequest = limits.secondsOfSilence
    // A mirror must not send the gzip files as compressed transfers of their content.
    configuration.httpAdditionalHeaders = ["Accept-Encoding": "identity"]
    let queue = OperationQueue()
    queue.maxConcurrentOperationCount = 1
    let session = URLSession(configuration: configuration, delegate: self, delegateQueue: queue)
    // Not here: cancelling waits for its turn behind whatever a mirror still sends, even without end.
    defer { DispatchQueue.global().async { session.invalidateAndCancel() } }

    session.dataTask(with: url).resume()
    guard done.wait(timeout: .now() + limits.seconds) == .success else {
      throw TransferFailure("not done after \(limits.seconds) s")
    }
    if let failure { throw failure }
    guard received == published.size else {
      throw TransferFailure("\(received) of \(published.size) bytes")
    }
    let sha256 = digest.finalize().hexadecimal
    guard sha256 == published.sha256 else { throw TransferFailure("another file, SHA-256 \(sha256)") }
  }

  private func fail(_ error: any Error) {
    guard failure == nil else { return }
    failure = error
    done.signal()
  }

  private func failAsTooLong() { fail(TransferFailure("more than \(published.size) bytes")) }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest, completionHandler: @escaping (URLRequest?) -> Void
  ) {
    guard failure == nil else { return completionHandler(nil) }
    redirections += 1
    if redirections <= limits.redirections, let url = request.url, limits.allows(url) {
      completionHandler(request)
    } else {
      completionHandler(nil)
      fail(TransferFailure("redirected to \(request.url?.absoluteString ?? "nowhere")"))
    }
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
  ) {
    completionHandler(.allow)
    // The content of an error is not waited for.
    let status = (response as? HTTPURLResponse)?.statusCode ?? 0
    if status >= 300 { fail(TransferFailure("HTTP status \(status)")) }
    if response.expectedContentLength > published.size { failAsTooLong() }
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    guard failure == nil else { return }
    received += data.count
    guard received <= published.size else { return failAsTooLong() }
    do {
      try file.write(data)
      digest.update(data: data)
      report(received)
    } catch {
      fail(error)
    }
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
    let status = (task.response as? HTTPURLResponse)?.statusCode ?? 0
    if let error {
      let isTimeout = (error as? URLError)?.code == .timedOut
      fail(
        TransferFailure(isTimeout ? "silent for \(limits.secondsOfSilence) s" : error.localizedDescription))
    } else if status != 200 {
      fail(TransferFailure("HTTP status \(status)"))
    } else if failure == nil {
      done.signal()
    }
  }
}

/// Why one mirror did not deliver a file.
struct TransferFailure: Error {
  let reason: String
  init(_ reason: String) { self.reason = reason }
}
