import Foundation
import StrataDatasets
import StrataFiles
import StrataLinearAlgebra
import Synchronization
import Testing

@Suite("downloading")
struct DatasetDownloaderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let content = [UInt8]("the one true file\n".utf8)
  private static let files = [
    "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz",
  ]

  private func downloader(
    _ mirrors: [String], files: [String] = [files[0]], limits: TransferLimits = .forTests
  ) -> DatasetDownloader {
    let dataset = PublishedDataset(
      name: "small", title: "Small", classNames: [], sha256: "",
      files: files.map {
        .init(
          name: $0, size: Self.content.count,
          sha256: "a53f680171963f655100b00cc083ab1f4c79c5a3119fd923c649a5450b3d697e")
      },
      mirrors: mirrors, environmentVariable: "SMALL_DIR")
    return DatasetDownloader(dataset, limits: limits)
  }

  /// How a mirror may fail, and what is said about it.
  private static let misbehaviours: [(String, LocalServer.Answer, String)] = [
    ("has no such file", .status(404), "HTTP status 404"),
    ("refuses", .status(403), "HTTP status 403"),
    ("sends an empty file", .file([]), "0 of 18 bytes"),
    ("sends a shorter file", .file(Array(content.prefix(7))), "7 of 18 bytes"),
    ("hangs up early", .file(Array(content.prefix(7)), length: content.count), ""),
    ("sends another file", .file([0] + content.dropFirst()), "another file, SHA-256 "),
    ("sends a longer file", .file(content + [0]), "more than 18 bytes"),
    ("announces a larger file", .file([], length: 10_000_000_000), "more than 18 bytes"),
    ("never ends", .endless, "more than 18 bytes"),
    ("redirects off HTTPS", .status(302, location: "http://localhost/"), "redirected to http://localhost/"),
    ("redirects to a file", .status(302, location: "file:///etc/hosts"), "redirected to "),
    ("redirects for ever", .status(302, location: "again"), "redirected to "),
    ("redirects nowhere", .status(302), "HTTP status 302"),
    ("answers without content", .status(204), "HTTP status 204"),
    ("hangs up at once", .bytes([]), ""),
    ("speaks no HTTP", .bytes(Array("\u{1}\u{2}\r\n\r\n\u{3}".utf8)), ""),
  ]

  @Test(
    "a mirror that misbehaves is told of, leaves nothing, and the next one is asked", arguments: misbehaviours
  )
  func misbehaving(how: String, answer: LocalServer.Answer, reason: String) throws {
    let bad = try LocalServer { _ in answer }
    let good = try LocalServer { _ in .file(Self.content) }
    defer {
      bad.stop()
      good.stop()
    }
    let error = #expect(throws: InputError.self) { try downloader([bad.address]).fetch(into: folder.url) }
    #expect(error?.kind == .inputOutput)
    #expect(error?.place == folder.url.appendingPathComponent(Self.files[0]).path)
    let found = try #require(error?.found)
    #expect(found.hasPrefix("\(bad.address)\(Self.files[0]): \(reason)"), "\(found)")
    #expect(try folder.names.isEmpty)

    try downloader([bad.address, good.address]).fetch(into: folder.url)
    #expect(try folder.names == [Self.files[0]])
    #expect(try Data(contentsOf: folder.url.appendingPathComponent(Self.files[0])) == Data(Self.content))
  }

  @Test("the error lists what each mirror did, a mirror that is not there included")
  func everyMirror() throws {
    let missing = try LocalServer { _ in .status(404) }
    let gone = try LocalServer { _ in .silence }
    gone.stop()
    defer { missing.stop() }
    let error = #expect(throws: InputError.self) {
      try downloader([missing.address, gone.address, "not an address"]).fetch(into: folder.url)
    }
    let failures = try #require(error?.found.components(separatedBy: "; "))
    #expect(failures.count == 3)
    #expect(failures.first == "\(missing.address)\(Self.files[0]): HTTP status 404")
    #expect(failures.last == "not an address\(Self.files[0]): not an address that may be used")
    #expect(error?.advice.description.contains("do without: the data set synthetic") == true)
  }

  /// How a mirror may keep us waiting, and for which of the two limits.
  private static let delays: [(String, LocalServer.Answer, silence: Double, total: Double, String)] = [
    ("says nothing", .silence, 1, 60, "silent for 1.0 s"),
    ("says nothing for too long in all", .silence, 60, 0.2, "not done after 0.2 s"),
    ("stalls after the header", stalling(after: 0), 1, 60, "silent for 1.0 s"),
    ("stalls in the middle", stalling(after: 7), 1, 60, "silent for 1.0 s"),
    ("sends a byte now and then", .drip, 60, 0.2, "not done after 0.2 s"),
  ]

  private static func stalling(after count: Int) -> LocalServer.Answer {
    let header = "HTTP/1.1 200 OK\r\nContent-Length: \(content.count)\r\n\r\n"
    return .stall(Array(header.utf8) + content.prefix(count))
  }

  @Test("a mirror that keeps us waiting is given up, and the next one is asked", arguments: delays)
  func waiting(how: String, answer: LocalServer.Answer, silence: Double, total: Double, reason: String)
    throws
  {
    let slow = try LocalServer { _ in answer }
    let good = try LocalServer { _ in .file(Self.content) }
    defer {
      slow.stop()
      good.stop()
    }
    var limits = TransferLimits.forTests
    limits.secondsOfSilence = silence
    limits.seconds = total
    let error = #expect(throws: InputError.self) {
      try downloader([slow.address], limits: limits).fetch(into: folder.url)
    }
    #expect(error?.found.hasSuffix(reason) == true, "\(error?.found ?? "")")
    #expect(try folder.names.isEmpty)
    // Long enough for the good mirror on a machine that is busy with other things.
    limits.secondsOfSilence = max(silence, 5)
    limits.seconds = max(total, 10)
    try downloader([slow.address, good.address], limits: limits).fetch(into: folder.url)
    #expect(try folder.names == [Self.files[0]])
  }

  @Test("a file bears its name only once it is verified")
  func temporaryName() throws {
    let seen = Mutex<[String]>([])
    let folder = folder
    let server = try LocalServer { _ in
      seen.withLock { $0 += (try? folder.names) ?? [] }
      return .file(Self.content)
    }
    defer { server.stop() }
    try downloader([server.address]).fetch(into: folder.url) { step in
      // Every byte is here, and not yet verified.
      if step.received == step.size { seen.withLock { $0 += (try? folder.names) ?? [] } }
    }
    let names = seen.withLock { $0 }
    #expect(names.count == 3 && names[2] == Self.files[0])
    #expect(names.prefix(2).allSatisfy { $0.hasPrefix(".") && $0.hasSuffix(".partial") }, "\(names)")
  }

  @Test("a redirection is followed")
  func redirected() throws {
    let server = try LocalServer { path in
      path == "elsewhere" ? .file(Self.content) : .status(302, location: "/elsewhere")
    }
    defer { server.stop() }
    try downloader([server.address]).fetch(into: folder.url)
    #expect(try folder.names == [Self.files[0]])
  }

  @Test("only HTTPS is spoken")
  func secureOnly() throws {
    let server = try LocalServer { _ in .file(Self.content) }
    defer { server.stop() }
    #expect(throws: InputError.self) {
      try downloader([server.address], limits: TransferLimits()).fetch(into: folder.url)
    }
    #expect(server.requests.isEmpty)
  }

  @Test(
    "a server with a certificate that nobody vouches for is not believed",
    .enabled(if: SecureServer.isAvailable, "needs openssl"))
  func unknownCertificate() throws {
    let served = try TemporaryFolder()
    let answer = Array("HTTP/1.1 200 OK\r\nContent-Length: \(Self.content.count)\r\n\r\n".utf8) + Self.content
    try served.write(answer, to: Self.files[0])
    let server = try SecureServer(served)
    let error = #expect(throws: InputError.self) {
      try downloader([server.address], limits: TransferLimits()).fetch(into: folder.url)
    }
    #expect(error?.found.contains("certificate") == true, "\(error?.found ?? "")")
    #expect(try folder.names.isEmpty)
  }

  @Test("an interrupted download is resumed: what is verified is not fetched again")
  func resumed() throws {
    let half = try LocalServer { $0 == Self.files[0] ? .file(Self.content) : .status(500) }
    let whole = try LocalServer { _ in .file(Self.content) }
    defer {
      half.stop()
      whole.stop()
    }
    #expect(throws: InputError.self) {
      try downloader([half.address], files: Self.files).fetch(into: folder.url)
    }
    #expect(try folder.names == [Self.files[0]])
    try downloader([whole.address], files: Self.files).fetch(into: folder.url)
    #expect(whole.requests == [Self.files[1]])
    try downloader([whole.address], files: Self.files).fetch(into: folder.url)
    #expect(whole.requests == [Self.files[1]])
    #expect(try folder.names == Self.files)
  }

  @Test("progress is told up to the last byte of each file")
  func progress() throws {
    let server = try LocalServer { _ in .file(Self.content) }
    defer { server.stop() }
    let told = Mutex<[DatasetDownloader.Progress]>([])
    try downloader([server.address], files: Self.files).fetch(
      into: folder.url.appendingPathComponent("new/folder")
    ) {
      step in told.withLock { $0.append(step) }
    }
    let steps = told.withLock { $0 }
    for name in Self.files {
      let last = steps.last { $0.file == name }
      #expect(last?.received == Self.content.count && last?.size == Self.content.count)
    }
  }

  @Test("another file of the same name is not overwritten")
  func occupied() throws {
    let server = try LocalServer { _ in .file(Self.content) }
    defer { server.stop() }
    let mine = try folder.write([1, 2, 3], to: Self.files[0])
    let error = #expect(throws: InputError.self) { try downloader([server.address]).fetch(into: folder.url) }
    #expect(error?.kind == .cannotWrite)
    #expect(error?.place == mine.path)
    #expect(try Data(contentsOf: mine) == Data([1, 2, 3]))
    #expect(server.requests.isEmpty)
  }

  @Test("a folder that cannot be made")
  func noFolder() throws {
    let file = try folder.write([], to: "file")
    let error = #expect(throws: InputError.self) { try downloader([]).fetch(into: file) }
    #expect(error?.kind == .cannotWrite)
    #expect(error?.place == file.path)
  }

  @Test("what an interrupted process left is removed, unless it may still be written")
  func leftovers() throws {
    let server = try LocalServer { _ in .file(Self.content) }
    defer { server.stop() }
    let old = try folder.write([1], to: ".\(Self.files[0]).old.partial")
    try folder.write([1], to: ".\(Self.files[0]).new.partial")
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -2 * TransferLimits.forTests.seconds)],
      ofItemAtPath: old.path)
    try downloader([server.address]).fetch(into: folder.url)
    #expect(try folder.names == [".\(Self.files[0]).new.partial", Self.files[0]])
  }
}

extension TransferLimits {
  /// Plain HTTP on this machine, and time enough on a busy one.
  fileprivate static var forTests: TransferLimits {
    var limits = TransferLimits()
    limits.seconds = 60
    limits.allowsPlainHTTP = true
    return limits
  }
}
