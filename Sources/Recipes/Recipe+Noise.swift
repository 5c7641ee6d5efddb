internal import StrataPretraining

extension Recipe {
  /// True where some layer is pretrained with noise; else the stack is one of plain autoencoders.
  package var isDenoising: Bool {
    (try? greedyPretraining().layers.contains { $0.autoencoder.isDenoising }) ?? true
  }

  /// What to set for the same stack without noise, as `key=value`: of the keys that are about noise in pretraining those that
  /// have some.
  package var assignmentsWithoutNoise: [String] {
    let none = "none"
    return ["stack.corruption", "stack.code_noise", "stack.emphasis"].filter { name in
      RecipeKey.all.contains { $0.name == name && $0.write(self) != none }
    }.map { "\($0)=\(none)" }
  }
}
