import Foundation
import Glibc
import StrataCheckpoints
import StrataFiles
import StrataLinearAlgebra
import StrataRuns
import Testing

@Suite struct LockTests {
  let folder: TemporaryFolder
  let store: RunStore

  init() throws {
    folder = try TemporaryFolder()
    store = RunStore(root: folder.url)
  }

  @Test func aSecondWriterIsRefusedWithTheFirstOnesProcess() throws {
    let run = try store.create(sampleRecord(.pretrain), recipe: "")
    let error = inputError { _ = try store.open(run.name).openForWriting() }
    #expect(error?.kind == .cannotWrite)
    #expect(error?.found == "process \(getpid()) is writing there")
    try run.append(1)
  }

  @Test func aWriterThatIsGoneLetsGo() throws {
    let name = try store.create(sampleRecord(.pretrain), recipe: "").name
    let next = try store.open(name).openForWriting()
    #expect(next.abandonedBy == nil)
    #expect(next.record == sampleRecord(.pretrain))
  }

  /// A process that is being started has a copy of every descriptor for a moment.
  @Test func aCopyOfTheDescriptorDoesNotHoldTheLock() throws {
    let name: String
    let copies: [Int32]
    do {
      let run = try store.create(sampleRecord(.pretrain), recipe: "")
      name = run.name
      copies = try withExtendedLifetime(run) { try copiesOfDescriptors(of: run.url.appending(path: ".lock")) }
    }
    defer { for copy in copies { close(copy) } }
    #expect(copies.count == 1)
    _ = try store.open(name).openForWriting()
  }

  private func copiesOfDescriptors(of file: URL) throws -> [Int32] {
    let all = "/proc/self/fd"
    return try FileManager.default.contentsOfDirectory(atPath: all)
      .filter { (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(all)/\($0)")) == file.path }
      .compactMap { Int32($0) }.map { dup($0) }
  }

  #if compiler(>=6.3)  // Before that a process of a test captures nothing.
    /// A process that is killed while it writes leaves a lock that is recognised, and no half files.
    @Test func theLockOfAKilledProcessIsStale() async throws {
      let name = try store.create(sampleRecord(.pretrain), recipe: "").name
      let path = store.root.path
      await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, name = name as String] in
        let run = try RunStore(root: URL(filePath: path)).open(name).openForWriting()
        try Data(getpid().description.utf8).write(to: run.url.appending(path: "pid"))
        try Data([1]).write(to: run.url.appending(path: ".last.safetensors.1a2b.tmp"))
        kill(getpid(), SIGKILL)
      }
      let killed = try Int32(String(contentsOf: store.root.appending(path: "\(name)/pid"), encoding: .utf8))
      let run = try store.open(name).openForWriting()
      #expect(run.abandonedBy == killed)
      #expect(killed != getpid())
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: run.url.path).sorted()
          == [".lock", "pid", "recipe.yml", "run.json"])
    }

    /// Another process is refused with this one's id.
    @Test func anotherProcessIsRefused() async throws {
      let run = try store.create(sampleRecord(.pretrain), recipe: "")
      let path = run.url.path
      let process = getpid()
      await #expect(processExitsWith: .success) { [path = path as String, process = process as Int32] in
        let error = inputError { _ = try RunFolder(URL(filePath: path)).openForWriting() }
        guard error?.found == "process \(process) is writing there" else { exit(1) }
      }
      // Alive until here.
      try run.append(1)
    }
  #endif
}
