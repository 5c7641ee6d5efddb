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
