import Foundation
import Glibc
import StrataCheckpoints
import StrataFiles
import StrataLinearAlgebra
import Testing

@Suite struct AtomicFileTests {
  @Test func writesAndReplaces() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write("first", to: folder("a"))
    try AtomicFile.write("second", to: folder("a"))
    try AtomicFile.write([Data([1]), Data(), Data([2, 3])], to: folder("b"))
    #expect(try String(contentsOf: folder("a"), encoding: .utf8) == "second")
    #expect(try Data(contentsOf: folder("b")) == Data([1, 2, 3]))
    #expect(try folder.names == ["a", "b"])
  }

  /// The path of a page of the web is none of this machine: nothing is read from it or written to it.
  @Test func anAddressIsNoFile() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write("mine", to: folder("a"))
    let address = try #require(URL(string: "https://example.org\(folder("a").path)"))
    let uses: [() throws -> Void] = [
      { _ = try OpenFile.bytes(of: address) }, { try AtomicFile.write("yours", to: address) },
      { try Folders.make(address) }, { _ = try Folders.names(in: address) },
      { _ = try Checkpoint(contentsOf: address) }, { try Checkpoint().write(to: address) },
    ]
    for use in uses {
      let error = #expect(throws: InputError.self) { try use() }
      #expect(error?.found == "an address that begins with https:")
    }
    // Nor where a link lies at its path, which leads to a file of this machine.
    try FileManager.default.createSymbolicLink(at: folder("link"), withDestinationURL: folder("a"))
    let link = try #require(URL(string: "https://example.org\(folder("link").path)"))
    #expect(throws: InputError.self) { try AtomicFile.write("yours", to: link) }
    #expect(try String(contentsOf: folder("a"), encoding: .utf8) == "mine")
    // A path without a scheme is one of this machine.
    #expect(try OpenFile.bytes(of: #require(URL(string: folder("a").path))).count == 4)
  }

  @Test func aLongNameHasRoomForATemporaryOne() throws {
    let folder = try TemporaryFolder()
    let name = String(repeating: "x", count: 255)
    try AtomicFile.write("text", to: folder(name))
    #expect(try folder.names == [name])
  }

  /// A link stays one, wherever it leads: through another link, or to a file that is not there yet.
  @Test func linksStayLinks() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write("old", to: folder("target"))
    let manager = FileManager.default
    try manager.createSymbolicLink(atPath: folder("link").path, withDestinationPath: "target")
    try manager.createSymbolicLink(atPath: folder("second").path, withDestinationPath: folder("link").path)
    try manager.createSymbolicLink(atPath: folder("dangling").path, withDestinationPath: "new")
    try AtomicFile.write("text", to: folder("second"))
    try AtomicFile.write("more", to: folder("dangling"))
    #expect(try String(contentsOf: folder("target"), encoding: .utf8) == "text")
    #expect(try String(contentsOf: folder("new"), encoding: .utf8) == "more")
    #expect(try manager.destinationOfSymbolicLink(atPath: folder("link").path) == "target")
    #expect(try manager.destinationOfSymbolicLink(atPath: folder("dangling").path) == "new")
    #expect(try folder.names == ["dangling", "link", "new", "second", "target"])
  }

  /// What is no file takes the bytes and stays what it is.
  @Test func pipesStayPipes() throws {
    let folder = try TemporaryFolder()
    try #require(mkfifo(folder("pipe").path, 0o600) == 0)
    let reader = open(folder("pipe").path, O_RDONLY | O_NONBLOCK)
    try #require(reader >= 0)
    defer { close(reader) }
    try AtomicFile.write("text", to: folder("pipe"))
    var bytes = [UInt8](repeating: 0, count: 16)
    #expect(read(reader, &bytes, 16) == 4)
    #expect(Array(bytes.prefix(4)) == Array("text".utf8))
    var status = stat()
    #expect(stat(folder("pipe").path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
    #expect(try folder.names == ["pipe"])
  }

  @Test func whoReadsMeanwhileSeesOneFileOrTheOther() async throws {
    let folder = try TemporaryFolder()
    let sizes = [10, 300_000]
    try AtomicFile.write([UInt8](repeating: 1, count: sizes[0]), to: folder("a"))
    await withTaskGroup(of: Void.self) { group in
      for size in sizes {
        group.addTask {
          for _ in 0..<10 {
            #expect(throws: Never.self) {
              try AtomicFile.write([UInt8](repeating: 1, count: size), to: folder("a"))
            }
          }
        }
      }
      group.addTask {
        for _ in 0..<100 {
          #expect((try? Data(contentsOf: folder("a"))).map { sizes.contains($0.count) } == true)
        }
      }
    }
    #expect(try folder.names == ["a"])
  }

  @Test func aMissingFolderOrAFolderInTheWayIsSaid() throws {
    let folder = try TemporaryFolder()
    let missing = inputError { try AtomicFile.write("text", to: folder("none/a")) }
    #expect(missing?.kind == .cannotWrite)
    #expect(missing?.place == folder("none/a").relativePath)
    #expect(missing?.found == "no such file or directory")

    try FileManager.default.createDirectory(at: folder("a"), withIntermediateDirectories: false)
    #expect(inputError { try AtomicFile.write("text", to: folder("a")) }?.found == "is a directory")
    #expect(try folder.names == ["a"])
  }

  @Test(.enabled(if: TestDisk.isAvailable, "needs root, to mount a small file system"))
  func aFullDiskLeavesThePreviousFile() throws {
    let disk = try TestDisk()
    let url = disk.url.appending(path: "last.safetensors")
    try AtomicFile.write([UInt8](repeating: 1, count: 20_000), to: url)
    let error = inputError { try AtomicFile.write([UInt8](repeating: 2, count: 60_000), to: url) }
    #expect(
      error?.description
        == "\(url.relativePath): expected room for it on the disk, found no space left on device; "
        + "free some space, or choose another folder")
    #expect(error?.kind == .cannotWrite)
    #expect(try disk.folder.names == ["last.safetensors"])
    #expect(try Data(contentsOf: url) == Data(repeating: 1, count: 20_000))
  }

  @Test(.enabled(if: TestDisk.isAvailable, "needs root, to mount a small file system"))
  func aReadOnlyDiskIsSaid() throws {
    let disk = try TestDisk()
    let url = disk.url.appending(path: "a")
    try AtomicFile.write("first", to: url)
    try disk.makeReadOnly()
    let error = inputError { try AtomicFile.write("second", to: url) }
    #expect(error?.expected == "a file system that can be written")
    #expect(try String(contentsOf: url, encoding: .utf8) == "first")
  }

  @Test(.enabled(if: geteuid() != 0, "root may write everywhere"))
  func aFolderWithoutPermissionIsSaid() throws {
    let folder = try TemporaryFolder()
    chmod(folder.url.path, 0o555)
    defer { chmod(folder.url.path, 0o755) }
    let error = inputError { try AtomicFile.write("text", to: folder("a")) }
    #expect(error?.expected == "permission to write it")
  }

  #if compiler(>=6.3)  // Before that a process of a test captures nothing.
    /// A limit on the size of files stops the write half-way, as a full disk does, and needs no root.
    @Test func aWriteThatStopsHalfWayLeavesThePreviousFile() async throws {
      let folder = try TemporaryFolder()
      let path = folder("a").path
      try AtomicFile.write("first", to: folder("a"))
      await #expect(processExitsWith: .success) { [path = path as String] in
        signal(SIGXFSZ, SIG_IGN)
        var limit = rlimit(rlim_cur: 1000, rlim_max: 1000)
        #expect(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
        let error = inputError {
          try AtomicFile.write([UInt8](repeating: 2, count: 5000), to: URL(filePath: path))
        }
        guard error?.expected == "a file below the limit on its size" else { exit(1) }
      }
      #expect(try folder.names == ["a"])
      #expect(try String(contentsOf: folder("a"), encoding: .utf8) == "first")
    }
  #endif
}
