import Foundation
import StrataTestSupport
import Testing

/// Recipes that ask for the impossible end with 78 before anything is written.
struct BadRecipeTests {
  @Test(arguments: [
    ("sead: 1", "my.yml, line 1: sead: expected a key of a recipe, found an unknown one; did you mean seed?"),
    ("stack:\n  units: wide", "my.yml, line 2: stack.units: expected a list of whole numbers, found wide;"),
    ("fine_tuning:\n  learning_rate: -0.1", "learning_rate: expected more than 0, found -0.1;"),
    ("pretraining:\n  epochs: 0", "my.yml, line 2: pretraining.epochs: expected 1 to 1000000000, found 0;"),
    (
      "stack:\n  level: 1.5",
      "my.yml, line 2: stack.level: expected a probability, 0 to 1, as masking noise needs, found 1.5"
    ),
    (
      "stack:\n  level: [0.1, 0.2, 0.3]\n  units: [9, 9]",
      "my.yml, line 2: stack.level: expected one value, or 2, one for each layer,"
    ),
    ("fine_tuning:\n  epochs: [1, 2]", "my.yml, line 2: fine_tuning.epochs: expected one value, found 2;"),
    (
      "stack:\n  decoder_activation: linear",
      "my.yml, line 2: stack.decoder_activation: expected sigmoid, which cross-entropy needs, found linear;"
    ),
    ("seed: [", "my.yml, line 2: expected YAML, found did not find expected node content;"),
    ("seed: 1\nseed: 2", "my.yml, line 1: expected YAML, found a key twice, here and below: seed;"),
  ])
  func isRefused(recipe: String, message: String) throws {
    let program = try Program(TinyDigits())
    try program.folder.write(recipe, to: "my.yml")
    let outcome = try program("run --recipe my.yml --dataset ./digits --quiet")
    #expect(outcome.status == 78)
    #expect(outcome.error.hasPrefix("error: "))
    #expect(outcome.error.contains(message), "\(outcome.error)")
    #expect(outcome.output.isEmpty)
    #expect(!FileManager.default.fileExists(atPath: program.folder("runs").path))
  }

  @Test func aRecipeThatIsNotThereIsMissing() throws {
    let outcome = try Program()("run --recipe my.yml")
    #expect(outcome.status == 66)
    #expect(
      outcome.error
        == "error: my.yml: expected the path of a recipe, found no such file, and none of that name in Models, here or "
        + "beside an installed program; check the path; mnist-pipeline recipe --plain prints one to begin with\n"
    )
  }

  /// Only the first layer's inputs are pixels: the codes of tanh units lie below 0 as well. That is known
  /// before the first layer is trained.
  @Test func crossEntropyRefusesCodesOutsideTheUnitInterval() throws {
    let program = try Program(TinyDigits())
    let outcome = try program(
      "pretrain \(Program.tiny) --quiet --set stack.activation=tanh --set stack.units=[6,6]")
    #expect(outcome.status == 78)
    #expect(
      outcome.error
        == "error: sdae-3.yml, line 18: stack.loss: expected squared-error in layer 2, whose inputs are codes of tanh units, from "
        + "-1 to 1, found cross-entropy, which needs inputs from 0 to 1; take sigmoid units, or the squared "
        + "error with linear reconstructions\n")
    #expect(outcome.output.isEmpty)
    #expect(!FileManager.default.fileExists(atPath: program.folder("runs").path))
  }

  @Test func aLossThatIsNoLongerANumberEndsTheRun() throws {
    let program = try Program(TinyDigits())
    let outcome = try program(
      "pretrain \(Program.tiny) --quiet --set stack.activation=linear --set stack.loss=squared-error "
        + "--set stack.decoder_activation=linear --set pretraining.learning_rate=1e30 "
        + "--set pretraining.batch_size=10")
    #expect(outcome.status == 70)
    #expect(outcome.error.contains("expected a finite loss"))
    #expect(outcome.error.contains("lower the learning rate"))
    #expect(outcome.output.isEmpty)
  }
}
