#if STRATA_ZLIB
  internal import CStrataZlib

  /// The checksum of ZIP archives, by zlib.
  enum ZipChecksum {
    static func crc32(_ bytes: ArraySlice<UInt8>) -> UInt32 {
      bytes.withUnsafeBufferPointer { UInt32(truncatingIfNeeded: crc32_z(0, $0.baseAddress, $0.count)) }
    }
  }
#endif
