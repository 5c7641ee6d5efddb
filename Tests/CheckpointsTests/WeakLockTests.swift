import Foundation
import Glibc
import StrataLinearAlgebra
import Synchronization
import Testing

@testable import StrataCheckpoints
@testable import StrataFiles
@testable import StrataRuns

/// File systems that answer a lock with something else than yes or no.
struct WeakLockTests {
  let folder: TemporaryFolder
  let store: RunStore

  init() throws {
    folder = try TemporaryFolder()
    store = RunStore(root: folder.url)
  }

  @Test(arguments: [ENOSYS, ENOLCK, EOPNOTSUPP, EINVAL, EIO])
  func aFileSystemWithoutLocksIsWrittenToAllTheSame(code: Int32) throws {
    let run = try RunWriter(
      makeFolder(), record: sampleRecord(.pretrain), recipe: "", locking: { _, _ in code })
    #expect(run.lockWeakness == SystemError.reason(code))
    #expect(run.abandonedBy == nil)
    try run.append(1)
    #expect(FileLock.isHeld(at: run.url.appending(path: ".lock"), locking: { _, _ in code }) == nil)
  }

  private func makeFolder() throws -> URL {
    let url = folder.url.appending(path: "20260101-000000-pretrain")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    return url
  }

  /// Who only looks at a lock holds it for a moment, and keeps nobody out.
  @Test func aLookAtALockKeepsNobodyOut() throws {
    let name = try store.create(sampleRecord(.pretrain), recipe: "").name
    let file = store.root.appending(path: "\(name)/.lock")
    let asked = Atomic(0)
    let lock = try FileLock(
      at: file, guarding: name,
      locking: { descriptor, operation in
        asked.add(1, ordering: .relaxed).newValue < 3
          ? EWOULDBLOCK : FileLock.kernel(descriptor, operation)
      })
    #expect(lock.weakness == nil)
    #expect(FileLock.isHeld(at: file) == true)
  }

  /// Nothing stays of a run that could not begin.
  @Test func aRunThatCannotBeginLeavesNoFolder() throws {
    let root = folder.url.appending(path: "runs")
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: false)
    let url = root.appending(path: "20260101-000000-pretrain")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    try Data("pid".utf8).write(to: url.appending(path: ".lock"))
    RunWriter.removeUnbegun(url)
    #expect(try FileManager.default.contentsOfDirectory(atPath: root.path).isEmpty)
  }

  @Test func aFolderWithSomethingElseInItStays() throws {
    let url = try makeFolder()
    try Data("mine".utf8).write(to: url.appending(path: "notes.txt"))
    RunWriter.removeUnbegun(url)
    #expect(try FileManager.default.contentsOfDirectory(atPath: url.path) == ["notes.txt"])
  }

  /// A run that says that it is running and that nobody holds has died.
  @Test func aRunThatNobodyHoldsHasDied() throws {
    var record = sampleRecord(.baseline)
    record.status = .running
    let name: String
    do {
      let run = try store.create(record, recipe: "")
      name = run.name
      #expect(try store.open(name).statusInWords == "running")
      try run.append(1)
    }
    #expect(try store.open(name).statusInWords == "died")
    try store.open(name).openForWriting().update { $0.status = .finished }
    #expect(try store.open(name).statusInWords == "finished")
  }
}
