/// The header of a `.npy` file: the text of a Python dictionary with three keys, such as
/// `{'descr': '<f4', 'fortran_order': False, 'shape': (10, 28, 28), }`.
///
/// Only what NumPy writes is read: each key once, no other; whitespace anywhere between.
struct NPYDictionary {
  /// Where the text is not what it should be.
  struct Fault: Error {
    let place: Int
  }

  /// `descr`: the type of an element.
  let type: String
  /// `fortran_order`: columns before rows.
  let isFortranOrder: Bool
  /// `shape`: the dimensions.
  let shape: [Int]

  init(_ text: String) throws(Fault) {
    var scanner = Scanner(text)
    var type: String?
    var isFortranOrder: Bool?
    var shape: [Int]?
    try scanner.expect("{")
    while !scanner.take("}") {
      let key = try scanner.string()
      try scanner.expect(":")
      switch key {
      case "descr" where type == nil: type = try scanner.string()
      case "fortran_order" where isFortranOrder == nil: isFortranOrder = try scanner.truth()
      case "shape" where shape == nil: shape = try scanner.tuple()
      default: throw scanner.fault
      }
      if !scanner.take(",") {
        try scanner.expect("}")
        break
      }
    }
    try scanner.end()
    guard let type, let isFortranOrder, let shape else { throw scanner.fault }
    self.type = type
    self.isFortranOrder = isFortranOrder
    self.shape = shape
  }
}

/// Reads the text from left to right.
private struct Scanner {
  private let text: [Unicode.Scalar]
  private var next = 0

  init(_ text: String) { self.text = Array(text.unicodeScalars) }

  var fault: NPYDictionary.Fault { NPYDictionary.Fault(place: next) }

  /// Takes a character if it comes next, after whitespace.
  mutating func take(_ wanted: Unicode.Scalar) -> Bool {
    skipWhitespace()
    guard next < text.count, text[next] == wanted else { return false }
    next += 1
    return true
  }

  mutating func expect(_ wanted: Unicode.Scalar) throws(NPYDictionary.Fault) {
    guard take(wanted) else { throw fault }
  }

  /// A text in quotes of either kind, without escapes.
  mutating func string() throws(NPYDictionary.Fault) -> String {
    let quote: Unicode.Scalar = take("'") ? "'" : "\""
    if quote == "\"" { try expect("\"") }
    var result = ""
    while next < text.count, text[next] != quote {
      guard text[next] != "\\" else { throw fault }
      result.unicodeScalars.append(text[next])
      next += 1
    }
    guard next < text.count else { throw fault }
    next += 1
    return result
  }

  /// True or False.
  mutating func truth() throws(NPYDictionary.Fault) -> Bool {
    skipWhitespace()
    for (word, value) in [("True", true), ("False", false)] {
      let scalars = Array(word.unicodeScalars)
      if text[next...].starts(with: scalars) {
        next += scalars.count
        return value
      }
    }
    throw fault
  }

  /// Whole numbers in parentheses, with a comma after each but perhaps the last.
  mutating func tuple() throws(NPYDictionary.Fault) -> [Int] {
    try expect("(")
    var result: [Int] = []
    while !take(")") {
      result.append(try number())
      if !take(",") {
        try expect(")")
        break
      }
    }
    return result
  }

  private mutating func number() throws(NPYDictionary.Fault) -> Int {
    skipWhitespace()
    let start = next
    while next < text.count, ("0"..."9").contains(text[next]) { next += 1 }
    var digits = String.UnicodeScalarView()
    digits.append(contentsOf: text[start..<next])
    guard let value = Int(String(digits)) else { throw fault }
    return value
  }

  mutating func end() throws(NPYDictionary.Fault) {
    skipWhitespace()
    guard next == text.count else { throw fault }
  }

  private mutating func skipWhitespace() {
    while next < text.count, text[next] == " " || text[next] == "\n" { next += 1 }
  }
}
