extension RunRecord {
  /// Something about training that ended in order and still does not look right.
  package struct Finding: Codable, Sendable, Equatable {
    /// What kind of thing it is.
    package var kind: Kind
    /// What it is and what to do, as what the run did: `took 3 steps, …`.
    package var text: String

    /// A finding.
    package init(_ kind: Kind, _ text: String) {
      self.kind = kind
      self.text = text
    }

    /// The kinds of findings.
    package enum Kind: String, Codable, Sendable, CaseIterable {
      /// What was learned is worse than what one knows without learning.
      case worseThanNothing = "worse-than-nothing"
      /// What was learned cannot be told from what one knows without learning.
      case guessing
      /// The loss at the end is not below that of the first epoch.
      case lossDidNotFall = "loss-did-not-fall"
      /// The loss still fell steeply at the last epoch.
      case stillFalling = "still-falling"
      /// Fewer steps than learning takes, as a rule.
      case fewSteps = "few-steps"
    }
  }
}

extension RunRecord {
  /// What to say of a run that went on with other arithmetic than it began with; nil for one that did not.
  package var arithmeticNote: String? {
    guard let earlier = earlierArithmetic, !earlier.isEmpty else { return nil }
    let names = (earlier + [arithmetic]).map { "\($0.engine), \($0.instructionSet), \($0.precision)" }
    return
      "went on with other arithmetic than it began with (\(names.joined(separator: "; then "))), so that its command "
      + "gives other bits"
  }
}
