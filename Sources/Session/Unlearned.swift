package import StrataRuns

/// Training that ended in order, its run and tables kept, but taught less than one knows without it.
package struct Unlearned: Error, Sendable, CustomStringConvertible {
  /// The exit status of a program whose training taught nothing.
  package static let exitStatus: Int32 = 3

  /// What was found.
  package let findings: [RunRecord.Finding]

  /// Throws when a finding is that what was learned is worse than nothing.
  package static func check(_ findings: [RunRecord.Finding]) throws(Unlearned) {
    let worse = findings.filter { $0.kind == .worseThanNothing }
    if !worse.isEmpty { throw Unlearned(findings: worse) }
  }

  /// What happened.
  package var description: String {
    "training is done and kept, but taught nothing: it " + findings.map(\.text).joined(separator: "; it ")
  }
}
