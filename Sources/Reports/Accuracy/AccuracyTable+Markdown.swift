internal import StrataDrawings

extension AccuracyTable {
  /// The table in GitHub's Markdown.
  public var markdown: String {
    """
    ### \(title.markdownEscaped)

    \([errors(escape: \.markdownEscaped), qualities(escape: \.markdownEscaped)]
      .compactMap { $0?.markdown }.joined(separator: "\n"))
    \(([notes] + warnings).map(\.markdownEscaped).joined(separator: "\n\n"))

    \(provenance.markdownEscaped) SHA-256 `\(dataset.sha256.printable.filter { $0 != "`" })`.

    The command behind each row:

    \(String.codeBlock(commandLines))
    """
  }
}
