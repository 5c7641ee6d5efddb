import Foundation
import Glibc
import StrataCheckpoints
import StrataFiles
import StrataLinearAlgebra
import StrataRecipes
import StrataRuns
import StrataTestSupport
import Testing

@testable import StrataSession
@testable import StrataStages

/// Runs that go on with another precision, another limit of density or other threads.
struct OtherArithmeticTests {
  @Test func anotherPrecisionIsSaidToChangeTheBits() throws {
    var tiny = try TinyRun()
    tiny.options.stopRequest.make(SIGINT)
    #expect(throws: Interruption.self) { try tiny.pretrain() }
    let name = try tiny.store.newestUnfinished(.pretrain).name
    tiny.options.stopRequest = StopRequest()
    tiny.options.precision = .exactly(.emulatedBFloat16)
    _ = try PretrainStage(tiny.options, from: .stopped(name), console: tiny.console).run()
    #expect(tiny.capture.words.contains("1 thread, float32: the bits will differ from those of a run"))
    let record = try tiny.store.open(name).record
    #expect(record.arithmetic.precision == "emulated-bfloat16")
    #expect(record.earlierArithmetic?.map(\.precision) == ["float32"])
  }

  /// Whether zeros are skipped decides about bits too. An early record says nothing of it: then it was as it is
  /// where nothing was measured.
  @Test(arguments: [nil, 0.27, 0.3, 0.35, 0.45] as [Float?])
  func anotherLimitOfDensityIsSaidToChangeTheBits(limit: Float?) throws {
    var tiny = try TinyRun()
    tiny.options.stopRequest.make(SIGINT)
    #expect(throws: Interruption.self) { try tiny.pretrain() }
    let run = try tiny.store.newestUnfinished(.pretrain)
    let decided = try #require(run.record.arithmetic.zeroSkipping)
    #expect(decided.entry == tiny.options.execution.arithmetic.zeroSkipping.entry)
    #expect(decided.limit == tiny.options.execution.arithmetic.zeroSkipping.limit)
    let isSaid = (limit ?? StrataLinearAlgebra.ZeroSkipping.unmeasured) != decided.limit
    try run.openForWriting().update {
      $0.arithmetic.zeroSkipping = limit.map { .init(limit: $0, entry: decided.entry) }
    }
    tiny.options.stopRequest = StopRequest()
    _ = try PretrainStage(tiny.options, from: .stopped(run.name), console: tiny.console).run()
    #expect(tiny.capture.words.contains("the bits will differ") == isSaid)
    let resumed = try tiny.store.open(run.name).record
    #expect(resumed.arithmetic.zeroSkipping == decided)
    #expect(resumed.earlierArithmetic?.map(\.zeroSkipping?.limit) == (isSaid ? [limit] : nil))
  }

  /// On other threads a run goes on to the same bits, and nothing is said of it.
  @Test(arguments: [2, 3]) func otherThreadsGiveTheSameBits(threads: Int) throws {
    var tiny = try TinyRun(TinyDigits(), "stack.units=[300, 8]")
    let whole = try tiny.pretrain()
    tiny.options.stopRequest.make(SIGINT)
    #expect(throws: Interruption.self) { try tiny.pretrain() }
    let name = try tiny.store.newestUnfinished(.pretrain).name
    tiny.options.stopRequest = StopRequest()
    tiny.options.threads = threads
    _ = try PretrainStage(tiny.options, from: .stopped(name), console: tiny.console).run()
    #expect(!tiny.capture.words.contains("the bits will differ"))
    let resumed = try tiny.store.open(name)
    #expect(resumed.record.arithmetic.threads == threads)
    #expect(resumed.record.earlierArithmetic == nil)
    #expect(try resumed.bits() == whole.bits())
  }
}
