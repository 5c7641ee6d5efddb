import Foundation
import StrataLinearAlgebra
import Testing

@testable import StrataDatasets
@testable import StrataFiles

#if STRATA_PNG
  /// PNG files as grey images, and folders of them.
  struct PNGImageTests {
    private static func fixture(_ name: String) throws -> URL {
      try #require(Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: "png"))
    }

    private static func image(_ name: String) throws -> GreyImage {
      try PNGImage(contentsOf: fixture(name)).image
    }

    @Test func greysAreWhatTheyAre() throws {
      #expect(try Self.image("greys") == GreyImage(width: 3, height: 1, pixels: [0, 0.2, 1]))
    }

    /// ITU-R BT.601's luma: 0.299 of red, 0.587 of green, 0.114 of blue.
    @Test func coloursBecomeTheirLuma() throws {
      let image = try Self.image("colours")
      #expect(image.width == 3 && image.height == 2)
      #expect(image.pixels == [255, 0, 128, 76, 150, 29].map { Float($0) / 255 })
    }

    @Test func whatIsTransparentIsWhite() throws {
      #expect(try Self.image("see-through").pixels == [1, 0])
    }

    @Test func everyCutAndEveryFlippedByteIsSurvived() throws {
      let file = try Data(contentsOf: Self.fixture("colours"))
      for length in 0..<file.count - 16 {
        #expect(throws: InputError.self) { try PNGImage(file.prefix(length), at: "a.png") }
      }
      for index in 0..<file.count {
        var damaged = file
        damaged[index] ^= 0xFF
        do {
          let image = try PNGImage(damaged, at: "a.png").image
          #expect(image.width == 3 && image.height == 2)
        } catch let error as InputError {
          #expect(error.place == "a.png")
        }
      }
    }

    @Test func aFolderIsReadInTheOrderOfItsNames() throws {
      let folder = try TemporaryFolder()
      try folder.write([UInt8](try Data(contentsOf: Self.fixture("greys"))), to: "b.png")
      try folder.write([UInt8](try Data(contentsOf: Self.fixture("colours"))), to: "a.PNG")
      try folder.write([1, 2, 3], to: "notes.txt")
      #expect(try ImageFiles.read(folder.url).map(\.height) == [2, 1])
      #expect(try ImageFiles.read(folder.url.appendingPathComponent("b.png")).map(\.width) == [3])
      try folder.write([1, 2, 3], to: "c.png")
      let error = #expect(throws: InputError.self) { try ImageFiles.read(folder.url) }
      #expect(error?.place.hasSuffix("c.png") == true)
    }

    @Test func aFolderWithoutImagesAndNothingAtAllAreErrors() throws {
      let folder = try TemporaryFolder()
      #expect(throws: InputError.self) { try ImageFiles.read(folder.url) }
      let error = #expect(throws: InputError.self) {
        try ImageFiles.read(folder.url.appendingPathComponent("none"))
      }
      #expect(error?.kind == .missingInput)
    }
  }
#endif
