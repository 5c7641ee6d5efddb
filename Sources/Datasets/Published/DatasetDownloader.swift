public import Foundation
internal import StrataFiles

/// Downloads a published data set over HTTPS, each file from the first mirror that delivers it intact.
///
/// A file appears in the folder whole and verified or not at all. One that is there already and verified
/// is not downloaded again, so an interrupted download is resumed by running it again.
///
/// ```swift
/// let downloader = DatasetDownloader(.mnist)
/// try downloader.fetch(into: PublishedDataset.mnist.downloadFolder())
/// ```
public struct DatasetDownloader: Sendable {
  private let dataset: PublishedDataset
  private let limits: TransferLimits

  /// A downloader of a data set.
  public init(_ dataset: PublishedDataset) {
    self.init(dataset, limits: TransferLimits())
  }

  package init(_ dataset: PublishedDataset, limits: TransferLimits) {
    self.dataset = dataset
    self.limits = limits
  }

  /// How far a download is.
  public struct Progress: Sendable, Hashable {
    /// The name of the file.
    public let file: String
    /// How many of its bytes are here.
    public let received: Int
    /// How many it has.
    public let size: Int
  }

  /// Downloads what is not there yet, and returns when all files are there and verified.
  ///
  /// - Parameters:
  ///   - folder: where the files go; it is made when it does not exist.
  ///   - progress: told of every piece that arrives, from another thread.
  /// - Throws: `InputError` when no mirror delivers a file (it lists what each one did), when the folder
  ///   cannot be written, or when it holds another file of the same name: nothing is overwritten.
  public func fetch(
    into folder: URL, progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) throws {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw InputError(
        .cannotWrite, at: folder.path, expected: "a folder to download into",
        found: error.localizedDescription, advice: "\(.chooseAnotherFolder)")
    }
    for file in dataset.files {
      let target = folder.appendingPathComponent(file.name)
      if !(try isVerified(target, file)) { try download(file, to: target, progress: progress) }
      progress(Progress(file: file.name, received: file.size, size: file.size))
    }
  }

  /// True when the published file lies there, false when nothing does.
  private func isVerified(_ target: URL, _ file: PublishedDataset.File) throws -> Bool {
    guard FileManager.default.fileExists(atPath: target.path) else { return false }
    var reader = try FileReader(path: target.path, advice: IDXFile.replacementAdvice)
    let sha256 = try reader.readToEnd()
    guard sha256 == file.sha256 else {
      throw InputError(
        .cannotWrite, at: target.path, expected: "the published file, or none",
        found: "another one (SHA-256 \(sha256))", advice: "delete it, or \(.chooseAnotherFolder)")
    }
    return true
  }

  private func download(
    _ file: PublishedDataset.File, to target: URL, progress: @escaping @Sendable (Progress) -> Void
  ) throws {
    TemporaryFile.removeLeftovers(for: target, olderThan: limits.seconds)
    var failures: [String] = []
    for mirror in dataset.mirrors {
      let temporary = try TemporaryFile(for: target)
      let transfer = Transfer(of: file, into: temporary, limits: limits) {
        progress(Progress(file: file.name, received: $0, size: file.size))
      }
      do {
        try transfer.run(from: mirror + file.name)
        return try temporary.commit()
      } catch {
        temporary.discard()
        guard let failure = error as? TransferFailure else { throw error }
        failures.append("\(mirror)\(file.name): \(failure.reason)")
      }
    }
    throw InputError(
      .inputOutput, at: target.path, expected: "the file from one of \(dataset.mirrors.count) mirrors",
      found: failures.joined(separator: "; "),
      advice: """
        check the network and run it again (what is verified is kept); or copy the files there; or do \
        without: \(.takeDataset("synthetic"))
        """)
  }
}
