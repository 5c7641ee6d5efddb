internal import StrataFiles

/// The hash that a record carries of itself, so that one which was changed by hand is not taken for what was done.
///
/// It is the SHA-256 of the file as it is when each digit of the hash is a zero.
package enum RecordSeal {
  /// Its key in a record.
  static let key = "record_sha256"
  /// What stands there while the hash is taken.
  static let blank = String(repeating: "0", count: 64)

  /// A record's JSON with its hash in place of the one that is there, if there is any.
  package static func sealed(_ json: [UInt8]) -> [UInt8] {
    guard let place = place(in: json) else { return json }
    var json = json
    json.replaceSubrange(place, with: blank.utf8)
    json.replaceSubrange(place, with: sha256(json).utf8)
    return json
  }

  /// True for a record that is as it was written; nil for one without a hash.
  static func isIntact(_ json: [UInt8]) -> Bool? {
    place(in: json) == nil ? nil : sealed(json) == json
  }

  /// Where the digits are.
  private static func place(in json: [UInt8]) -> Range<Int>? {
    let mark = Array("\"\(key)\" : \"".utf8)
    guard let start = json.firstRange(of: mark)?.upperBound, start + blank.utf8.count < json.count else {
      return nil
    }
    return start..<start + blank.utf8.count
  }

  /// A record, with room for its hash.
  struct Envelope: Encodable {
    let record: RunRecord

    func encode(to encoder: any Encoder) throws {
      try record.encode(to: encoder)
      var container = encoder.container(keyedBy: NamedKey.self)
      try container.encode(RecordSeal.blank, forKey: NamedKey(RecordSeal.key))
    }
  }
}
