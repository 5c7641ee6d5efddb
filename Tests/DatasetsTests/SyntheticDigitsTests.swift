import StrataDatasets
import StrataFiles
import StrataLinearAlgebra
import Testing

@Suite("synthetic digits")
struct SyntheticDigitsTests {
  @Test("the bytes are those of every machine")
  func golden() {
    let digits = SyntheticDigits.generate(train: 80, validation: 20, test: 50, seed: 1)
    #expect(digits.sha256 == "44a30bac7854b8dab886f42cf4e7b99aa0e8ca5c6fa498050a1fbc6fbb073d45")
  }

  @Test("an image depends on seed, part and index alone", arguments: [1, 2, 1 << 40] as [UInt64])
  func pure(seed: UInt64) {
    let few = SyntheticDigits.generate(train: 20, validation: 10, test: 10, seed: seed)
    let many = SyntheticDigits.generate(train: 60, validation: 0, test: 30, seed: seed)
    #expect(few.train.images.bytes == many.train.images[rows: 0..<20].bytes)
    #expect(few.validation.images.bytes == many.train.images[rows: 20..<30].bytes)
    #expect(few.test.images.bytes == many.test.images[rows: 0..<10].bytes)
    #expect(few.test.images.bytes != many.train.images[rows: 0..<10].bytes)
    let other = SyntheticDigits.generate(train: 20, validation: 10, test: 10, seed: seed + 1)
    #expect(few.train.images.bytes != other.train.images.bytes)
    #expect(few.sha256 != other.sha256)
  }

  @Test("what is said about them")
  func description() {
    let digits = SyntheticDigits.generate(train: 30, validation: 20, test: 10, seed: 3)
    #expect(digits.counts == [30, 20, 10])
    #expect(digits.sizes == [28, 28, 784])
    #expect(digits.classes == 10)
    #expect(digits.name == "synthetic")
    #expect(digits.title == "synthetic digits")
    #expect(digits.origin == "generated from seed 3")
    #expect(!digits.isPublished)
    #expect(digits.files.isEmpty)
  }

  @Test("by name: the default digits, split as asked")
  func byName() throws {
    let digits = try Dataset.load(.synthetic, validation: 6_000, limit: 100)
    #expect(digits.counts == [100, 6_000, 5_000])
    let few = SyntheticDigits.generate(train: 100, validation: 0, test: 1)
    #expect(digits.train.images.bytes == few.train.images.bytes)
    #expect(throws: InputError.self) { try Dataset.load(.synthetic, validation: 25_000) }
  }

  @Test("every class comes equally often, and every image has ink, inside a blank border")
  func images() {
    let digits = SyntheticDigits.generate(train: 500, validation: 0, test: 500)
    for part in [digits.train, digits.test] {
      #expect((0..<10).allSatisfy { digit in part.labels.count { $0 == digit } == 50 })
      for index in 0..<part.count {
        let pixels = Array(part.images.row(index))
        let ink = pixels.indices.filter { pixels[$0] > 0 }
        #expect(ink.count > 30)
        #expect(ink.allSatisfy { (2..<26).contains($0 / 28) && (2..<26).contains($0 % 28) })
      }
    }
  }

  @Test("the digits can be told apart, but not by comparing with the mean of each")
  func difficulty() {
    let digits = SyntheticDigits.generate(train: 2_000, validation: 0, test: 500)
    var means = [[Float]](repeating: [Float](repeating: 0, count: 784), count: 10)
    for index in 0..<digits.train.count {
      let label = Int(digits.train.labels[index])
      for (pixel, value) in digits.train.images.row(index).enumerated() {
        means[label][pixel] += Float(value) / Float(digits.train.count / 10)
      }
    }
    let errors = (0..<digits.test.count).count { index in
      let image = digits.test.images.row(index)
      let distances = means.map { mean in
        zip(mean, image).reduce(Float(0)) { $0 + ($1.0 - Float($1.1)) * ($1.0 - Float($1.1)) }
      }
      return distances.firstIndex(of: distances.min() ?? 0) != Int(digits.test.labels[index])
    }
    #expect((50...175).contains(errors), "\(errors) of 500")
  }
}
