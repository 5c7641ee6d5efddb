internal import StrataFiles

extension RawLabels {
  /// The labels of some examples out of an array: N or N × 1 whole numbers or words, or N × K truth values of which
  /// each row has one (one-hot).
  ///
  /// A float that is not a number, −1 and an empty text mean that an example has no label.
  ///
  /// - Parameter count: how many examples there are.
  /// - Throws: `InputError` when the shape is another, or when the values are no classes.
  init(_ array: NPYArray, count: Int, notes: inout [Wording]) throws {
    let shape = array.shape
    guard (1...2).contains(shape.count), shape[0] == count, array.count > 0 else {
      throw InputError(
        .malformedData, at: array.place, expected: "\(count) labels, as many as there are examples",
        found: array.title, advice: "use arrays that belong together: N labels, N × 1, or one-hot N × K")
    }
    if shape.count == 2, shape[1] > 1 {
      try self.init(oneHot: array)
      notes.append("\(array.place): labels are one-hot, \(shape[1]) classes")
    } else if array.element.isNumber {
      self.init(numbers: try array.wholeNumbers())
    } else {
      self.init(words: try array.strings().map { NumberCell.className($0) })
    }
  }

  /// A class for each column, named by its number from 0 on.
  private init(oneHot array: NPYArray) throws {
    guard array.element.isNumber else { throw array.wrongType(expected: "a label for each example") }
    let width = array.shape[1]
    let values = try array.floats()
    let classes = try stride(from: 0, to: values.count, by: width).map { start -> Int32 in
      let row = values[start..<start + width]
      guard let index = row.firstIndex(of: 1), row.allSatisfy({ $0 == 0 || $0 == 1 }), row.reduce(0, +) == 1
      else {
        throw InputError(
          .malformedData, at: array.place,
          expected: "one label for each example, or rows of 0 with a single 1",
          found: "a row of \(width) others, row \(start / width)",
          advice: "give the class of each example: array.argmax(axis=1), if they are probabilities")
      }
      return Int32(index - start)
    }
    self.init(names: (0..<width).map(String.init), classes: classes)
  }
}
