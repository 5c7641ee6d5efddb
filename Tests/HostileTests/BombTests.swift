import Foundation
import StrataFuzzTargets
import StrataTestSupport
import Testing

/// Files that ask for more than they hold are refused before memory is taken for them: what the reader
/// holds at a time is watched, not how long it takes.
@Suite struct BombTests {
  @Test(arguments: [
    "idx/claims-2-to-31-images", "idx/claims-1-GiB", "gzip/claims-2-to-31-images", "gzip/claims-1-GiB",
    "gzip/bomb-of-32-MiB-for-one-image", "gzip/bomb-of-32-MiB-before-the-header",
    "jpeg/claims-20000-by-20000", "jpeg/claims-4096-by-4096", "picture/claims-20000-by-20000",
    "picture/claims-4096-by-4096", "png/exif-claims-737-MiB", "picture/exif-claims-737-MiB",
    "npy/claims-2-to-126-elements", "npy/claims-256-MiB",
    "safetensors/length-of-2-to-63", "recipe/laughs", "recipe/epochs-without-end", "zip/claims-1-GiB",
    "zip/bomb-that-claims-1-KiB", "zip/claims-2-to-31-members", "array/none-of-2-to-63",
    "csv/many-columns-and-blank-lines", "dataset/giant",
  ])
  func takesNoMemory(path: String) throws {
    let words = path.split(separator: "/").map(String.init)
    let target = try #require(FuzzTarget.all.first { $0.name == words[0] })
    let bytes = [UInt8](try Data(contentsOf: CorpusTests.corpus.appending(path: path)))
    // What a library makes once and keeps, such as the patterns of the YAML parser, is no file's doing.
    _ = target.attack(with: [], in: try TemporaryFolder())
    // What every reader takes, and the file itself where it is read whole.
    let finding = target.capped(at: FuzzTarget.base + 2 * bytes.count)
      .attack(with: bytes, in: try TemporaryFolder())
    #expect(finding == nil, "\(finding.map { "\($0)" } ?? "")")
  }

  /// A long text in the header is held as often as its cap says, and no more.
  @Test(arguments: [false, true]) func aLongTextIsHeldAFewTimes(isEscaped: Bool) throws {
    let count = 4 << 20
    let text = isEscaped ? "\\n" + String(repeating: "x", count: count) : String(repeating: "x", count: count)
    let header = Array(#"{"__metadata__":{"a":"\#(text)"}}"#.utf8)
    let bytes = withUnsafeBytes(of: UInt64(header.count)) { [UInt8]($0) } + header
    let target = try #require(FuzzTarget.all.first { $0.name == "safetensors" })
    let finding = target.capped(at: 8 * bytes.count).attack(with: bytes, in: try TemporaryFolder())
    #expect(finding == nil, "\(finding.map { "\($0)" } ?? "")")
  }
}
