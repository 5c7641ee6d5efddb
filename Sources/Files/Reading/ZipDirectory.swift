/// The list of what a ZIP archive holds, at its end (PKWARE's APPNOTE, sections 4.3.12 to 4.3.16).
///
/// It alone says where a member lies and how long it is; what stands before each member is a copy that some
/// writers leave blank.
struct ZipDirectory {
  private let bytes: [UInt8]
  private let path: String
  private let advice: Wording

  init(_ bytes: [UInt8], at path: String, advice: Wording) {
    (self.bytes, self.path, self.advice) = (bytes, path, advice)
  }

  /// The members in the order of the list.
  ///
  /// - Throws: `InputError` when there is no such list, when it does not lie within the file, or when its members
  ///   cannot all be there: two of one name, or more compressed bytes than the file has.
  func members() throws(InputError) -> [ZipReader.Member] {
    let end = try endRecord()
    var members: [ZipReader.Member] = []
    var names: Set<String> = []
    var (place, compressed) = (end.start, 0)
    while place < end.start + end.size {
      let (member, next) = try entry(at: place, before: end.start + end.size)
      guard names.insert(member.name).inserted else {
        throw malformed("every name once", "\(quoted(member.name)) twice")
      }
      // Entries that share bytes would expand them again and again.
      compressed += member.compressedSize
      guard compressed <= bytes.count else {
        throw malformed("members that lie one after the other", "more bytes than the file has")
      }
      members.append(member)
      place = next
    }
    guard members.count == end.count else {
      throw malformed("\(end.count) members, as its end says", "\(members.count)")
    }
    return members
  }

  func malformed(_ expected: String, _ found: String) -> InputError {
    InputError(.malformedData, at: path, expected: expected, found: found, advice: advice)
  }
}

// MARK: - The end of the archive

extension ZipDirectory {
  private typealias End = (count: Int, size: Int, start: Int)

  private static let endSize = 22
  private static let locatorSize = 20
  private static let largestComment = 0xffff

  private func endRecord() throws(InputError) -> End {
    let latest = bytes.count - Self.endSize
    guard latest >= 0 else { throw malformed("a ZIP archive", "a file of \(bytes.count) bytes") }
    let earliest = max(0, latest - Self.largestComment)
    // From behind, where its comment reaches exactly to the end of the file.
    guard
      let place = stride(from: latest, through: earliest, by: -1).first(where: { place in
        has("PK\u{5}\u{6}", at: place) && number(2, at: place + 20) == latest - place
      })
    else { throw malformed("a whole ZIP archive", "no list of its members at its end") }
    var end: End = (number(2, at: place + 10), number(4, at: place + 12), number(4, at: place + 16))
    var limit = place
    if let large = try largeEnd(before: place) { (end, limit) = large }
    guard end.start <= limit, end.size <= limit - end.start else {
      throw malformed("the list of its members within the file", "one of \(end.size) bytes at \(end.start)")
    }
    return end
  }

  /// The end record of ZIP64, which has eight bytes for each number; nil where there is none.
  private func largeEnd(before end: Int) throws(InputError) -> (End, limit: Int)? {
    let locator = end - Self.locatorSize
    guard locator >= 0, has("PK\u{6}\u{7}", at: locator) else { return nil }
    let place = number(8, at: locator + 8)
    guard place >= 0, place <= locator - 56, has("PK\u{6}\u{6}", at: place) else {
      throw malformed("the end record of ZIP64", "another place in the file")
    }
    let found = (number(8, at: place + 32), number(8, at: place + 40), number(8, at: place + 48))
    guard found.0 >= 0, found.1 >= 0, found.2 >= 0 else {
      throw malformed("numbers below 2 to the 63", "a larger one")
    }
    return (found, place)
  }
}

// MARK: - Entries

extension ZipDirectory {
  private func entry(at place: Int, before end: Int) throws(InputError) -> (ZipReader.Member, next: Int) {
    guard place + 46 <= end, has("PK\u{1}\u{2}", at: place) else {
      throw malformed("an entry of the list of members", "something else")
    }
    let (nameLength, extraLength) = (number(2, at: place + 28), number(2, at: place + 30))
    let (nameStart, extraStart) = (place + 46, place + 46 + nameLength)
    let next = extraStart + extraLength + number(2, at: place + 32)
    guard next <= end else {
      throw malformed("an entry within the list of members", "one that ends after it")
    }
    guard let name = String(validating: bytes[nameStart..<extraStart], as: UTF8.self) else {
      throw malformed("names in UTF-8", "one that is not")
    }
    guard number(2, at: place + 8) & 1 == 0 else {
      throw malformed("members without a password", "\(quoted(name)) with one")
    }
    let numbers = try sizes(at: place, extra: extraStart..<extraStart + extraLength)
    guard numbers.allSatisfy({ $0 >= 0 }), numbers[1] <= bytes.count, numbers[2] <= bytes.count else {
      throw malformed("\(quoted(name)) within the file", "\(numbers[1]) bytes at \(numbers[2])")
    }
    let member = ZipReader.Member(
      name: name, size: numbers[0], compressedSize: numbers[1], offset: numbers[2],
      method: number(2, at: place + 10), checksum: UInt32(number(4, at: place + 16)))
    return (member, next)
  }

  /// Size, compressed size and offset; what is too large for four bytes is in the extra field of ZIP64 (section
  /// 4.5.3), in that order.
  private func sizes(at place: Int, extra: Range<Int>) throws(InputError) -> [Int] {
    let plain = [number(4, at: place + 24), number(4, at: place + 20), number(4, at: place + 42)]
    guard plain.contains(0xffff_ffff) else { return plain }
    var field = extra.lowerBound
    while field + 4 <= extra.upperBound {
      let end = field + 4 + number(2, at: field + 2)
      guard end <= extra.upperBound else { break }
      if number(2, at: field) == 1 {
        var next = field + 4
        var result: [Int] = []
        for value in plain {
          guard value == 0xffff_ffff else {
            result.append(value)
            continue
          }
          guard next + 8 <= end else { throw malformed("eight bytes for a large number", "fewer") }
          result.append(number(8, at: next))
          next += 8
        }
        return result
      }
      field = end
    }
    return plain
  }

  /// A little-endian number of 2, 4 or 8 bytes, which lie within the file; negative from 2⁶³ on.
  func number(_ size: Int, at place: Int) -> Int {
    Int(
      truncatingIfNeeded: (0..<size).reduce(0 as UInt64) {
        $0 | UInt64(bytes[place + $1]) << (8 * UInt64($1))
      })
  }

  func has(_ signature: String, at place: Int) -> Bool {
    place >= 0 && place + 4 <= bytes.count && bytes[place..<place + 4].elementsEqual(signature.utf8)
  }
}
