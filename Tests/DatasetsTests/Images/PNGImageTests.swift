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

    /// Luminance is a sum of linear light with Rec. 709's weights, 0.2126, 0.7152 and 0.0722, as sRGB.
    @Test func coloursBecomeTheirLuminance() throws {
      let image = try Self.image("colours")
      #expect(image.width == 3 && image.height == 2)
      func encoded(_ light: Float) -> Float { 1.055 * pow(light, 1 / 2.4) - 0.055 }
      let expected: [Float] = [1, 0, 128 / 255, encoded(0.2126), encoded(0.7152), encoded(0.0722)]
      #expect(zip(image.pixels, expected).allSatisfy { abs($0 - $1) < 0.006 }, "\(image.pixels)")
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
