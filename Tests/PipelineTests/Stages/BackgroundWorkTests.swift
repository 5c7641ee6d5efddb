import Synchronization
import Testing

@testable import StrataStages

struct BackgroundWorkTests {
  private struct Failure: Error {}

  @Test func thereAreNeverTwoPiecesAtATime() throws {
    let work = BackgroundWork()
    let running = Atomic(0)
    let most = Atomic(0)
    let done = Atomic(0)
    for _ in 0..<100 {
      try work.begin {
        let now = running.add(1, ordering: .relaxed).newValue
        most.max(now, ordering: .relaxed)
        running.subtract(1, ordering: .relaxed)
        done.add(1, ordering: .relaxed)
      }
    }
    try work.finish()
    let counts = (most: most.load(ordering: .relaxed), done: done.load(ordering: .relaxed))
    #expect(counts.most == 1)
    #expect(counts.done == 100)
  }

  @Test func whatItThrowsIsThrownOnce() throws {
    let work = BackgroundWork()
    try work.begin { throw Failure() }
    #expect(throws: Failure.self) { try work.finish() }
    try work.finish()

    // The next piece is not begun after one that failed.
    try work.begin { throw Failure() }
    let isBegun = Atomic(false)
    #expect(throws: Failure.self) { try work.begin { isBegun.store(true, ordering: .relaxed) } }
    try work.finish()
    let hasBegun = isBegun.load(ordering: .relaxed)
    #expect(!hasBegun)
  }

  @Test func processorTimeIsCounted() throws {
    let work = BackgroundWork()
    try work.begin {}
    try work.finish()
    let before = work.processorSeconds
    try work.begin { _ = (0..<200_000).map { "\($0)" }.max() }
    try work.finish()
    #expect(work.processorSeconds > before)
  }
}
