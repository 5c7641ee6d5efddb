internal import Crypto

/// The SHA-256 of some bytes, as 64 lower-case hexadecimal digits.
package func sha256(_ bytes: [UInt8]) -> String { SHA256.hash(data: bytes).hexadecimal }

/// The SHA-256 of numbers that come piece by piece, each as its bytes lie in memory.
package func sha256<Number: BitwiseCopyable>(of pieces: some Sequence<[Number]>) -> String {
  var hash = SHA256()
  for piece in pieces { piece.withUnsafeBytes { hash.update(bufferPointer: $0) } }
  return hash.finalize().hexadecimal
}

extension SHA256.Digest {
  /// 64 lower-case hexadecimal digits, as `sha256sum` prints them.
  package var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
