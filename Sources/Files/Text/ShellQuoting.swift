extension String {
  /// The word as a shell takes it.
  package var shellQuoted: String {
    let plain = allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./=,:+@%".contains($0)) }
    if unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) { return controlQuoted }
    return plain && !isEmpty ? self : "'" + replacing("'", with: "'\\''") + "'"
  }

  /// The word as bash and zsh take it when control characters are in it, which are written as `\x1B`.
  private var controlQuoted: String {
    let quoted = unicodeScalars.map { scalar -> String in
      switch scalar {
      case "'", "\\": "\\\(scalar)"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16, uppercase: true)
      case _ where scalar.properties.generalCategory == .control:
        "\\u00" + String(scalar.value, radix: 16, uppercase: true)
      default: String(scalar)
      }
    }
    return "$'" + quoted.joined() + "'"
  }
}
