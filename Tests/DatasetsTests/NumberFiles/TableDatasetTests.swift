import Foundation
import StrataFiles
import Testing

@testable import StrataDatasets

/// Tables of numbers as data sets.
struct TableDatasetTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(
    _ text: String, _ name: String = "table.csv", _ change: (inout ReadingOptions) -> Void = { _ in }
  ) throws -> RawDataset {
    var options = ReadingOptions()
    change(&options)
    return try #require(try ArrayDatasets.read(folder.write(Array(text.utf8), to: name), options))
  }

  /// A line of MNIST's tables: the label, and 49 pixels that count up from it.
  private static func line(_ label: Int) -> String {
    ([label] + (0..<49).map { $0 + label }).map(String.init).joined(separator: ",") + "\n"
  }

  /// Which of several data sets in a folder is read is said; what belongs to it is none of the others.
  @Test func whatIsPassedOverInAFolderIsSaid() throws {
    let folder = try TemporaryFolder()
    for name in ["train", "test"] { try folder.write(Array("a,label\n1,x\n2,y\n".utf8), to: "d/\(name).csv") }
    try folder.write(Array("notes".utf8), to: "d/README.md")
    let alone = try #require(try ArrayDatasets.read(folder.url.appending(path: "d"), ReadingOptions()))
    #expect(alone.notes.allSatisfy { !"\($0)".contains("passed over") } && alone.test != nil)
    try folder.write(Array("a,label\n3,x\n4,y\n".utf8), to: "d/other.csv")
    try folder.write(Array("".utf8), to: "d/photos/oak/1.png")
    let raw = try #require(try ArrayDatasets.read(folder.url.appending(path: "d"), ReadingOptions()))
    #expect(
      raw.notes.last.map { "\($0)" }
        == "of the folder d what belongs to train.csv was read, and passed over other.csv, photos")
    #expect(raw.train.values.rows == 2)
  }

  @Test(arguments: ["a,b,a,label\n1,2,3,x\n4,5,6,y\n", "label,a,label\nx,1,x\ny,2,y\n"])
  func columnsOfOneNameAreRefused(text: String) throws {
    let error = #expect(throws: InputError.self) { try read(text) }
    #expect(error?.expected == "a name of its own for each column")
    #expect(error?.found.hasSuffix("for columns 1 and 3") == true)
    // Several without a name are not.
    _ = try read("a,,,label\n1,2,3,x\n4,5,6,y\n")
  }

  @Test(arguments: [
    "length,width,species\n1.5,-2,cat\n3e2,4,ant\n",
    "\u{feff}length,width,species\r\n1.5,-2,cat\r\n3e2,4,ant",
    "length;width;Species\n1.5;-2;\"cat\"\n\n300;4;ant\n\n",
    "species\tlength\twidth\ncat\t1.5\t-2\nant\t 3e2\t4\n",
    "\"length\",\"width\",\"CLASS\"\n\"1.5\",\"-2\",\"cat\"\n300,4,ant\n",
  ])
  func aColumnOfTheUsualNamesHoldsTheLabels(text: String) throws {
    let dataset = try read(text)
    #expect(dataset.layout == .columns(count: 2, names: ["length", "width"]))
    #expect(dataset.train.values.numbers == [1.5, -2, 300, 4])
    #expect(dataset.train.labels == RawLabels(words: ["cat", "ant"]))
    #expect(
      dataset.notes.count == 1
        && dataset.notes[0].description.lowercased().hasPrefix("labels are those of column"))
  }

  @Test func theColumnOfLabelsMayBeSaid() throws {
    let text = "a,b,target\n1,7,5\n2,8,6\n"
    #expect(try read(text) { $0.label = "b" }.train.labels == RawLabels(numbers: [7, 8]))
    #expect(try read(text) { $0.label = "A" }.train.values.numbers == [7, 5, 8, 6])
    #expect(try read("1,7\n2,8\n") { $0.label = "2" }.train.labels == RawLabels(numbers: [7, 8]))
    let error = #expect(throws: InputError.self) { try read(text) { $0.label = "tarqet" } }
    #expect(
      error?.kind == .usage && error?.advice == "did you mean \"target\"?" && error?.found == "a, b, target")
    for label in ["0", "3", "x"] {
      #expect(throws: InputError.self) { try read("1,7\n2,8\n") { $0.label = label } }
    }
  }

  @Test func aTableWithoutAHeaderMayHaveWordsAsLabels() throws {
    let dataset = try read("5.1,3.5,Iris-setosa\n4.9,3.0,Iris-virginica\n")
    #expect(dataset.layout == .columns(count: 2, names: nil))
    #expect(dataset.train.labels == RawLabels(words: ["Iris-setosa", "Iris-virginica"]))
    // What is called so is a header, though what follows is numbers.
    #expect(try read("label,0,1\ncat,5,6\nant,7,8\n").train.values.numbers == [5, 6, 7, 8])
  }

  @Test func anEmptyLabelIsNone() throws {
    let dataset = try read("a,label\n1,3\n2,\n4,-1\n5,3.0\n")
    #expect(dataset.train.labels == RawLabels(names: ["-1", "3"], classes: [1, -1, 0, 1]))
  }

  @Test func whatIsWrittenOtherwiseIsAnotherClass() throws {
    let cells = ["007", "7", "7.0", " a", "a ", "9007199254740993", "9007199254740992", "1e3"]
    let dataset = try read("a,label\n" + cells.map { "1,\($0)\n" }.joined())
    #expect(
      dataset.train.labels?.names == ["007", "1e3", "7", "9007199254740992", "9007199254740993", "a"])
    let minus = try read("a,label\n1,-1\n2,0\n3,1\n")
    #expect(minus.train.labels?.names == ["-1", "0", "1"])
    #expect(minus.notes.contains { $0.description.hasPrefix("\"-1\" is a class of its own") })
    #expect(try !read("a,label\n1,-1\n2,1\n").notes.contains { $0.description.hasPrefix("\"-1\" is") })
  }

  /// A word that stands for no value elsewhere is a class like any other here, and said to be.
  @Test(arguments: ["?", "NA", "nan", "None", "-"]) func aWordForNothingIsSaidToBeAClass(word: String) throws
  {
    let dataset = try read("a,label\n1,x\n2,\(word)\n3,y\n4,\n")
    #expect(dataset.train.labels?.names.contains(word) == true)
    #expect(
      dataset.notes.filter { $0.description.hasPrefix("\"\(word)\" is a class of its own here") }.count == 1)
    #expect(
      try !read("a,label\n1,x\n2,nay\n3,\n").notes.contains { $0.description.contains("of its own here") })
  }

  /// Columns that give the class away are named.
  @Test func columnsThatTellTooMuchAreSaid() throws {
    let index = try read(",a,label\n0,5,x\n1,6,y\n2,7,x\n")
    #expect(index.notes.contains { $0.description.hasPrefix("column 1 has no name and counts the rows") })
    #expect(
      try !read(",a,label\n0,5,x\n3,6,y\n2,7,x\n").notes.contains { $0.description.hasPrefix("column 1") })
    let two = try read("target,a,label\n0,5,x\n1,6,y\n")
    #expect(two.notes.contains { $0.description.hasPrefix("column \"target\" is taken as an input") })
  }

  @Test func withoutLabelsThereIsANote() throws {
    let dataset = try read("a,b\n1,2\n")
    #expect(dataset.train.labels == nil && dataset.notes.contains { $0.description.hasPrefix("no labels") })
  }

  @Test(arguments: [
    "", (["label"] + (0..<49).map { "pixel\($0)" }).joined(separator: ",") + "\n",
    (["label"] + (1...49).map { "pixel\($0)" }).joined(separator: ",") + "\n",
    (["label"] + (0..<49).map { "\($0 / 7 + 1)x\($0 % 7 + 1)" }).joined(separator: ",") + "\n",
    (["label"] + (0..<49).map { "\($0)" }).joined(separator: ",") + "\n",
  ])
  func tablesOfPixelsAreImages(header: String) throws {
    let dataset = try read(header + Self.line(7) + Self.line(2))
    #expect(dataset.layout == .image(height: 7, width: 7))
    #expect(dataset.train.values.bytes == Array(7..<56) + Array(2..<51))
    #expect(dataset.train.labels == RawLabels(numbers: [7, 2]))
  }

  @Test func otherColumnsAreNoImage() throws {
    // Whole numbers with names of their own; not whole; more than a byte.
    let names = (["label"] + (0..<49).map { "gene\($0)" }).joined(separator: ",") + "\n"
    #expect(try read(names + Self.line(1)).layout.title == "rows of 49 columns")
    #expect(try read(Self.line(1).replacing("49\n", with: "49.5\n")).layout.title == "rows of 49 columns")
    #expect(try read(Self.line(1).replacing("49\n", with: "256\n")).train.values.numbers?.last == 256)
    // The first column is no class: all 50 are numbers.
    let dataset = try read(Self.line(1).replacing("1,1,", with: "0.5,1,"))
    #expect(dataset.layout.title == "rows of 50 columns" && dataset.train.labels == nil)
    // Pixels that are no bytes stay numbers.
    let pixels = (0..<49).map { "pixel\($0)" }.joined(separator: ",") + "\n"
    let halves = try read(pixels + (0..<49).map { "\(Float($0) / 2)" }.joined(separator: ",") + "\n")
    #expect(halves.layout == .image(height: 7, width: 7) && halves.train.values.numbers?[1] == 0.5)
  }

  @Test func imagesAreTurnedWhenTheyLieTransposed() throws {
    let bytes = try read(Self.line(0)) { $0.isTransposed = true }.train.values.bytes
    let expected: [UInt8] = (0..<7).flatMap { row in (0..<7).map { column in 7 * column + row } }
    #expect(bytes == expected)
  }

  @Test(arguments: [
    ("mnist_train.csv", "mnist_test.csv"), ("train.csv", "test.csv"), ("my-train.tsv", "my-test.tsv"),
  ])
  func aTestPartLiesBeside(train: String, test: String) throws {
    let isTabbed = train.hasSuffix("tsv")
    func text(_ labels: Int...) -> String {
      let text = labels.map { Self.line($0) }.joined()
      return isTabbed ? text.replacing(",", with: "\t") : text
    }
    try folder.write(Array(text(4, 5).utf8), to: test)
    let dataset = try read(text(1, 2, 3), train)
    #expect(dataset.train.values.rows == 3 && dataset.test?.labels == RawLabels(numbers: [4, 5]))
    #expect(dataset.files.count == 2)
  }

  @Test func aTestPartWithoutLabelsIsLeftOut() throws {
    try folder.write(Array("a,b\n1,2\n".utf8), to: "test.csv")
    let dataset = try read("a,label,b\n1,0,2\n", "train.csv")
    #expect(
      dataset.test == nil
        && dataset.notes.contains { $0.description.hasSuffix("test.csv has no labels and is left out") }
    )
    try folder.write(Array(Self.line(1).dropFirst(2).utf8), to: "test.csv")
    #expect(try read(Self.line(1), "train.csv").test == nil)
  }

  @Test func aTestPartOfOtherColumnsIsRefused() throws {
    try folder.write(Array("b,a,label\n1,2,0\n".utf8), to: "test.csv")
    let error = #expect(throws: InputError.self) { try read("a,b,label\n1,2,0\n", "train.csv") }
    #expect(error?.advice.description.contains("belong together") == true)
  }

  @Test func labelsMayLieInAFileOfTheirOwn() throws {
    for part in ["train", "test"] {
      try folder.write(Array("1,2\n3,4\n".utf8), to: "X_\(part).csv")
      try folder.write(Array("label\ncat\nant\n".utf8), to: "y_\(part).csv")
    }
    let dataset = try #require(try ArrayDatasets.read(folder.url, ReadingOptions()))
    #expect(
      dataset.train.labels == RawLabels(words: ["cat", "ant"])
        && dataset.test?.labels?.names == ["ant", "cat"])
    #expect(dataset.files.count == 4)
    let path = try folder.write(Array("1\n0\n".utf8), to: "other.txt").path
    let said = try read("a,label\n1,5\n2,6\n") { $0.labels = path }
    #expect(said.train.labels == RawLabels(numbers: [1, 0]) && said.train.values.numbers == [1, 2])
  }

  @Test(.enabled(if: GzipReader.isAvailable)) func compressedTablesAreRead() throws {
    let url = try folder.write(gzip(Array("a,label\n1,0\n".utf8)), to: "t.csv.gz")
    #expect(try #require(try ArrayDatasets.read(url, ReadingOptions())).train.values.numbers == [1])
  }

  /// What tells cells apart is found in the first line that is not blank.
  @Test(arguments: ["\n", "\r\n\r\n", "\u{feff}\n\n"]) func blankLinesComeBeforeTheFirst(blank: String) throws
  {
    for separator in [";", "\t", ","] {
      let lines = ["a,b,label", "1,2,0", "3,4,1"].map { $0.replacing(",", with: separator) }
      let raw = try read(blank + lines.joined(separator: "\n") + "\n")
      #expect(raw.train.values.rows == 2 && raw.layout == .columns(count: 2, names: ["a", "b"]))
    }
  }

  /// A table, where it is wrong, what is found there, and a part of the advice.
  @Test(arguments: [
    ("a,b,label\n1,2,0\n1,0\n", ", line 3", "2", "mend the line"),
    ("a,b,label\n1,2,0\n1,2,3,0\n", ", line 3", "4", "mend the line"),
    ("a,b,label\n1,2,0\n1,,0\n", ", line 3", "an empty cell", "mean"),
    ("a,b,label\n1,2,0\n1,NaN,0\n", ", line 3", "\"NaN\"", "mean"),
    ("a,b,label\n1,2,0\n1,NA,0\n", ", line 3", "\"NA\"", "mean"),
    ("a,b,label\n1,2,0\n1,1e60,0\n", ", line 3", "\"1e60\"", "mean"),
    ("a,b,label\n1,2,0\n1,red,0\n", ", line 3", "\"red\"", "encode it as numbers"),
    ("a;b;label\n1;2;0\n1;2,5;0\n", ", line 3", "\"2,5\"", "with a point"),
    ("label,a\n\"c\nd\",0\n1,0\n2,x\n", ", line 5", "\"x\"", "encode"),
    ("a,label\n1,0\n1,0.5\n", "", "\"0.5\" for example 2", "not predicted"),
    ("a,label\n", "", "none", "intact"), ("", "", "an empty file", "intact"),
    ("\n\n", "", "blank lines", "intact"),
    ("label\n1\n", "", "none", "intact"), ("\u{feff}", "", "an empty file", "intact"),
  ])
  func whatIsWrongIsSaid(text: String, place: String, found: String, advice: String) {
    let error = #expect(throws: InputError.self) { try read(text) }
    #expect(error?.place.hasSuffix("table.csv" + place) == true, "\(error?.place ?? "")")
    #expect(error?.found.hasPrefix(found) == true, "\(error?.found ?? "")")
    #expect(error?.advice.description.contains(advice) == true, "\(error?.advice ?? "")")
  }

  @Test func theColumnIsNamed() {
    let named = #expect(throws: InputError.self) { try read("a,b c,label\n1,x,0\n") }
    #expect(named?.expected == "a finite number in column \"b c\"")
    let unnamed = #expect(throws: InputError.self) { try read("1,2\n1,x\n") }
    #expect(unnamed?.expected == "a finite number in column 2")
    for text in ["1e999", "-1e39", "4e38"] {
      let large = #expect(throws: InputError.self) { try read("a,label\n1,0\n\(text),0\n") }
      #expect(large?.expected.hasPrefix("a number of at most 3.4028235e+38") == true)
      #expect(large?.found == "\"\(text)\"")
    }
    let infinite = #expect(throws: InputError.self) { try read("a,label\n1,0\n-inf,0\n") }
    #expect(infinite?.expected == "a finite number in column \"a\"" && infinite?.found == "\"-inf\"")
  }

  /// A quote that is never closed would make one cell of all that follows; another encoding one class of two.
  @Test(arguments: [
    ("a,species\n1,cat\n2,\"ant\n3,cat\n", 3, "none in the rest of the file"),
    ("\"a,species\n1,cat\n", 1, "none in the rest of the file"),
    ("a,species\n1,cat\n2,\"", 3, "none in the rest of the file"),
  ])
  func aQuoteThatIsNeverClosedIsSaid(text: String, line: Int, found: String) throws {
    let error = #expect(throws: InputError.self) { try read(text) }
    #expect(error?.place.hasSuffix("table.csv, line \(line)") == true)
    #expect(error?.found == found)
  }

  @Test func otherEncodingsAreRefused() throws {
    for (bytes, found) in [([0xe9, 0x0a], "another encoding"), ([0x61, 0, 0x0a], "a byte 0")]
      as [([UInt8], String)]
    {
      let url = try folder.write(Array("a,species\n1,caf".utf8) + bytes, to: "table.csv")
      let error = #expect(throws: InputError.self) { try ArrayDatasets.read(url, ReadingOptions()) }
      #expect(error?.found == found)
      #expect(error?.advice == "save it again as UTF-8")
    }
  }

  @Test func aLineThatIsTooShortIsCalledSo() throws {
    let error = #expect(throws: InputError.self) { try read("a,b,species\n1,2,cat\n3,ant\n") }
    #expect(error?.expected == "3 cells, as in the first line")
    #expect(error?.found == "2")
  }

  /// What is at fault is the first line, not the next one.
  @Test func aCommentBeforeTheHeaderIsNamed() throws {
    let error = #expect(throws: InputError.self) { try read("# made by x\na,b,species\n1,2,cat\n") }
    #expect(error?.advice == "leave out the comment in the first line, which begins with #")
    #expect(error?.expected == "1 cell, as in the first line")
  }

  /// A comma between thousands is none of decimals.
  @Test func thousandsAreNotMadeDecimals() throws {
    let error = #expect(throws: InputError.self) { try read("a,species\n\"1,005\",cat\n") }
    #expect(error?.advice == "write decimals with a point, and nothing between thousands")
  }

  @Test func columnsAreKnownByTheirNames() throws {
    let own = Layout.columns(count: 2, names: ["a", "b"])
    #expect(throws: Never.self) { try own.requireColumns(of: own, by: "a model", at: "x.csv") }
    #expect(throws: Never.self) {
      try own.requireColumns(of: .columns(count: 2, names: nil), by: "a model", at: "x.csv")
    }
    for (names, advice) in [
      (["b", "a"], "put the columns in that order"), (["a", "c"], "give data with those"),
    ] {
      let error = #expect(throws: InputError.self) {
        try own.requireColumns(of: .columns(count: 2, names: names), by: "a model", at: "x.csv")
      }
      #expect(error?.advice.description.hasPrefix(advice) == true)
    }
  }

  @Test func utf16IsRefusedWithWhatToDo() throws {
    let url = try folder.write([0xff, 0xfe, 0x31, 0], to: "t.csv")
    let error = #expect(throws: InputError.self) { try ArrayDatasets.read(url, ReadingOptions()) }
    #expect(error?.found == "UTF-16")
  }

  /// Numbers of any kind in tables of any form come back.
  @Test(arguments: 0..<60) func numbersComeBack(seed: Int) throws {
    var numbers = SeededNumbers(seed: UInt64(seed))
    let (rows, columns) = (Int.random(in: 1...6, using: &numbers), Int.random(in: 1...4, using: &numbers))
    let values = (0..<rows * columns).map { _ in
      seed % 2 == 0
        ? Float(Int.random(in: -300...300, using: &numbers)) : Float.random(in: -1e9...1e9, using: &numbers)
    }
    let separator = [",", ";", "\t"][seed % 3]
    let lines = (0..<rows).map { row in
      (values[row * columns..<(row + 1) * columns].map { "\($0)" } + ["c\(row)"]).joined(separator: separator)
    }
    let header = ((0..<columns).map { "n\($0)" } + ["label"]).joined(separator: separator)
    let dataset = try read(([header] + lines).joined(separator: ["\n", "\r\n"][seed / 3 % 2]))
    #expect(dataset.train.values.numbers == values)
    #expect(dataset.train.labels == RawLabels(words: (0..<rows).map { "c\($0)" }))
  }
}
