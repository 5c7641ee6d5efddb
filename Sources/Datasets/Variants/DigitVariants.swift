internal import Foundation
internal import StrataLinearAlgebra

/// The variants that are made of MNIST's images.
struct DigitVariants {
  private let variant: Variant
  private let images: [RawDataset.Part]
  private let order: [Int32]
  private let patches: BackgroundPatches?

  /// Of MNIST as it was read: all of its 70,000 images in an order of their own.
  init(_ variant: Variant, of mnist: RawDataset, patches: BackgroundPatches?) {
    self.variant = variant
    images = [mnist.train] + [mnist.test].compactMap(\.self)
    let count = images.reduce(0) { $0 + $1.values.rows }
    order = RandomStream(seed: Variant.seed, purpose: "variants/order").permutation(count: count)
    self.patches = patches
  }

  /// The data set.
  func made() -> RawDataset { variant.assembled(example) }

  private func example(_ number: Int) -> (pixels: [Float], label: Int) {
    var (pixels, label) = digit(Int(order[number]))
    if variant == .rotated || variant == .rotatedOnImages {
      var draws = Draws(
        RandomStream(seed: Variant.seed, purpose: "variants/angle"), example: number, count: 1)
      pixels = Rotation.turned(pixels, side: Variant.side, by: 2 * .pi * draws.uniform())
    }
    switch variant {
    case .onNoise:
      var draws = Draws(
        RandomStream(seed: Variant.seed, purpose: "variants/background"), example: number, count: pixels.count
      )
      for index in pixels.indices { pixels[index] += (1 - pixels[index]) * draws.uniform() }
    case .onImages, .rotatedOnImages:
      if let patch = patches?.patch(number, layer: 0) {
        for index in pixels.indices { pixels[index] += (1 - pixels[index]) * patch[index] }
      }
    default: break
    }
    return (pixels, label)
  }

  /// One of MNIST's images, from 0 to 1, and its class.
  private func digit(_ number: Int) -> (pixels: [Float], label: Int) {
    var row = number
    var part = images[0]
    for candidate in images {
      part = candidate
      if row < candidate.values.rows { break }
      row -= candidate.values.rows
    }
    let size = part.values.columns
    let label = part.labels.map { Int($0.classes[row]) } ?? 0
    switch part.values {
    case .bytes(let bytes):
      return (bytes.bytes[row * size..<(row + 1) * size].map { Float($0) / 255 }, label)
    case .numbers(let numbers):
      return (Array(numbers.elements[row * size..<(row + 1) * size]), label)
    case .stored(let stored):
      return (stored.matrix(rows: row..<row + 1).elements, label)
    }
  }
}
