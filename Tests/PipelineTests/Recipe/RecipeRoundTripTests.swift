import Testing

@testable import StrataRecipes

/// What a recipe says can be written and read again, key by key.
struct RecipeRoundTripTests {
  /// A value for each key that is not its default, as it is written.
  private static let samples = [
    "name": "mine", "dataset": "synthetic", "validation": "500", "limit": "1000", "labels": "100",
    "data.labels_seed": "4",
    "split": "seed", "data.test": "30", "data.split_seed": "7", "data.scale": "standard",
    "data.label": "species",
    "data.labels": "labels.npy", "data.image_size": "28x20", "data.stretch": "true", "data.fit": "mnist",
    "data.transpose": "true", "data.storage": "disk",
    "seed": "18446744073709551615",
    "stack.units": "[300, 200]", "stack.corruption": "[masking 0.5 to 0.1 + gaussian 0.2, none]",
    "stack.level": "[0.1, 0.4]",
    "stack.activation": "tanh", "stack.loss": "squared-error", "stack.decoder_activation": "linear",
    "stack.tied": "false", "stack.target": "corrupted", "stack.emphasis": "[none, 1.0/0.5]",
    "stack.contraction": "[0.1, 0.01]", "stack.sparsity": "0.1", "stack.sparsity_weight": "[3.0, none]",
    "pretraining.epochs": "[7, 8]", "pretraining.batch_size": "[1, 64]",
    "pretraining.learning_rate": "[0.05, 0.025]", "pretraining.schedule": "cosine",
    "pretraining.warm_up_epochs": "1.5", "pretraining.decay_after": "0.5",
    "pretraining.step_epochs": "2.5", "pretraining.step_factor": "0.25", "pretraining.optimizer": "adamw",
    "pretraining.momentum": "0.9", "pretraining.nesterov": "true", "pretraining.weight_decay": "0.001",
    "pretraining.max_norm": "3.5", "pretraining.fixed_norm": "1.5", "pretraining.averaging": "0.9",
    "pretraining.shard": "32", "fine_tuning.shard": "16",
    "pretraining.shard_statistics": "shard", "fine_tuning.shard_statistics": "shard",
    "data.photographs": "photos", "stack.normalization": "batch", "stack.code_noise": "[gaussian 0.3, none]",
    "fine_tuning.fixed_norm": "1.0", "fine_tuning.averaging": "0.999",
    "fine_tuning.input_noise": "gaussian 0.3 + masking 0.1",
    "fine_tuning.noise": "[gaussian 0.5, masking 0.5 to 0.1]", "fine_tuning.label_smoothing": "0.1",
    "fine_tuning.epochs": "4", "fine_tuning.batch_size": "20", "fine_tuning.learning_rate": "0.25",
    "fine_tuning.schedule": "step", "fine_tuning.warm_up_epochs": "2.0", "fine_tuning.decay_after": "0.25",
    "fine_tuning.step_epochs": "3.0", "fine_tuning.step_factor": "0.5", "fine_tuning.optimizer": "sgd",
    "fine_tuning.momentum": "0.5", "fine_tuning.nesterov": "true", "fine_tuning.weight_decay": "1e-05",
    "fine_tuning.label_spreading": "7 by distance", "fine_tuning.max_norm": "2.0",
    "fine_tuning.input_dropout": "0.15", "fine_tuning.dropout": "0.5",
    "fine_tuning.patience": "3", "fine_tuning.validation_interval": "50",
    "fine_tuning.class_weights": "balanced",
    "baseline.weight_decay": "0.125", "baseline.iterations": "50", "baseline.svm_weight_decay": "0.01",
    "baseline.svm_passes": "5",
  ]

  @Test func everyKeyHasASample() {
    #expect(Set(Self.samples.keys) == Set(RecipeKey.all.map(\.name)))
  }

  @Test(arguments: RecipeKey.all.map(\.name)) func aKeyIsReadAndWritten(name: String) throws {
    let key = try #require(RecipeKey.all.first { $0.name == name })
    let sample = try #require(Self.samples[name])
    var recipe = Recipe()
    #expect(key.write(recipe) != sample, "the sample must differ from the default")
    try recipe.set("\(name)=\(sample)")
    #expect(key.write(recipe) == sample)
    #expect(RecipeKey.all.filter { $0.write(recipe) != $0.write(Recipe()) }.map(\.name) == [name])
    #expect(try Recipe(yaml: recipe.yaml, at: "test") == recipe)
  }

  @Test func aResolvedRecipeReadsToTheSameValue() throws {
    var recipe = Recipe()
    for (name, sample) in Self.samples { try recipe.set("\(name)=\(sample)") }
    #expect(try Recipe(yaml: recipe.yaml, at: "test") == recipe)
    #expect(try Recipe(yaml: recipe.explained, at: "test") == recipe)
  }

  @Test(arguments: ["yes", "3", "null", "a: b", "x # y", "'", "é 字", " padded ", "- a", "*a", "\"", "~"])
  func anyTextIsWrittenSoThatItIsReadAgain(name: String) throws {
    var recipe = Recipe()
    recipe.name = name
    #expect(try Recipe(yaml: recipe.yaml, at: "test").name == name)
  }

  /// Long ones too, in whichever section they stand: YAML may be folded, and is not.
  @Test(arguments: ["dataset", "data.label", "data.labels", "data.photographs"])
  func longTextsAreWrittenSoThatTheyAreReadAgain(key: String) throws {
    for text in ["How much do you agree, on a scale from 1 to 5, ", "a: 'b' # c\\ "] {
      let long = String(repeating: text, count: 12) + "end"
      var recipe = Recipe()
      try recipe.set(key, to: long, by: key)
      for yaml in [recipe.yaml, recipe.explained] { #expect(try Recipe(yaml: yaml, at: "test") == recipe) }
    }
  }

  @Test func whatIsExplainedSaysWhatEachKeyMeans() {
    let lines = Recipe().explained.split(separator: "\n").filter { $0.contains("#") }
    #expect(lines.count == RecipeKey.all.count)
    for (line, key) in zip(lines, RecipeKey.all) { #expect(line.hasSuffix("# \(key.summary)")) }
  }
}
