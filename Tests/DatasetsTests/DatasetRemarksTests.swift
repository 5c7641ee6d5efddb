import Foundation
import StrataDatasets
import StrataFiles
import StrataLinearAlgebra
import Testing

@Suite("what is odd about a data set")
struct DatasetRemarksTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The remarks on training and test labels, with pixels of one value here and there.
  private func remarks(
    _ train: [UInt8], _ test: [UInt8], brightest: UInt8 = 255, validation: Int? = nil, limit: Int? = nil
  ) throws -> String {
    func pixels(_ labels: [UInt8], from first: Int = 0) -> [UInt8] {
      labels.enumerated().flatMap { index, label in
        // The last pixel tells examples apart, where pixels are such as one expects them.
        (0..<16).map {
          $0 == Int(label) ? brightest : $0 == 15 && brightest == 255 ? UInt8(first + index) : 0
        }
      }
    }
    try folder.write(
      idx(sizes: [UInt32(train.count), 4, 4], payload: pixels(train)), to: "d/train-images-idx3-ubyte")
    try folder.write(idx(sizes: [UInt32(train.count)], payload: train), to: "d/train-labels-idx1-ubyte")
    try folder.write(
      idx(sizes: [UInt32(test.count), 4, 4], payload: pixels(test, from: train.count)),
      to: "d/t10k-images-idx3-ubyte")
    try folder.write(idx(sizes: [UInt32(test.count)], payload: test), to: "d/t10k-labels-idx1-ubyte")
    return try Dataset.load(
      folder: folder.url.appendingPathComponent("d"),
      division: Division(rule: .last, validation: validation, limit: limit)
    ).remarks.map(\.description).joined(separator: "\n")
  }

  private let round = (0..<60).map { UInt8($0 % 10) }

  @Test("one as one expects it")
  func nothing() throws { #expect(try remarks(round, round).isEmpty) }

  @Test("three classes of ten that a label could name are no fault")
  func fewerClasses() throws {
    let three = (0..<60).map { UInt8($0 % 3) }
    #expect(try remarks(three, three).isEmpty)
  }

  @Test("a class that is missing from a part")
  func missing() throws {
    #expect(
      try remarks(round.filter { $0 != 7 }, round).contains("none of the training images is of the class 7"))
    #expect(
      try remarks(round, round.filter { $0 > 1 }).contains("none of the test images is of the classes 0, 1"))
    let late = round + [UInt8](repeating: 3, count: 10)
    #expect(
      try remarks(late, round, validation: 10).contains("none of the validation images is of the classes 0"))
    #expect(
      try remarks(round, round, limit: 4).contains("none of the training images is of the classes 4, 5"))
  }

  @Test("test examples that are copies of those to learn from, in training or validation")
  func copies() throws {
    func remarks(_ test: [[Float]]) throws -> String {
      let learned: [[Float]] = (0..<8).map { [Float($0), Float($0 * $0)] }
      let part = { (rows: [[Float]]) in
        try Dataset.Part(Matrix(rows), labels: rows.indices.map { Int32($0 % 2) })
      }
      return try Dataset(
        name: "own", train: part(Array(learned[..<5])), validation: part(Array(learned[5...])),
        test: part(test),
        classNames: ["a", "b"]
      ).remarks.map(\.description).joined(separator: "\n")
    }
    #expect(try !remarks([[1, 2], [4, 15], [16, 4]]).contains("the very numbers"))
    #expect(
      try remarks([[1, 2], [-0.0, 0], [6, 36]]).contains(
        "2 of the 3 test rows have the very numbers of others"))
    #expect(try remarks([[1, 1], [0, 2]]).contains("1 of the 2 test rows has the very numbers"))
  }

  private func remarks(_ rows: [[Float]], _ labels: [Int]) throws -> String {
    try Dataset(
      features: Matrix(rows), labels: labels, layout: .columns(count: rows[0].count, names: ["t", "x"]),
      division: Division(rule: .last, validation: 0, test: 2)
    ).remarks.map(\.description).joined(separator: "\n")
  }

  @Test("a column that 32 bits hardly tell apart")
  func precision() throws {
    let labels = (0..<40).map { $0 % 2 }
    func remark(_ offset: Float, _ step: Float) throws -> String {
      try remarks((0..<40).map { [offset + step * Float($0 % 7), Float($0 * 11 % 13)] }, labels)
    }
    for (offset, step) in [(1.7e9, 3), (1.7e9, 200), (1.6777e7, 1)] as [(Float, Float)] {
      #expect(try !remark(offset, step).contains("is the same in all"), "\(offset), \(step)")
      #expect(try remark(offset, step).contains("column \"t\" has numbers near"), "\(offset), \(step)")
    }
    for (offset, step) in [(1.7e9, 1e5), (5, 0), (0, 1e-20), (1.5e4, 1)] as [(Float, Float)] {
      #expect(try !remark(offset, step).contains("has numbers near"), "\(offset), \(step)")
    }
  }

  @Test("a column that alone tells the class: a code of it, or a number in the order of the classes")
  func giveaway() throws {
    let count = 90
    let noise = { (k: Int) in Float(k * 37 % 89) }
    let word = "column \"t\" alone tells the class"
    let mixed = (0..<count).map { $0 % 3 }
    #expect(try remarks((0..<count).map { [Float([20, 0, 10][$0 % 3]), noise($0)] }, mixed).contains(word))
    let sorted = (0..<count).map { $0 * 3 / count }
    #expect(try remarks((0..<count).map { [Float(1000 + $0), noise($0)] }, sorted).contains(word))
    // One row of another class between them is enough, and so is a number of two classes.
    #expect(try !remarks((0..<count).map { [Float($0), noise($0)] }, mixed).contains("alone tells"))
    let tied = (0..<count).map { [Float($0 == 31 ? 29 : $0), noise($0)] }
    #expect(try !remarks(tied, sorted).contains("alone tells"))
  }

  @Test("the same numbers with two classes")
  func contradictions() throws {
    let rows: [[Float]] = (0..<30).map { [Float($0 % 13) * 7, Float($0 * 11 % 17)] }
    let labels = (0..<30).map { $0 % 2 }
    let word = "have the very numbers of others and another class"
    #expect(try !remarks(rows + rows, labels + labels).contains(word))
    let swapped = labels.enumerated().map { $0.offset < 3 ? 1 - $0.element : $0.element }
    #expect(try remarks(rows + rows, labels + swapped).contains("6 rows \(word)"))
  }

  @Test("a column that counts the rows, in whatever order they lie")
  func index() throws {
    let labels = (0..<60).map { $0 * 7 % 11 % 2 }
    func remark(_ value: (Int) -> Float) throws -> Bool {
      let rows: [[Float]] = (0..<60).map { [value($0), Float($0 * 13 % 5) / 3] }
      return try remarks(rows, labels).contains("column \"t\" has another whole number in each row")
    }
    #expect(try remark { Float($0) } && remark { Float(1000 + $0 * 7 % 60) })
    #expect(try !remark { Float($0 * 3) } && !remark { Float($0) / 2 } && !remark { Float($0 / 2) })
  }

  @Test("of a model's own training numbers nothing is said of other ones")
  func otherEncoding() throws {
    let rows: [[Float]] = (0..<40).map { [Float($0 % 5), $0 < 30 ? 3 : 4] }
    let labels = (0..<40).map { $0 % 2 }
    func dataset(_ count: Int) throws -> Dataset {
      try Dataset(
        features: Matrix(Array(rows[..<count])), labels: Array(labels[..<count]),
        layout: .columns(count: 2, names: ["t", "x"]), division: Division(rule: .last, validation: 0, test: 2)
      )
    }
    let (all, part) = (try dataset(40), try dataset(30))
    let word = "1 of 2 columns is the same in all training rows"
    #expect(
      !all.remarks.map(\.description).joined().contains(word)
        && part.remarks.map(\.description).joined().contains(word))
    #expect(try part.read(as: all.encoding, by: "a model").remarks.map(\.description).joined().contains(word))
    #expect(
      try !all.read(as: part.encoding, by: "a model").remarks.map(\.description).joined().contains(word))
  }

  @Test("labels of which each is another")
  func names() throws {
    let rows = (0..<60).map { [Float($0 * 11 % 13), Float($0 * 7 % 5)] }
    #expect(
      try remarks(rows, (0..<60).map { $0 }).contains(
        "there are 60 classes of 60 rows, most of which have one"))
    #expect(try !remarks(rows, (0..<60).map { $0 % 20 }).contains("most of which have one"))
  }

  @Test("one class")
  func oneClass() throws {
    let same = [UInt8](repeating: 4, count: 30)
    #expect(try remarks(same, same).contains("all images are of one class, 4"))
  }

  @Test("files in the order of classes")
  func order() throws {
    let sorted = round.sorted()
    #expect(try remarks(sorted, round).contains("lie in the order of their classes"))
    #expect(try remarks(sorted.reversed(), round).contains("lie in the order of their classes"))
  }

  @Test("uneven classes")
  func uneven() throws {
    let uneven = round + [UInt8](repeating: 3, count: 30) + round
    #expect(
      try remarks(uneven, round, validation: 10).contains(
        "the classes are uneven: the smallest has 11 of the training images"))
  }

  @Test("numbers that are all the same, or of one example")
  func same() throws {
    func remarks(_ rows: [[Float]], validation: Int = 0) throws -> String {
      try Dataset(
        features: Matrix(rows), labels: rows.indices.map { $0 % 2 },
        division: Division(rule: .last, validation: validation, test: 1)
      ).remarks.map(\.description).joined(separator: "\n")
    }
    let same = "every number of the training rows is the same"
    #expect(try remarks([[7, 7], [7, 7], [7, 7], [3, 4]]).contains(same))
    #expect(try remarks([[1, 1], [1, 1], [1, 1], [0, 1]]).contains(same))
    #expect(try !remarks([[7, 8], [7, 8], [7, 8], [3, 4]]).contains(same))
    #expect(try remarks([[-2, 8], [7, 8]]).contains("there is one training row alone"))
  }

  @Test(
    "pixels that use little of their range are scaled, which is said", arguments: [0, 1, 16, 127] as [UInt8])
  func dark(brightest: UInt8) throws {
    let text = try remarks(round, round, brightest: brightest)
    #expect(
      text.contains(
        brightest == 0
          ? "all of them are black" : "numbers from 0.0 to \(Float(brightest)) brought to 0 … 1"))
  }

  @Test("images of another set than was asked for do not bear its name, wherever they lie")
  func otherName() throws {
    _ = try remarks(round, round)
    for name in ["d", "mnist"] {
      if name != "d" {
        try FileManager.default.moveItem(atPath: folder.url.path + "/d", toPath: folder.url.path + "/\(name)")
      }
      let data = try Dataset.load(.mnist, from: folder.url.appendingPathComponent(name))
      #expect(data.name == (name == "d" ? "d" : "not-mnist"))
      #expect(data.title == data.name)
      #expect(
        data.remarks.first?.description.contains("are not those of MNIST, so they are called \(data.name)")
          == true)
    }
  }

  @Test(
    "published images bear their name, by whatever name they were asked for",
    .enabled(if: IDXFile.readsGzip && ProcessInfo.processInfo.environment["MNIST_DIR"] != nil, "needs MNIST"))
  func ownName() throws {
    let place = URL(fileURLWithPath: ProcessInfo.processInfo.environment["MNIST_DIR"] ?? "")
    let asFolder = try Dataset.load(folder: place)
    #expect(asFolder.name == "mnist" && asFolder.isPublished && asFolder.remarks.isEmpty)
    let asFashion = try Dataset.load(.fashionMNIST, from: place)
    #expect(asFashion.name == "mnist" && asFashion.classNames == asFolder.classNames)
    #expect(
      asFashion.remarks.first?.description.contains("are not those of Fashion-MNIST, they are those of MNIST")
        == true)
  }
}
