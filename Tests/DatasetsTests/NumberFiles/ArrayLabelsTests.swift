import Foundation
import StrataFiles
import Testing

@testable import StrataDatasets

/// Labels out of arrays and files.
struct ArrayLabelsTests {
  private static func labels(_ array: NPYArray, _ count: Int) throws -> (labels: RawLabels, notes: [Wording])
  {
    var notes: [Wording] = []
    let labels = try RawLabels(array, count: count, notes: &notes)
    return (labels, notes)
  }

  @Test func numbersWordsAndNoneAreRead() throws {
    let numbers = NPYArray([7, -1, 3, 7] as [Int32], shape: [4, 1])
    #expect(try Self.labels(numbers, 4).labels == RawLabels(names: ["3", "7"], classes: [1, -1, 0, 1]))
    let floats = NPYArray([2, .nan, 1] as [Float], shape: [3])
    #expect(try Self.labels(floats, 3).labels == RawLabels(names: ["1", "2"], classes: [1, -1, 0]))
    let words = NPYArray(["cat", "", "ant"], shape: [3])
    #expect(try Self.labels(words, 3).labels == RawLabels(names: ["ant", "cat"], classes: [1, -1, 0]))
  }

  @Test func oneHotRowsAreClassesWithANote() throws {
    let array = NPYArray([0, 1, 0, 1, 0, 0] as [Float], shape: [2, 3])
    let (labels, notes) = try Self.labels(array, 2)
    #expect(labels == RawLabels(names: ["0", "1", "2"], classes: [1, 0]))
    #expect(notes == ["an array: labels are one-hot, 3 classes"])
  }

  @Test(arguments: [[0, 0], [1, 1], [0.5, 0.5], [2, -1]] as [[Float]]) func otherRowsAreRefused(row: [Float])
  {
    let array = NPYArray([0, 1] + row, shape: [2, 2])
    let error = #expect(throws: InputError.self) { try Self.labels(array, 2) }
    #expect(
      error?.found == "a row of 2 others, row 1" && error?.advice.description.contains("argmax") == true)
  }

  @Test func whatIsMeasuredIsNoClass() {
    let array = NPYArray([0.5, 1] as [Float], shape: [2])
    #expect(#expect(throws: InputError.self) { try Self.labels(array, 2) }?.found == "0.5 at element 0")
  }

  @Test(arguments: [[3], [1, 2], [2, 1, 1], []]) func anotherNumberIsRefused(shape: [Int]) {
    let array = NPYArray([Int32](repeating: 0, count: shape.reduce(1, *)), shape: shape)
    #expect(throws: InputError.self) { try Self.labels(array, 2) }
  }

  @Test(arguments: [
    ("3\n1\n3\n", RawLabels(numbers: [3, 1, 3])),
    ("label\r\n3\r\n1\r\n3\r\n", RawLabels(numbers: [3, 1, 3])),
    ("cat\n\ncat", RawLabels(words: ["cat", nil, "cat"])), ("3\n1\n\n\n\n", RawLabels(numbers: [3, 1, nil])),
    ("id,label\n7,3\n8,1\n9,3\n", RawLabels(numbers: [3, 1, 3])),
    ("\u{feff}3.0\n1\n3", RawLabels(numbers: [3, 1, 3])),
  ])
  func filesOfTextHoldOneOnALine(text: String, expected: RawLabels) throws {
    #expect(try Self.file(text) == expected)
  }

  @Test(arguments: ["1\n2\n", "1\n2\n3\n4\n5\n", "a,b\n1,2\n1,2\n1,2\n", "label,b\n1,2\n\n1,2\n", ""])
  func otherFilesAreRefused(text: String) {
    #expect(throws: InputError.self) { try Self.file(text) }
  }

  private static func file(_ text: String) throws -> RawLabels {
    let folder = try TemporaryFolder()
    let url = try folder.write(Array(text.utf8), to: "labels.txt")
    var notes: [Wording] = []
    return try LabelFile(url, count: 3, ReadingOptions(), notes: &notes).labels
  }

  /// −1 is no label where it can be none; where it can only be a class, it is one.
  @Test func minusOneIsAClassWhereItCanOnlyBeOne() {
    func names(_ numbers: [Int?]) -> [String] { RawLabels(numbers: numbers).names }
    #expect(names([-1, 1, -1]) == ["-1", "1"])
    #expect(names([-1, -2]) == ["-2", "-1"])
    #expect(names([-1, -5, 3]) == ["-5", "-1", "3"])
    #expect(names([-1, 0, 1]) == ["0", "1"])
    #expect(names([-1, -1, nil]) == [])
    #expect(RawLabels(numbers: [-1, 1, nil]).classes == [0, 1, -1])
  }

  /// Different names are different classes.
  @Test func wordsStayAsTheyAre() {
    #expect(RawLabels(words: ["007", "7", "8"]).names == ["007", "7", "8"])
    #expect(RawLabels(words: ["10", "9", "-1"]).names == ["-1", "9", "10"])
    let large = ["9007199254740992", "9007199254740993", String(repeating: "7", count: 30)]
    #expect(RawLabels(words: large).classes.sorted() == [0, 1, 2])
  }

  @Test func namesOfClassesAreIndexed() throws {
    let numbers = RawLabels(numbers: [2, 0, nil])
    #expect(try numbers.indexed(by: ["a", "b", "c"], at: "x").classes == [2, 0, -1])
    #expect(throws: InputError.self) { try numbers.indexed(by: ["a", "b"], at: "x") }
    // Names that are numbers themselves: all labels are names, or all are places.
    #expect(try RawLabels(numbers: [1, 3]).indexed(by: ["1", "2", "3"], at: "x").classes == [0, 2])
    #expect(try RawLabels(numbers: [0, 1]).indexed(by: ["1", "2", "3"], at: "x").classes == [0, 1])
    #expect(try RawLabels(numbers: [1, 2]).indexed(by: ["1", "2", "3"], at: "x").classes == [0, 1])
    #expect(try RawLabels(numbers: [0, 1, 1]).indexed(by: ["1", "0"], at: "x").classes == [0, 1, 1])
    #expect(throws: InputError.self) { try RawLabels(words: ["d"]).indexed(by: ["a"], at: "x") }
  }
}
