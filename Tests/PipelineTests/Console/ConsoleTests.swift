import StrataSession
import Testing

struct ConsoleTests {
  private let capture = Capture()

  @Test func withoutATerminalThereAreLinesAndNothingElse() {
    let console = capture.console()
    console.startClock()
    console.progress("layer 1/3", share: 0.5)
    console.say("  1/5  63.9")
    #expect(capture.text == "  1/5  63.9\n")
  }

  @Test func aQuietConsoleSaysNothing() {
    let console = capture.console(isTerminal: true, isQuiet: true)
    console.say("a line")
    console.say("name", "text")
    console.startClock()
    console.progress("layer 1/3", share: 0.5)
    #expect(capture.text.isEmpty)
  }

  @Test func aNoteIsSaidOnce() {
    let console = capture.console()
    for _ in 0..<2 { console.say("note", "no class has fewer than ten examples") }
    #expect(capture.text.split(separator: "\n").count == 1)
    for _ in 0..<2 { console.say("data", "the same words may stand elsewhere") }
    #expect(capture.text.split(separator: "\n").count == 3)
  }

  @Test func aTerminalGetsABar() {
    let console = capture.console(isTerminal: true)
    console.startClock()
    console.progress("layer 1/3  epoch 2/5", share: 0.25)
    let bar = String(repeating: "█", count: 6) + String(repeating: "░", count: 18)
    #expect(capture.text.hasPrefix("\r\u{1B}[Klayer 1/3  epoch 2/5  \(bar) 25 %  "))
    #expect(capture.text.hasSuffix(" left"))
    #expect(!capture.text.contains("\n"))
  }

  @Test func nothingIsForetoldBeforeAnythingIsDone() {
    let console = capture.console(isTerminal: true)
    console.startClock()
    console.progress("epoch 1/5", share: 0)
    #expect(capture.text.hasSuffix("0 %  … left"))
  }

  @Test func theBarIsDrawnTenTimesASecondAtMost() {
    let console = capture.console(isTerminal: true)
    console.startClock()
    for step in 0..<100 { console.progress("epoch 1/5", share: Double(step) / 1000) }
    #expect(capture.text.split(separator: "\r").count < 100)
  }

  @Test func aLineTakesTheBarsPlace() {
    let console = capture.console(isTerminal: true)
    console.startClock()
    console.progress("epoch 1/5", share: 0.5)
    let before = capture.text
    console.say("a line")
    console.say("another")
    #expect(capture.text == before + "\r\u{1B}[Ka line\nanother\n")
  }

  @Test(arguments: [(20, 33), (50, 50), (80, 80), (200, 80)])
  func aNarrowWindowGetsNarrowLines(columns: Int, most: Int) {
    let console = capture.console(isTerminal: true, columns: columns)
    console.say("data", (1...40).map { "word\($0)" }.joined(separator: " "))
    let widest = capture.lines.map { $0.replacing("\r\u{1B}[K", with: "").count }.max() ?? 0
    #expect(widest <= most && widest > most - 8)
  }

  @Test func longLinesAreWrappedUnderTheirOwnColumn() {
    let words = (1...40).map { "word\($0)" }
    capture.console().say("data", words.joined(separator: " "))
    let lines = capture.lines.dropLast()
    #expect(lines.count > 1)
    #expect(lines.allSatisfy { $0.count <= 80 })
    #expect(lines[0].hasPrefix("data         word1 "))
    #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("             word") })
    #expect(lines.flatMap { $0.dropFirst(13).split(separator: " ") }.map(String.init) == words)
  }

  @Test func aWordThatDoesNotFitStaysWhole() {
    let path = "/" + String(repeating: "x", count: 100)
    capture.console().say("run", "in \(path)")
    #expect(capture.lines == ["run          in", "             \(path)", ""])
  }
  /// A line that went on in the next one could not be drawn over.
  @Test(arguments: [1, 10, 20, 30, 40, 60, 79, 80, 200]) func theBarFitsTheTerminal(columns: Int) {
    let console = capture.console(isTerminal: true, columns: columns)
    console.startClock()
    console.progress("layer 1/3  epoch 123/1000", share: 0.25)
    let line = capture.text.dropFirst("\r\u{1B}[K".count)
    #expect(line.count < columns || line.isEmpty, "\(line)")
    #expect(columns < 40 || line.contains("25 %"))
    #expect(line.contains("█") == (columns >= 60))
  }
}
