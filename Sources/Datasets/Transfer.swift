internal import Crypto
internal import Foundation
internal import LinearAlgebra

#if canImport(FoundationNetworking)
  internal import FoundationNetworking
#endif

/// One file on its way from one mirror into a temporary file.
///
/// `@unchecked Sendable`: until `done` is signalled the variables are touched by the session's delegate
/// queue alone, which is serial; afterwards by the thread that waited for the signal alone. A thread that
/// gives up waiting does not touch them.
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
  /// - Throws: `TransferFailure` when this mirror does not deliver it, `InputError` when it cannot be written.
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
    defer { session.invalidateAndCancel() }

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

  private func stop(_ task: URLSessionTask, because error: any Error) {
    failure = failure ?? error
    task.cancel()
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest, completionHandler: @escaping (URLRequest?) -> Void
  ) {
    redirections += 1
    if redirections <= limits.redirections, let url = request.url, limits.allows(url) {
      completionHandler(request)
    } else {
      completionHandler(nil)
      stop(task, because: TransferFailure("redirected to \(request.url?.absoluteString ?? "nowhere")"))
    }
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
  ) {
    completionHandler(.allow)
    // The content of an error is not waited for.
    let status = (response as? HTTPURLResponse)?.statusCode ?? 0
    if status >= 300 { stop(dataTask, because: TransferFailure("HTTP status \(status)")) }
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    guard failure == nil else { return }
    received += data.count
    guard received <= published.size else {
      return stop(dataTask, because: TransferFailure("more than \(published.size) bytes"))
    }
    do {
      try file.write(data)
      digest.update(data: data)
      report(received)
    } catch {
      stop(dataTask, because: error)
    }
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
    let status = (task.response as? HTTPURLResponse)?.statusCode ?? 0
    if let error {
      let isTimeout = (error as? URLError)?.code == .timedOut
      let reason = isTimeout ? "silent for \(limits.secondsOfSilence) s" : error.localizedDescription
      failure = failure ?? TransferFailure(reason)
    } else if status != 200 {
      failure = failure ?? TransferFailure("HTTP status \(status)")
    }
    done.signal()
  }
}

/// Why one mirror did not deliver a file.
struct TransferFailure: Error {
  let reason: String
  init(_ reason: String) { self.reason = reason }
}

/// What a transfer may do and how long it may take.
package struct TransferLimits: Sendable {
  /// How long a mirror may send nothing, in seconds.
  package var secondsOfSilence: Double = 30
  /// How long a file may take, in seconds.
  package var seconds: Double = 900
  /// How often one file may be redirected.
  package var redirections = 5
  /// True where addresses need not be HTTPS: for tests on this machine.
  package var allowsPlainHTTP = false

  package init() {}

  func allows(_ url: URL) -> Bool {
    url.scheme == "https" || allowsPlainHTTP && url.scheme == "http" && url.host == "127.0.0.1"
  }
}
