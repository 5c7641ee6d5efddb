extension RunFolder {
  /// True for a linear model on the features of a network whose layers had seen labels, by the name of its run.
  package var isOnFineTunedFeatures: Bool {
    record.stage == .baseline && record.origin.flatMap { RunName($0.name)?.stage } == .finetune
  }
}
