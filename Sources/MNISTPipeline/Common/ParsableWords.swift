import StrataFiles

/// The words of a command line as the parser takes them.
///
/// - Throws: a usage error where an option that counts once is there twice: the parser would take the last.
func parsable(_ words: [String]) throws -> [String] {
  let end = words.firstIndex(of: "--") ?? words.endIndex
  var seen: Set<Substring> = []
  for word in words[..<end] where word.isOption {
    let name = word.prefix { $0 != "=" }
    guard name != "--set", !seen.insert(name).inserted else { continue }
    throw InputError(
      .usage, at: String(name), expected: "it once", found: "it again", advice: "leave one of them out")
  }
  return words[..<end].reduce(into: []) { parsable, word in
    // The parser would take a negative number for an option.
    if let last = parsable.last, last.hasPrefix("--"), !last.contains("="), Double(word) ?? 0 < 0 {
      parsable[parsable.count - 1] = "\(last)=\(word)"
    } else {
      parsable.append(word)
    }
  } + words[end...]
}

extension String {
  /// True for `--name`, with or without its value, and for `-o`; flags, which say the same twice, are none.
  fileprivate var isOption: Bool {
    (hasPrefix("--") || (count == 2 && hasPrefix("-") && last?.isLetter == true))
      && !["-q", "--quiet", "--json", "-h", "--help"].contains(self)
  }
}
