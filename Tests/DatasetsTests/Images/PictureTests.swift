import Foundation
import StrataLinearAlgebra
import Testing

@testable import StrataDatasets
@testable import StrataFiles

#if STRATA_PNG && STRATA_JPEG
  /// Every kind of PNG and JPEG file as shades of grey; the fixtures are made by `make_pictures.py`.
  struct PictureTests {
    @Test func thereAreFixtures() {
      #expect(ExpectedPicture.all.count >= 49)
    }

    @Test(arguments: ExpectedPicture.all.keys.sorted()) func everyKindIsRead(name: String) throws {
      let expected = try #require(ExpectedPicture.all[name])
      let picture = try Picture(contentsOf: ExpectedPicture.folder.appending(path: name))
      #expect(picture.height == expected.height && picture.width == expected.width)
      #expect(picture.isColour == expected.colour)
      // Of a PNG file they are Pillow's to the byte; another library may decode a JPEG file otherwise.
      let tolerance = name.hasSuffix("jpg") ? 4 : 0
      let difference = zip(picture.pixels, expected.greys).map { abs(Int($0) - Int($1)) }.max()
      #expect(try #require(difference) <= tolerance)
      let size = try Picture.size(bytes: ExpectedPicture.bytes(name), at: name)
      #expect(size.height == expected.height && size.width == expected.width)
    }

    @Test(arguments: 1...8) func everyOrientationIsTheSamePicture(orientation: Int) throws {
      let upright = try Picture(bytes: ExpectedPicture.bytes("grey-8.png"), at: "")
      #expect(try Picture(bytes: ExpectedPicture.bytes("orientation-\(orientation).png"), at: "") == upright)
      let photo = try Picture(bytes: ExpectedPicture.bytes("orientation-\(orientation).jpg"), at: "")
      #expect(photo.height == upright.height && photo.width == upright.width)
      #expect(meanDifference(photo.pixels, upright.pixels) < 2)
    }

    @Test func whatIsOddButWholeIsReadLikeWhatIsNot() throws {
      let plain = try Picture(bytes: ExpectedPicture.bytes("colour-444.jpg"), at: "")
      for name in ["extraneous.jpg", "more-after-the-end.jpg", "other-jfif.jpg"] {
        #expect(try Picture(bytes: ExpectedPicture.bytes(name), at: "") == plain, "\(name)")
      }
    }

    @Test(arguments: [
      ("empty.png", "an empty file"), ("gif.png", "a GIF picture"), ("text.jpg", "first bytes 6e 6f 20 70"),
      ("bomb.jpg", "20000 × 20000"), ("bomb.png", "20000 × 20000"), ("zero.jpg", "0 × 0"), ("zero.png", ""),
      ("sixteen-million.jpg", "cannot hold so many"),
      ("twelve-bits.jpg", "12 bits"), ("arithmetic.jpg", "arithmetic coding"), ("lossless.jpg", "lossless"),
      ("cut-in-the-pixels.jpg", ""), ("cut-before-the-end.jpg", ""), ("cut-in-the-header.jpg", "ends before"),
      ("pixels-missing.jpg", ""), ("a-marker-in-the-pixels.jpg", ""), ("cut.png", ""), ("damaged.png", ""),
    ]) func whatIsNoneIsRefused(name: String, words: String) throws {
      let url = ExpectedPicture.folder.appending(path: "refused/\(name)")
      let error = try #require(throws: InputError.self) { try Picture(contentsOf: url) }
      #expect(error.kind == .malformedData)
      #expect(error.place == url.path)
      #expect(words.isEmpty || error.found.contains(words), "\(error)")
    }

    @Test func theNameDoesNotMatter() throws {
      let folder = try TemporaryFolder()
      let url = try folder.write(ExpectedPicture.bytes("grey-8.png"), to: "really.jpg")
      #expect(try Picture(contentsOf: url).pixels == ExpectedPicture.all["grey-8.png"]?.greys)
      let error = try #require(throws: InputError.self) { try Picture(contentsOf: folder.url) }
      #expect(error.expected == "a file")
    }

    @Test(arguments: ["colour-420.jpg", "colour-progressive.jpg", "orientation-6.jpg", "grey.jpg"])
    func everyCutIsRefusedAndEveryFlippedByteSurvived(name: String) throws {
      let file = try ExpectedPicture.bytes(name)
      for length in file.indices {
        #expect(throws: InputError.self) { try Picture(bytes: Array(file.prefix(length)), at: "a.jpg") }
      }
      for index in file.indices {
        var damaged = file
        damaged[index] ^= 0xff
        do {
          let picture = try Picture(bytes: damaged, at: "a.jpg")
          #expect(picture.pixels.count == picture.width * picture.height)
        } catch let error as InputError {
          #expect(error.place == "a.jpg")
        }
      }
    }

    /// The same colours are the same greys, whatever they are kept in.
    @Test func coloursOfArraysAreThoseOfPictures() throws {
      let file = try ExpectedPicture.bytes("colour-8.png")
      let (width, height, colours) = try PNGReader.read(file, as: .colour, on: RGB.white, at: "")
      let bytes = colours.flatMap { [$0.red, $0.green, $0.blue] }
      let folder = try TemporaryFolder()
      try NPYArray(bytes, shape: [1, height, width, 3]).write(to: folder.url.appending(path: "x.npy"))
      let greys = try Picture(bytes: file, at: "").pixels
      #expect(
        try RawDataset.read(at: folder.url.appending(path: "x.npy"), ReadingOptions()).train.values.bytes
          == greys)
      let numbers = try NPYArray(bytes.map { Float($0) / 255 }, shape: [1, height, width, 3])
      try numbers.write(to: folder.url.appending(path: "x.npy"))
      let fine = try RawDataset.read(at: folder.url.appending(path: "x.npy"), ReadingOptions()).train.values
        .numbers().elements
      #expect(zip(fine, greys).allSatisfy { abs(255 * $0 - Float($1)) < 0.51 })
    }

    @Test func aGreyStaysWhatItIs() {
      for shade in UInt8.min...UInt8.max { #expect(Luma.grey(shade, shade, shade) == shade) }
    }
  }

  /// The tag of a camera, read within bounds.
  struct OrientationTests {
    @Test func nothingBeyondTheBytesIsRead() {
      let block: [UInt8] = [0x49, 0x49, 0x2a, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0]
      #expect(Orientation(exif: block[...]) == .quarterTurn)
      for length in 0..<20 { #expect(Orientation(exif: block.prefix(length)) == .upright) }
      for index in block.indices {
        for value in UInt8.min...UInt8.max {
          var other = block
          other[index] = value
          _ = Orientation(exif: other[...])
        }
      }
      var other = block
      other[18] = 9
      #expect(Orientation(exif: other[...]) == .upright)
    }
  }
#endif
