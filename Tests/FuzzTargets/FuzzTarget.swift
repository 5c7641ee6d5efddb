import CStrataTestSupport
package import StrataTestSupport

/// A reader of files that may come from a stranger, as a fuzzer and the tests attack it.
///
/// To add one: a file in this folder with a `FuzzTarget`, its line in `all`, and a folder of its name
/// under `Tests/HostileTests/Corpus` with a few good files to begin from.
package struct FuzzTarget: Sendable {
  /// What the command line and the corpus call it.
  package let name: String
  /// The most bytes that reading a file of so many bytes may hold at a time, the file itself included.
  let cap: @Sendable (_ size: Int) -> Int
  /// Reads the bytes, wherever it likes to put them, and does with the outcome what the program does.
  let read: @Sendable (_ bytes: [UInt8], _ folder: TemporaryFolder) throws -> Void

  /// Every reader.
  package static let all: [FuzzTarget] = [
    idx, gzip, npy, png, jpeg, picture, zip, array, npz, csv, dataset, safetensors, checkpoint, record,
    metrics,
    recipe, table,
  ]

  /// What a reader takes whatever the file holds: buffers, paths, the words of an error.
  package static let base = 256 << 10

  /// The same reader with another cap, whatever the size of the file.
  package func capped(at bytes: Int) -> FuzzTarget {
    FuzzTarget(name: name, cap: { _ in bytes }, read: read)
  }
}

extension FuzzTarget {
  /// What a reader must never do with a file.
  package enum Finding: Error {
    /// It threw something else than an error that says place, expected, found and advice.
    case unexpectedError(any Error)
    /// It held so many bytes at a time, more than the cap.
    case memory(peak: Int64, cap: Int)
    /// What it read is not what it writes and reads again.
    case contradiction(String)
  }

  /// Has the reader read a file; nil when it refused the file or read it as it should.
  ///
  /// What it must not do in any case (trap, overrun memory, hang) ends the process.
  package func attack(with bytes: [UInt8], in folder: TemporaryFolder) -> Finding? {
    let count = strata_test_new_count()
    var finding: Finding?
    strata_test_count_this_thread(count)
    do {
      try read(bytes, folder)
    } catch let found as Finding {
      finding = found
    } catch {
      if !isRefusal(error) { finding = .unexpectedError(error) }
    }
    strata_test_count_this_thread(0)
    let peak = strata_test_peak_bytes(count)
    strata_test_give_back_count(count)
    if finding == nil && peak > cap(bytes.count) { finding = .memory(peak: peak, cap: cap(bytes.count)) }
    return finding
  }
}
