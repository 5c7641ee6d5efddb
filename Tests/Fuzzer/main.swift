import CStrataTestSupport
import Glibc
import StrataFuzzTargets
import StrataTestSupport

/// The reader that `STRATA_FUZZ_TARGET` names; in the environment, because libFuzzer takes every word of
/// the command line for an option or a corpus, and starts itself again with the same words.
enum Attacked {
  static let target: FuzzTarget = {
    let name = getenv("STRATA_FUZZ_TARGET").map { String(cString: $0) } ?? ""
    guard let target = FuzzTarget.all.first(where: { $0.name == name }) else {
      print("targets: " + FuzzTarget.all.map(\.name).joined(separator: " "))
      exit(64)
    }
    return target
  }()

  static let folder: TemporaryFolder = {
    guard let folder = try? TemporaryFolder() else { fatalError("no temporary folder") }
    return folder
  }()
}

_ = Attacked.target
var count = CommandLine.argc
var words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
let status = withUnsafeMutablePointer(to: &words) { words in
  words.withMemoryRebound(to: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.self, capacity: 1) {
    LLVMFuzzerRunDriver(&count, $0) { bytes, count in
      let input = Array(UnsafeBufferPointer(start: bytes, count: count))
      if let finding = Attacked.target.attack(with: input, in: Attacked.folder) {
        fatalError("\(finding)")
      }
      return 0
    }
  }
}
exit(status)
