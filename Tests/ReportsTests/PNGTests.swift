import Foundation
import StrataDrawings
import StrataFiles
import StrataLinearAlgebra
import StrataReports
import Testing

@Suite struct PNGTests {
  /// Noise is the worst case of any compression.
  @Test(
    .enabled(if: PNG.isAvailable), arguments: [(1, 1, true), (1, 1, false), (17, 5, true), (64, 33, false)])
  func decodingGivesBackWhatWasEncoded(width: Int, height: Int, isGrey: Bool) throws {
    let bits = RandomStream(seed: 1, purpose: "pixels").bits(count: width * height)
    let picture = PixelImage(
      width: width, height: height,
      pixels: bits.map { bits in
        let red = UInt8(truncatingIfNeeded: bits)
        return isGrey
          ? Colour(grey: red)
          : Colour(red: red, green: red ^ 1, blue: UInt8(truncatingIfNeeded: bits >> 8))
      })
    let file = try PNG.encode(picture)
    #expect(file.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
    #expect(file[25] == (isGrey ? 0 : width * height <= 256 ? 3 : 2))  // IHDR's colour type
    #expect(try PNG.decode(file, at: "test.png") == picture)
  }

  /// A file has a palette as long as one byte can tell the colours apart.
  @Test(.enabled(if: PNG.isAvailable), arguments: [(2, 3), (256, 3), (257, 2)])
  func fewColoursAreAPalette(count: Int, type: UInt8) throws {
    let picture = PixelImage(
      width: count, height: 2,
      pixels: (0..<2 * count).map { index in
        let number = index % count
        return Colour(red: UInt8(number / 2), green: UInt8(number % 2), blue: 7)
      })
    let file = try PNG.encode(picture)
    #expect(file[25] == type)
    #expect(try PNG.decode(file, at: "test.png") == picture)
  }

  @Test(.enabled(if: PNG.isAvailable)) func brokenFilesAreErrors() throws {
    let file = try PNG.encode(
      PixelImage(width: 40, height: 40, filledWith: Colour(red: 1, green: 2, blue: 3)))
    // The last 12 bytes only say that the file ends.
    let broken = [Data(), Data("no image".utf8), file.prefix(20), file.prefix(file.count - 20)]
    for data in broken {
      let error = #expect(throws: InputError.self) { try PNG.decode(data, at: "filters.png") }
      #expect(error?.kind == .malformedData)
      #expect(error?.place == "filters.png")
      #expect(error?.expected == "a PNG image")
    }
  }

  /// Whatever is wrong with a file, it is an image of the same size or an error, never a crash.
  @Test(.enabled(if: PNG.isAvailable)) func everyFlippedByteIsSurvived() throws {
    let file = try PNG.encode(PixelImage(width: 9, height: 7, filledWith: .white))
    for index in file.indices {
      var damaged = file
      damaged[index] ^= 0xFF
      guard let picture = try? PNG.decode(damaged, at: "test.png") else { continue }
      #expect(picture.width == 9 && picture.height == 7)
    }
  }

  /// A file of a few bytes that claims 2³⁰ pixels, or just as many as are read at most, must not make us
  /// ask for the memory.
  @Test(
    .enabled(if: PNG.isAvailable),
    arguments: [
      (0x80, "at most 16,777,216 pixels", "32768 × 32768"),
      (0x10, "4096 × 4096 pixels, as its header says", "45 bytes, which cannot hold so many"),
    ])
  func imageWithTooManyPixelsIsAnError(size: UInt8, expected: String, found: String) {
    let header: [UInt8] = [
      0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, size, 0,
      0, 0, size, 0, 8, 0, 0, 0, 0,
    ]
    let crc = crc32(header[12...])
    let chunk: [UInt8] = [0, 0, 0, 0, 0x49, 0x44, 0x41, 0x54, 0x35, 0xAF, 0x06, 0x1E]
    let file = Data(header + withUnsafeBytes(of: crc.bigEndian) { Array($0) } + chunk)
    let error = #expect(throws: InputError.self) { try PNG.decode(file, at: "huge.png") }
    #expect(error?.kind == .malformedData)
    #expect(error?.expected == expected)
    #expect(error?.found == found)
  }

  @Test(.enabled(if: !PNG.isAvailable)) func withoutLibpngBothSaySo() {
    let picture = PixelImage(width: 1, height: 1, filledWith: .black)
    let error = #expect(throws: InputError.self) { try PNG.encode(picture) }
    #expect(error?.kind == .unavailable)
    #expect(error?.advice == "build with the trait PNG; scripts/setup installs libpng-dev")
    #expect(throws: InputError.self) { try PNG.decode(Data(), at: "a.png") }
  }

  /// The checksum of PNG's chunks (ISO 3309), bit by bit.
  private func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
    ~bytes.reduce(~0) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
  }
}
