import StrataDatasets
import StrataFiles
import StrataLinearAlgebra
import Testing

/// Data of one's own that cannot be what they are said to be.
struct OwnDatasetTests {
  private static let labels: [Int?] = (0..<12).map { $0 % 2 }

  private func matrix(_ odd: Float = 0.5) -> Matrix {
    var numbers = (0..<48).map { Float($0) / 48 }
    numbers[4 * 3 + 2] = odd
    return Matrix(rows: 12, columns: 4, numbers)
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity]) func numbersAreFinite(odd: Float) {
    let error = #expect(throws: InputError.self) {
      try Dataset(features: matrix(odd), labels: Self.labels)
    }
    #expect(error?.place == "features")
    #expect(error?.found == "\(odd) in row 3, column 2, both counted from 0")
  }

  @Test(
    arguments: [
      .columns(count: 4, names: ["a"]), .columns(count: 4, names: Array(repeating: "a", count: 40)),
      .columns(count: 3, names: nil), .image(height: -2, width: -2), .image(height: 0, width: 4),
      .image(height: 2, width: 3), .image(height: .max, width: 2),
    ] as [Layout])
  func aLayoutIsThatOfTheColumns(layout: Layout) throws {
    let error = #expect(throws: InputError.self) {
      try Dataset(features: matrix(), labels: Self.labels, layout: layout)
    }
    #expect(error?.place == "layout")
    let part = try Dataset.Part(matrix(), labels: Self.labels.map { Int32($0 ?? -1) })
    let ofParts = #expect(throws: InputError.self) {
      try Dataset(name: "own", train: part, classNames: ["cat", "dog"], layout: layout)
    }
    #expect(ofParts?.place == "layout")
  }

  @Test(arguments: [["cat", "cat"], ["", ""], ["cat", "dog", "cat"]])
  func eachClassHasANameOfItsOwn(names: [String]) {
    let error = #expect(throws: InputError.self) {
      try Dataset(features: matrix(), labels: Self.labels, classNames: names)
    }
    #expect(error?.found == "\"\(names[0])\" more than once")
    let ofParts = #expect(throws: InputError.self) {
      try Dataset(
        name: "own", train: Dataset.Part(matrix(), labels: Self.labels.map { Int32($0 ?? -1) }),
        classNames: names)
    }
    #expect(ofParts?.place == "classNames")
  }

  @Test func labelsWithoutClassesAreRefused() {
    let error = #expect(throws: InputError.self) {
      try Dataset(features: matrix(), labels: Self.labels, classNames: [])
    }
    #expect(error?.expected == "none, as no class has a name")
  }

  @Test func whatIsRightIsTaken() throws {
    let layout = Layout.columns(count: 4, names: ["a", "b", "c", "d"])
    let dataset = try Dataset(
      features: matrix(), labels: Self.labels, classNames: ["cat", "dog"], layout: layout)
    #expect(dataset.encoding.layout == layout)
  }
}
