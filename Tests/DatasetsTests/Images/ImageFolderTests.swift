import Foundation
import StrataLinearAlgebra
import Testing

@testable import StrataDatasets
@testable import StrataFiles

#if STRATA_PNG && STRATA_JPEG
  /// Folders of folders of pictures.
  struct ImageFolderTests {
    /// A folder with pictures of one shade at these paths; the shade is the number before the suffix.
    private static func folder(_ paths: String..., side: Int = 3) throws -> TemporaryFolder {
      let folder = try TemporaryFolder()
      for path in paths { try add(path, to: folder, side: side) }
      return folder
    }

    private static func add(_ path: String, to folder: TemporaryFolder, side: Int = 3) throws {
      let name = path.split(separator: "/").last?.split(separator: ".").first ?? ""
      let shade = UInt8(name) ?? 0
      let picture = Picture(width: side, height: side, pixels: [UInt8](repeating: shade, count: side * side))
      try folder.write(png(picture), to: path)
    }

    /// Reads a folder, which is there until that is done.
    private static func read(
      _ folder: TemporaryFolder, _ options: ReadingOptions = ReadingOptions()
    ) throws -> RawDataset? {
      try withExtendedLifetime(folder) { try ImageFolder.read(folder.url, options) }
    }

    private static func sized(_ height: Int, _ width: Int) -> ReadingOptions {
      var options = ReadingOptions()
      options.imageSize = .init(height: height, width: width)
      return options
    }

    /// The shades of a part's pictures, each of one shade.
    private static func shades(_ part: RawDataset.Part?) -> [UInt8] {
      guard case .bytes(let rows)? = part?.values else { return [] }
      return (0..<rows.rows).compactMap { rows.row($0).first }
    }

    @Test func aFolderIsAClass() throws {
      let folder = try Self.folder("b/1.png", "a/3.png", "b/2.png", "a/deeper/4.png")
      let data = try #require(try Self.read(folder))
      #expect(data.layout == .image(height: 3, width: 3))
      #expect(data.classNames == ["a", "b"])
      #expect(Self.shades(data.train) == [3, 4, 1, 2])
      #expect(data.train.labels?.classes == [0, 0, 1, 1])
      #expect(data.validation == nil && data.test == nil && data.notes.isEmpty)
      #expect(data.preparation == ImagePreparation(height: 3, width: 3))
    }

    @Test func numbersAreSortedByValue() throws {
      let folder = try Self.folder("10/1.png", "9/2.png", "007/3.png")
      let data = try #require(try Self.read(folder))
      #expect(data.classNames == ["007", "9", "10"])
      #expect(data.train.labels?.classes == [0, 2, 1])
    }

    @Test(arguments: [
      ("train", "val", "test"), ("TRAIN", "Valid", "Testing"), ("Training", "validation", "TEST"),
    ])
    func partsHaveFoldersOfTheirOwn(train: String, validation: String, test: String) throws {
      let folder = try Self.folder(
        "\(train)/a/1.png", "\(train)/b/2.png", "\(validation)/b/3.png", "\(test)/a/4.png", "\(test)/c/5.png",
        "unlabelled/6.png", "\(train)/7.png")
      let data = try #require(try Self.read(folder))
      #expect(data.classNames == ["a", "b", "c"])
      #expect(Set(Self.shades(data.train)) == [1, 2, 6, 7])
      #expect(Self.shades(data.validation) == [3])
      #expect(data.validation?.labels?.classes == [1])
      #expect(Self.shades(data.test) == [4, 5])
      #expect(data.test?.labels?.classes == [0, 2])
      #expect(data.train.labels?.classes.count { $0 == RawLabels.none } == 2)
      #expect(data.notes.contains { $0.description.contains("2 of 7 pictures have no label") })
    }

    @Test func theClassOfTrainsIsNoPart() throws {
      let folder = try Self.folder("train/1.png", "bus/2.png")
      #expect(try Self.read(folder)?.classNames == ["bus", "train"])
    }

    @Test func picturesWithoutFoldersHaveNoLabels() throws {
      let folder = try Self.folder("2.png", "1.png")
      let data = try #require(try Self.read(folder))
      #expect(Self.shades(data.train) == [1, 2])
      #expect(data.train.labels == nil && data.classNames == nil)
      #expect(data.notes.contains { $0.description.contains("none has a label") })
    }

    @Test func picturesBesideClassesHaveNoLabel() throws {
      let folder = try Self.folder("a/2.png", "1.png", "b/3.png", "Unlabeled/deep/4.png")
      let data = try #require(try Self.read(folder))
      #expect(Self.shades(data.train) == [1, 4, 2, 3])
      #expect(data.train.labels?.classes == [-1, -1, 0, 1])
      #expect(data.notes.contains { $0.description.hasPrefix("2 of 4 pictures have no label") })
    }

    @Test func aFolderThatOnlyWrapsIsLookedThrough() throws {
      let folder = try Self.folder("photos/photos/a/1.png", "photos/photos/b/2.png")
      let data = try #require(try Self.read(folder))
      #expect(data.classNames == ["a", "b"])
      #expect(data.notes.contains { $0.description.contains("photos/photos") })
    }

    @Test func oneClassGetsWords() throws {
      let data = try #require(try Self.read(try Self.folder("cats/1.png", "cats/2.png")))
      #expect(data.classNames == ["cats"])
      #expect(data.notes.contains { $0.description.contains("one class only, cats") })
    }

    @Test func whatIsNoFolderOfPicturesIsNone() throws {
      let folder = try TemporaryFolder()
      #expect(try Self.read(folder) == nil)
      try folder.write([1, 2], to: "a/data.bin")
      try folder.write([1, 2], to: "table.csv")
      #expect(try Self.read(folder) == nil)
      #expect(try ImageFolder.read(folder.url.appending(path: "table.csv")) == nil)
      #expect(try ImageFolder.read(folder.url.appending(path: "nothing")) == nil)
    }

    @Test func whatLiesAroundIsPassedOverAndCounted() throws {
      let folder = try Self.folder("a/1.png", "b/2.png")
      for name in [
        "a/Thumbs.db", "b/desktop.ini", "b/.DS_Store", "README.md", "labels.csv", "a/x.TXT", "setup.bin",
      ] {
        try folder.write([1], to: name)
      }
      try folder.write([1], to: "notes/words.json")
      try folder.write([1], to: ".hidden/3.png")
      let data = try #require(try Self.read(folder))
      #expect(Self.shades(data.train) == [1, 2])
      #expect(
        data.notes.contains { $0.description.hasPrefix("8 files that are no pictures were passed over") })
      #expect(data.notes.contains { $0.description.contains("the folder notes") })
    }

    @Test func anEmptyClassIsAnErrorWhereItIsToBeLearnt() throws {
      let folder = try Self.folder("a/1.png", "b/2.png")
      try FileManager.default.createDirectory(
        at: folder.url.appending(path: "c"), withIntermediateDirectories: true)
      let error = try #require(throws: InputError.self) { try Self.read(folder) }
      #expect(error.place.hasSuffix("/c"))
      let parts = try Self.folder("train/a/1.png", "test/b/2.png")
      try FileManager.default.createDirectory(
        at: parts.url.appending(path: "test/a"), withIntermediateDirectories: true)
      #expect(try Self.read(parts)?.notes.contains("the folder test/a is empty") == true)
    }

    @Test func nothingToTrainOnAndTwoOfAPartAreErrors() throws {
      let error = try #require(throws: InputError.self) {
        try Self.read(try Self.folder("test/a/1.png", "val/a/2.png"))
      }
      #expect(error.kind == .missingInput && error.advice.description.contains("train/CLASS"))
      let twins = try #require(throws: InputError.self) {
        try Self.read(try Self.folder("train/a/1.png", "val/a/2.png", "valid/a/3.png"))
      }
      #expect(twins.found == "val and valid")
    }

    @Test func severalSizesAskForOne() throws {
      let folder = try Self.folder("a/1.png", "a/2.png", "a/3.png", "b/4.png")
      try Self.add("b/5.png", to: folder, side: 5)
      try Self.add("a/6.png", to: folder, side: 4)
      try Self.add("b/7.png", to: folder, side: 5)
      let error = try #require(throws: InputError.self) { try Self.read(folder) }
      #expect(error.found == "4 of 3 × 3, 2 of 5 × 5, 1 of 4 × 4")
      #expect(error.advice.description.contains("bring them to one: 3 × 3"))
      let data = try #require(try Self.read(folder, Self.sized(2, 3)))
      #expect(data.layout == .image(height: 2, width: 3))
      #expect(Self.shades(data.train) == [1, 2, 3, 6, 4, 5, 7])
      #expect(data.notes.contains("7 of 7 pictures were brought to 2 × 3"))
      #expect(throws: InputError.self) { try Self.read(folder, Self.sized(0, 3)) }
      #expect(throws: InputError.self) { try Self.read(folder, Self.sized(1 << 40, 3)) }
    }

    @Test func theFirstOfManyFailuresIsNamedAndAllAreCounted() throws {
      let folder = try Self.folder("a/1.png", "b/2.png")
      for name in 3..<10 { try folder.write(Array("GIF89a".utf8), to: "a/\(name).gif") }
      let error = try #require(throws: InputError.self) { try Self.read(folder) }
      #expect(error.place.hasSuffix("a/3.gif"))
      #expect(error.found.contains("a GIF picture") && error.found.contains("7 of 9 files cannot be read"))
      #expect(error.found.contains("7.gif and 2 more"))
      try FileManager.default.removeItem(at: folder.url.appending(path: "b"))
      for name in 4..<10 {
        try FileManager.default.removeItem(at: folder.url.appending(path: "a/\(name).gif"))
      }
      try FileManager.default.createSymbolicLink(
        at: folder.url.appending(path: "a/4.png"), withDestinationURL: folder.url.appending(path: "gone"))
      #expect(
        try #require(throws: InputError.self) { try Self.read(folder) }.found.contains("2 of 3"))
    }

    @Test func linksInACircleComeToAnEnd() throws {
      let folder = try Self.folder("a/1.png", "b/2.png")
      func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(
          at: folder.url.appending(path: name), withDestinationURL: folder.url.appending(path: target))
      }
      try link("a/self", to: "a")
      try link("a/up", to: ".")
      try link("b/across", to: "a")
      let data = try #require(try Self.read(folder))
      #expect(Self.shades(data.train) == [1, 1, 2] || Self.shades(data.train) == [1, 2, 1])
      let lonely = try TemporaryFolder()
      try FileManager.default.createSymbolicLink(
        at: lonely.url.appending(path: "x"), withDestinationURL: lonely.url)
      #expect(try Self.read(lonely) == nil)
    }

    @Test func colourAndBlankSheetsAreNoted() throws {
      let folder = try Self.folder("a/1.png", "b/2.png", side: 16)
      try folder.write(ExpectedPicture.bytes("colour-444.jpg"), to: "a/photo.jpg")
      try folder.write(png(.scribble(seed: 1)), to: "b/3.png")
      var options = Self.sized(28, 28)
      options.fit = .mnist
      let data = try #require(try Self.read(folder, options))
      #expect(data.notes.contains("colour was made grey in 1 of 4 pictures"))
      #expect(
        data.notes.contains {
          $0.description.hasPrefix("on 3 of 4 pictures nothing is drawn")
            && $0.description.hasSuffix("a/1.png, a/photo.jpg, b/2.png")
        })
      #expect(data.preparation?.fit == .mnist)
    }

    /// The hash is that of `sha256sum`'s lines in the order of the paths, so anybody can make it.
    @Test func theHashIsThatOfPathsAndContents() throws {
      let folder = try Self.folder("a/1.png", "b/2.png")
      let first = try #require(try Self.read(folder)).files
      #expect(first.map(\.path) == [folder.url.path])
      let process = Process()
      process.executableURL = URL(filePath: "/bin/sh")
      process.arguments = ["-c", "sha256sum a/1.png b/2.png | sha256sum"]
      process.currentDirectoryURL = folder.url
      let pipe = Pipe()
      process.standardOutput = pipe
      try process.run()
      let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      #expect(first.first.map { output.hasPrefix($0.sha256) } == true)
      try FileManager.default.moveItem(
        at: folder.url.appending(path: "a/1.png"), to: folder.url.appending(path: "a/3.png"))
      #expect(try Self.read(folder)?.files != first)
    }

    /// Whatever thread reads it, a picture stands in its own row.
    @Test func theOrderIsThatOfThePaths() throws {
      let folder = try TemporaryFolder()
      for index in 0..<200 {
        let name = String(format: "%03d", index)
        let picture = Picture(width: 2, height: 1, pixels: [UInt8(index), 255 - UInt8(index)])
        try folder.write(png(picture), to: "class \(index % 3)/\(name).png")
      }
      let data = try #require(try Self.read(folder))
      let expected = (0..<3).flatMap { label in (0..<200).filter { $0 % 3 == label }.map { UInt8($0) } }
      #expect(Self.shades(data.train) == expected)
    }

    @Test func picturesForPredictionStandInTheOrderOfTheirPaths() throws {
      let folder = try Self.folder("x/2.png", "x/1.png", "x/y/3.png", "9.png")
      try folder.write([1], to: "x/labels.txt")
      let preparation = ImagePreparation(height: 2, width: 2)
      let urls = [folder.url.appending(path: "9.png"), folder.url.appending(path: "x")]
      #expect(try Pictures.files(urls).map(\.lastPathComponent) == ["9.png", "1.png", "2.png", "3.png"])
      let rows = try Pictures.rows(urls, preparation)
      #expect(rows.rows == 4 && rows.columns == 4)
      #expect(Array(rows.bytes) == [9, 9, 9, 9, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3])
      #expect(try Pictures.rows([], preparation).rows == 0)
      let missing = folder.url.appending(path: "none.png")
      #expect(
        try #require(throws: InputError.self) { try Pictures.rows([missing], preparation) }.kind
          == .missingInput)
      let empty = try TemporaryFolder()
      #expect(throws: InputError.self) { try Pictures.rows([empty.url], preparation) }
    }
  }
#endif
