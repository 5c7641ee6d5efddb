import Foundation
import StrataFuzzTargets
import StrataTestSupport
import Testing

/// Every reader on every file of its corpus: the good files that fuzzing begins with, and what it found.
@Suite struct CorpusTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let target: FuzzTarget
    let file: URL
    var testDescription: String { "\(target.name)/\(file.lastPathComponent)" }
  }

  static let corpus = Bundle.module.bundleURL.appending(path: "Corpus")

  static let cases: [Case] = FuzzTarget.all.flatMap { target in
    let folder = corpus.appending(path: target.name)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().map { Case(target: target, file: folder.appending(path: $0)) }
  }

  @Test(arguments: cases) func aFileIsReadOrRefused(attack: Case) throws {
    let bytes = [UInt8](try Data(contentsOf: attack.file))
    let finding = attack.target.attack(with: bytes, in: try TemporaryFolder())
    #expect(finding == nil, "\(finding.map { "\($0)" } ?? "")")
  }

  @Test(arguments: FuzzTarget.all.map(\.name)) func everyReaderHasACorpus(name: String) {
    #expect(Self.cases.contains { $0.target.name == name })
  }

  /// That the attack can fail: what holds more than its cap, or throws what is no refusal, is a finding.
  @Test func theWatchSees() throws {
    #expect(FuzzTarget.greedy.attack(with: [1], in: try TemporaryFolder()) != nil)
    #expect(FuzzTarget.careless.attack(with: [1], in: try TemporaryFolder()) != nil)
    #expect(FuzzTarget.modest.attack(with: [1], in: try TemporaryFolder()) == nil)
  }
}
