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
}
