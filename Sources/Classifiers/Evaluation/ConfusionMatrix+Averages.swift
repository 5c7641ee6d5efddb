/// Averages in which each class counts alike, however many examples it has.
extension ConfusionMatrix {
  /// The mean recall of the classes that occur: the balanced accuracy (Brodersen et al. 2010), in [0, 1].
  public var balancedAccuracy: Double {
    let recalls = measures.compactMap(\.recall)
    return recalls.reduce(0, +) / Double(recalls.count)
  }

  /// The mean F1 of the classes that occur or are predicted, in [0, 1].
  public var macroF1: Double {
    let scores = measures.compactMap(\.f1)
    return scores.reduce(0, +) / Double(scores.count)
  }

  /// The mean precision of the classes that occur or are predicted, in [0, 1]; 0 for one that is never predicted.
  public var macroPrecision: Double {
    let precisions = measures.filter { $0.f1 != nil }.map { $0.precision ?? 0 }
    return precisions.reduce(0, +) / Double(precisions.count)
  }
}
