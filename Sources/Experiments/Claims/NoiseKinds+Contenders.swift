internal import StrataDrawings
internal import StrataLayerGraph
internal import StrataRecipes

extension NoiseKinds {
  /// A noise or a rival of it, and the settings among which the validation error chooses.
  struct Contender {
    /// What stands for the setting of one that has none.
    static let noSetting = "–"

    let name: String
    let settings: [Setting]

    /// One setting.
    struct Setting {
      /// For example `25 %` or `λ 0.1`.
      let name: String
      /// The noise; nil for a rival of noise.
      var noise: Corruption?
      /// Makes of the experiment's recipe the one of this setting.
      let change: (Recipe) -> Recipe
    }

    /// Plain autoencoders, each noise, each rival; a quick comparison leaves out the settings at both ends.
    static func all(isQuick: Bool) -> [Contender] {
      func tried(_ settings: [Float]) -> [Float] {
        isQuick ? Array(settings.dropFirst().dropLast()) : settings
      }
      let plain = Contender(
        name: "no noise", settings: [Setting(name: noSetting) { $0.with(noise: .masking, 0) }])
      let noises = Corruption.Kind.allCases.map { kind in
        Contender(name: kind.rawValue, settings: tried(levels(of: kind)).map { setting(kind, $0) })
      }
      let rivals = [
        rival("weight decay", "λ", tried([0.001, 0.01, 0.1, 1])) { $0.pretraining.weightDecay = $1 },
        rival("contraction", "λ", tried([0.1, 1, 10, 100])) { $0.stack.contraction = PerLayer($1) },
        rival("sparsity", "β", tried([0.01, 0.1, 1, 10])) { $0.stack.sparsityWeight = PerLayer($1) },
      ]
      return [plain] + noises + rivals
    }

    private static func levels(of kind: Corruption.Kind) -> [Float] {
      switch kind {
      case .bitFlip: [0.1, 0.2, 0.3, 0.4]
      case .saltAndPepper: [0.25, 0.4, 0.6, 0.75]
      case .gaussian: [0.5, 0.8, 1.2, 2]
      case .swap: [0.3, 0.5, 0.7, 0.9]
      default: [0.25, 0.5, 0.75, 0.9]
      }
    }

    private static func setting(_ kind: Corruption.Kind, _ level: Float) -> Setting {
      Setting(
        name: kind == .gaussian ? "σ \(level)" : percent(level), noise: Corruption(kind, level: level)
      ) { $0.with(noise: kind, level) }
    }

    private static func rival(
      _ name: String, _ symbol: String, _ strengths: [Float],
      _ change: @escaping (inout Recipe, Float) -> Void
    ) -> Contender {
      let settings = strengths.map { strength in
        Setting(name: "\(symbol) \(String(rough: Double(strength)))") { recipe in
          recipe.with(noise: .masking, 0).changing { change(&$0, strength) }
        }
      }
      return Contender(name: name, settings: settings)
    }
  }
}
