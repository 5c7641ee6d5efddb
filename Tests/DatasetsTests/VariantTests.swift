import Foundation
import StrataFiles
import StrataLinearAlgebra
import Testing

@testable import StrataDatasets

/// The sets of Larochelle et al. 2007, by their definition.
struct VariantTests {
  private func shape(_ variant: Variant) throws -> RawDataset {
    ShapeVariants(
      variant, patches: try variant.hasPatches ? BackgroundPatches(nil, at: "") : nil
    ).made()
  }

  private func rows(_ part: RawDataset.Part, _ count: Int) -> [[Float]] {
    guard case .numbers(let numbers) = part.values else { return [] }
    return (0..<count).map { Array(numbers.elements[$0 * 784..<($0 + 1) * 784]) }
  }

  @Test func rectanglesAreOutlinesOfTheSideThatTheirClassSays() throws {
    let raw = try shape(.rectangles)
    #expect(
      [raw.train, try #require(raw.validation), try #require(raw.test)].map(\.values.rows) == [
        1000, 200, 50_000,
      ])
    let labels = try #require(raw.train.labels)
    for (number, image) in rows(raw.train, 300).enumerated() {
      let on = image.indices.filter { image[$0] == 1 }
      #expect(image.allSatisfy { $0 == 0 || $0 == 1 })
      let (rows, columns) = (on.map { $0 / 28 }, on.map { $0 % 28 })
      let height = (rows.max() ?? 0) - (rows.min() ?? 0) + 1
      let width = (columns.max() ?? 0) - (columns.min() ?? 0) + 1
      #expect(abs(height - width) >= 3)
      #expect(labels.names[Int(labels.classes[number])] == (width > height ? "wider" : "taller"))
      // Nothing but the edge.
      let edge = height == 1 || width == 1 ? height * width : 2 * (height + width) - 4
      #expect(on.count == edge)
    }
  }

  @Test func regionsAreConvexWhereTheirClassSaysSo() throws {
    let raw = try shape(.convex)
    let labels = try #require(raw.train.labels)
    for (number, image) in rows(raw.train, 200).enumerated() {
      let region = image.map { $0 == 1 }
      #expect(ShapeVariants.isConvex(region) == (labels.names[Int(labels.classes[number])] == "convex"))
      #expect(region.count { $0 } >= 20)
    }
    // A bar is convex, a cross is not, and neither are two dots far apart.
    func drawn(_ isOn: (Int, Int) -> Bool) -> Bool {
      ShapeVariants.isConvex((0..<784).map { isOn($0 / 28, $0 % 28) })
    }
    #expect(drawn { row, column in (3...5).contains(row) && (2...20).contains(column) })
    #expect(!drawn { row, column in row == 10 || column == 10 })
    #expect(
      !drawn { row, column in (row, column) == (2, 2) || (row, column) == (2, 9) || (row, column) == (9, 2) })
  }

  /// A quarter turn moves every pixel to where it belongs, a whole one leaves it.
  @Test func imagesAreTurnedAboutTheirMiddle() {
    var image = [Float](repeating: 0, count: 784)
    for index in image.indices { image[index] = Float(index % 97) / 97 }
    let quarter = Rotation.turned(image, side: 28, by: .pi / 2)
    let whole = Rotation.turned(image, side: 28, by: 2 * .pi)
    for row in 1..<27 {
      for column in 1..<27 {
        #expect(abs(whole[row * 28 + column] - image[row * 28 + column]) < 1e-4)
        #expect(abs(quarter[row * 28 + column] - image[column * 28 + 27 - row]) < 1e-4)
      }
    }
  }

  private func mnist(_ count: Int) -> RawDataset {
    // 70,000 images that hold their number.
    let bytes = (0..<count * 784).map { UInt8(truncatingIfNeeded: $0 / 784) }
    let raw = RawDataset.Part(
      .bytes(ByteMatrix(rows: count, columns: 784, bytes)),
      labels: RawLabels(names: (0..<10).map(String.init), classes: (0..<count).map { Int32($0 % 10) }))
    return RawDataset(layout: .image(height: 28, width: 28), train: raw)
  }

  /// Of a folder that is not MNIST nothing is made.
  @Test func fewerImagesAreRefused() throws {
    let folder = try TemporaryFolder()
    func idx(_ dimensions: [Int]) -> Data {
      var bytes: [UInt8] = [0, 0, 8, UInt8(dimensions.count)]
      for size in dimensions {
        bytes += (0..<4).reversed().map { UInt8(truncatingIfNeeded: size >> (8 * $0)) }
      }
      return Data(bytes + [UInt8](repeating: 1, count: dimensions.reduce(1, *)))
    }
    for (name, count) in [("train", 20), ("t10k", 10)] {
      try idx([count, 28, 28]).write(to: folder.url.appending(path: "\(name)-images-idx3-ubyte"))
      try idx([count]).write(to: folder.url.appending(path: "\(name)-labels-idx1-ubyte"))
    }
    let error = #expect(throws: InputError.self) {
      try Dataset.load(.variant(.rotated), from: folder.url, LoadingOptions(), environment: [:])
    }
    #expect(error?.found.hasPrefix("30, ") == true, "\(error?.found ?? "")")
  }

  @Test func digitsKeepTheirLabelsAndComeOnce() throws {
    let made = DigitVariants(.basic, of: mnist(62_000), patches: nil).made()
    let parts = [made.train, try #require(made.validation), try #require(made.test)]
    #expect(parts.map(\.values.rows) == [10_000, 2_000, 50_000])
    let classes = parts.compactMap { $0.labels?.classes }.joined()
    #expect((0..<10).allSatisfy { digit in classes.count { $0 == digit } == 6200 })
    #expect(rows(made.train, 50).allSatisfy { $0.allSatisfy { (0...1).contains($0) } })
  }

  /// What stands behind fills what is dark, and leaves what is white.
  @Test func backgroundsStandBehind() throws {
    let images = mnist(62_000)
    let plain = rows(DigitVariants(.basic, of: images, patches: nil).made().train, 40)
    let patches = try BackgroundPatches(nil, at: "")
    for (variant, patches) in [(Variant.onNoise, nil), (.onImages, patches)]
      as [(Variant, BackgroundPatches?)]
    {
      let made = rows(DigitVariants(variant, of: images, patches: patches).made().train, 40)
      for (before, after) in zip(plain, made) {
        #expect(zip(before, after).allSatisfy { $0 <= $1 + 1e-6 && $1 <= 1 })
        if before[0] < 0.5 { #expect(Set(after).count > 20) }
      }
    }
  }

  @Test func theFilesOfTheSetsAreRead() throws {
    let folder = try TemporaryFolder()
    func line(_ number: Int) -> String {
      // Column by column: pixel (row, column) holds row + column / 100.
      let pixels = (0..<784).map { (index: Int) -> String in
        let (row, column) = (Float(index % 28), Float(index / 28))
        return "\(row + column / 100 + Float(number))"
      }
      return pixels.joined(separator: " ") + "  \(number % 3)"
    }
    try Data((0..<12).map(line).joined(separator: "\n").utf8).write(
      to: folder.url.appending(path: "set_train_valid.amat"))
    try Data((0..<5).map { "   " + line($0) }.joined(separator: "\r\n").utf8).write(
      to: folder.url.appending(path: "set_test.amat"))
    for path in [folder.url.appending(path: "set_train_valid.amat"), folder.url] {
      let raw = try #require(try AmatDataset.read(path, ReadingOptions()))
      #expect(raw.train.values.rows == 12 && raw.test?.values.rows == 5)
      // A run remembers by them where its data lie.
      #expect(
        raw.files.map { URL(filePath: $0.path).lastPathComponent } == [
          "set_train_valid.amat", "set_test.amat",
        ])
      #expect(Set(raw.files.map(\.sha256)).count == 2 && raw.files.allSatisfy { $0.sha256.count == 64 })
      let image = rows(raw.train, 2)[1]
      #expect(abs(image[3 * 28 + 7] - (3 + 0.07 + 1)) < 1e-5)
      let labels = try #require(raw.train.labels)
      #expect(labels.classes.prefix(4).map { labels.names[Int($0)] } == ["0", "1", "2", "0"])
    }
    var options = ReadingOptions()
    options.isTransposed = false
    let asWritten = try #require(try AmatDataset.read(folder.url.appending(path: "set_test.amat"), options))
    #expect(abs(rows(asWritten.train, 1)[0][3 * 28 + 7] - (7 + 0.03)) < 1e-5)
    let dataset = try Dataset.load(.path(folder.url), from: nil, LoadingOptions(), environment: [:])
    #expect((dataset.train.count, dataset.validation.count, dataset.test.count) == (10, 2, 5))
  }

  @Test(arguments: [
    "1 2 3", "", "x " + String(repeating: "0 ", count: 784), String(repeating: "0 ", count: 784) + "0.5",
  ])
  func whatIsNoExampleIsNamed(text: String) throws {
    let folder = try TemporaryFolder()
    try Data(text.utf8).write(to: folder.url.appending(path: "bad.amat"))
    let error = #expect(throws: InputError.self) {
      try AmatDataset.read(folder.url.appending(path: "bad.amat"), ReadingOptions())
    }
    #expect(error?.kind == .malformedData)
  }
}
