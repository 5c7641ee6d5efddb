internal import Crypto

/// The SHA-256 of some bytes, as 64 lower-case hexadecimal digits.
package func sha256(_ bytes: [UInt8]) -> String { SHA256.hash(data: bytes).hexadecimal }

extension SHA256.Digest {
  /// 64 lower-case hexadecimal digits, as `sha256sum` prints them.
  package var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
