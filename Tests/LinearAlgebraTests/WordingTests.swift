import StrataFiles
import Testing

struct WordingTests {
  private let wording: Wording = "take \(2), or \(.engine("openblas")); \(Wording("or wait"))"

  @Test func itIsWrittenAndPrintedAsAStringIs() {
    #expect("\(wording)" == "take 2, or the engine openblas; or wait")
    #expect(Wording("plain").description == "plain")
  }

  @Test func aProgramHasWordsOfItsOwn() {
    #expect(wording.worded { _ in "--engine" } == "take 2, or --engine; or wait")
  }

  /// A sentence within another keeps what can be done as a value.
  @Test func aSentenceInAnotherKeepsItsRemedies() {
    let longer: Wording = "\(wording), or give up"
    #expect(longer.worded { _ in "x" } == "take 2, or x; or wait, or give up")
    #expect(longer.names { $0 == .engine("openblas") } && !longer.names { $0 == .engine("onednn") })
  }

  @Test func equalSentencesAreEqualHoweverTheyArePutTogether() {
    let (one, two): (Wording, Wording) = ("a \("b")\(Wording("c"))", "a bc")
    #expect(one == two && one != "a \(.pretrain)")
  }
}
