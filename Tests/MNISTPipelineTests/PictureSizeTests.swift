import Foundation
import StrataDrawings
import StrataTestSupport
import Testing

/// Pictures of other sizes than a model learned from.
struct PictureSizeTests {
  /// Bars of two kinds, across and down, in pictures of the given sizes.
  private func write(
    _ sizes: [(height: Int, width: Int)], ground: UInt8, to folder: String, of program: Program
  ) throws {
    for number in 0..<40 {
      let size = sizes[number % sizes.count]
      let isAcross = number / sizes.count % 2 == 0
      let pixels = (0..<size.height * size.width).map { pixel in
        let (place, length) =
          isAcross ? (pixel / size.width, size.height) : (pixel % size.width, size.width)
        return Colour(grey: place * 2 / length == 0 ? UInt8(200 + number) : ground)
      }
      let png = try PNG.encode(PixelImage(width: size.width, height: size.height, pixels: pixels))
      try program.folder.write(png, to: "\(folder)/\(isAcross ? "across" : "down")/\(number).png")
    }
  }

  /// They are measured as they are predicted: brought to the model's size.
  @Test(arguments: [[(16, 16)], [(12, 12), (9, 14), (20, 8)], [(12, 12)]], [10, 30] as [UInt8])
  func anEvaluationBringsThemToTheModels(sizes: [(height: Int, width: Int)], ground: UInt8) throws {
    let program = try Program()
    try write([(12, 12)], ground: 10, to: "own", of: program)
    try write(sizes, ground: ground, to: "others", of: program)
    let settings = "--recipe sdae-3.yml --threads 1 --quiet --set stack.units=[8] --set pretraining.epochs=2"
    let run = try program("run --dataset own \(settings) --set fine_tuning.epochs=60")
    try #require([0, 3].contains(run.status), "\(run.error)")
    let outcome = try program("evaluate --dataset others --format json --quiet")
    #expect(outcome.status == 0, "\(outcome.error)")
    let tuned = try program.runs("finetune")[0]
    let alone = try program("evaluate --model \(tuned) --dataset others --format json --quiet")
    #expect(alone.status == 0, "\(alone.error)")
    // What somebody asks for stays what it is.
    let other = try program("evaluate --dataset others --image-size 10x10")
    #expect(
      other.status == 65 && other.error.contains("found images of 100 pixels (10 × 10)"), "\(other.error)")
  }

  /// Others are made of own pictures as they would be read for training: brought to a size, and made grey, which is said.
  @Test func othersAreMadeOfOwnPictures() throws {
    let program = try Program()
    try write([(12, 12), (9, 14)], ground: 10, to: "own", of: program)
    let named = try program("data generate made --count 60 --dataset own --image-size 12x12")
    #expect(named.status == 65 && named.error.contains("call the classes 0, 1, 2"), "\(named.error)")
    for (number, name) in ["across", "down"].enumerated() {
      try FileManager.default.moveItem(
        at: program.folder("own/\(name)"), to: program.folder("own/\(number)"))
    }
    let red = [Colour](repeating: Colour(red: 250, green: 20, blue: 20), count: 144)
    try program.folder.write(
      PNG.encode(PixelImage(width: 12, height: 12, pixels: red)), to: "own/0/red.png")
    #expect(try program("data generate made --count 60 --dataset own").status == 65)
    let made = try program("data generate made --count 60 --dataset own --image-size 12x12")
    #expect(made.status == 0, "\(made.error)")
    let said = made.error.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(said.contains("colour was made grey in 1 of 41 pictures"), "\(said)")
    #expect(said.contains("the data have no test part"), "\(said)")
    let info = try program("data info --dataset ./made")
    #expect(info.output.contains("6 test images of 12 × 12"), "\(info.output)")
  }
}
