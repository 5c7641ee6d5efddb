extension Safetensors {
  /// The bytes of the file, in pieces that share the tensors' storage: the header, then each tensor.
  ///
  /// Traps when the header would be too large to read again: more than 10,000 tensors, a tensor of more
  /// than 32 dimensions, or 100 MB of metadata.
  package var chunks: [ArraySlice<UInt8>] {
    precondition(
      max(tensors.count, metadata.count) <= SafetensorsHeader.maximumEntries,
      "\(tensors.count) tensors, \(metadata.count) entries of metadata")
    // As the reference does: by descending alignment, so that none needs padding, then by name.
    let sorted = tensors.sorted { left, right in
      left.value.type == right.value.type
        ? precedes(left.key, right.key) : left.value.type > right.value.type
    }
    var header = "{"
    if !metadata.isEmpty {
      header += "\"\(SafetensorsHeader.metadataKey)\":{"
      header += metadata.sorted { precedes($0.key, $1.key) }
        .map { "\(literal($0.key)):\(literal($0.value))" }.joined(separator: ",")
      header += sorted.isEmpty ? "}" : "},"
    }
    var offset = 0
    header += sorted.map { name, tensor in
      precondition(name != SafetensorsHeader.metadataKey, "a tensor cannot be called \(name)")
      precondition(tensor.shape.count <= SafetensorsHeader.maximumDimensions, "\(name): \(tensor.shape)")
      let end = offset + tensor.bytes.count
      defer { offset = end }
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      return """
        \(literal(name)):{"dtype":"\(tensor.type.rawValue)","shape":[\(shape)],"data_offsets":[\(offset),\(end)]}
        """
    }.joined(separator: ",")
    header += "}"
    // The data begins on a multiple of 8 bytes.
    header += String(repeating: " ", count: -header.utf8.count & 7)
    precondition(header.utf8.count <= SafetensorsHeader.maximumLength, "a header of over 100 MB")
    let length = withUnsafeBytes(of: UInt64(header.utf8.count)) { [UInt8]($0) }
    return [(length + header.utf8)[...]] + sorted.map(\.value.bytes)
  }

  /// The bytes of the file.
  package var encoded: [UInt8] { chunks.reduce(into: []) { $0 += $1 } }
}

/// The order of bytes, as the reference sorts; that of `String` depends on Unicode's rules.
private func precedes(_ left: String, _ right: String) -> Bool {
  left.utf8.lexicographicallyPrecedes(right.utf8)
}

/// A string as JSON, escaped where JSON demands it and nowhere else.
private func literal(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\u{08}": result += "\\b"
    case "\u{0c}": result += "\\f"
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    case "\u{00}"..<"\u{20}":
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
