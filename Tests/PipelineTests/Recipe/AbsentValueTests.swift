import StrataRecipes
import Testing

/// `none`, `all` and `sixth`, and the 0 that stood for them in version 0.1.
struct AbsentValueTests {
  private static let words = [
    ("validation", "sixth"), ("validation", "none"), ("limit", "all"), ("labels", "all"),
    ("fine_tuning.patience", "none"),
    ("pretraining.max_norm", "none"), ("fine_tuning.max_norm", "none"), ("pretraining.shard", "none"),
    ("stack.contraction", "none"),
    ("stack.sparsity_weight", "none"), ("stack.contraction", "[none, 0.5, none]"),
  ]

  @Test(arguments: words) func aWordIsReadAndWritten(key: String, word: String) throws {
    var recipe = Recipe()
    try recipe.set("\(key)=\(word)")
    #expect(recipe.notes.texts.isEmpty)
    #expect(recipe.yaml.contains(": \(word)\n"))
    #expect(try Recipe(yaml: recipe.yaml, at: "test") == recipe)
  }

  @Test(arguments: [
    ("validation", "0", "sixth"), ("limit", "0", "all"), ("fine_tuning.patience", "0", "none"),
    ("pretraining.max_norm", "0.0", "none"), ("stack.contraction", "0.0", "none"),
    ("stack.sparsity_weight", "[1.0, 0.0, 2.0]", "[1.0, none, 2.0]"),
  ])
  func theZeroOfOldIsReadWithANote(key: String, zero: String, word: String) throws {
    var (old, new) = (Recipe(), Recipe())
    try old.set("\(key)=\(zero)")
    try new.set("\(key)=\(word)")
    #expect(old == new)
    #expect(old.notes.texts.count == 1)
    #expect(old.notes.texts.first?.hasPrefix("\(key): 0 is read as ") == true)
    #expect(new.notes.texts.isEmpty)
  }

  /// A key that takes one of some words names them where its meaning stands.
  @Test func choicesAreNamed() {
    let explained = Recipe().explained
    for word in ["softplus", "squared-error", "linear-decay", "adamw", "corrupted"] {
      #expect(explained.contains(word), "\(word)")
    }
  }

  @Test(arguments: ["-1", "half", "1.5", "[1]"])
  func nothingElseIsTaken(value: String) {
    for key in ["validation", "limit", "fine_tuning.patience"] {
      var recipe = Recipe()
      #expect(throws: (any Error).self) { try recipe.set("\(key)=\(value)") }
    }
  }
}
