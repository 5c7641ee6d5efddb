extension Recipe {
  /// What was set in a section of training and is of no use, as another key decides otherwise: a sentence each.
  package func unused(in section: String, _ training: Training) -> [String] {
    let usual = Recipe()
    let needs: [(key: String, needed: String, isMet: Bool)] = [
      ("momentum", "optimizer: sgd", training.optimizer == .sgd),
      ("nesterov", "optimizer: sgd, with a momentum", training.optimizer == .sgd && training.momentum > 0),
      ("decay_after", "schedule: linear-decay", training.schedule == .linearDecay),
      ("step_epochs", "schedule: step", training.schedule == .step),
      ("step_factor", "schedule: step", training.schedule == .step),
      (
        "shard_statistics", "a shard, and stack.normalization: batch",
        training.shard != nil && stack.normalization != .none
      ),
    ]
    return needs.compactMap { name, needed, isMet in
      guard !isMet, let key = RecipeKey.all.first(where: { $0.name == "\(section).\(name)" }),
        assigned.names.contains(key.name), key.write(self) != key.write(usual)
      else { return nil }
      return "\(key.name), \(key.write(self)), changes nothing: it is for \(needed)"
    }
  }
}
