import Foundation
import StrataCommunication
import StrataDatasets
import StrataFiles
import StrataRecipes
import StrataSession
import StrataStages
import StrataTestSupport
import Testing

struct PipelineOptionsTests {
  @Test func aCommandOfDefaultsIsShort() {
    #expect(PipelineOptions().command("evaluate") == "swift run mnist-pipeline evaluate")
  }

  @Test func aCommandHoldsAllThatWasChosen() {
    var options = PipelineOptions()
    options.recipeFile = "Models/quick.yml"
    options.assignments = ["stack.units=[500, 500]", "name=it's mine"]
    options.dataset = "./my digits"
    options.dataFolder = ""
    options.runs = "elsewhere"
    options.seed = 7
    options.threads = 2
    #expect(
      options.command("finetune", ["--from-scratch"])
        == "swift run mnist-pipeline finetune --from-scratch --recipe Models/quick.yml "
        + "--set 'stack.units=[500, 500]' --set 'name=it'\\''s mine' --dataset './my digits' --data '' "
        + "--seed 7 --threads 2 --runs elsewhere")
  }

  @Test func aShellReadsACommandAsItWasMeant() throws {
    let name = "a b'c\"d$e`f\\g*h?i;j&k|l<m>n(o)p#q~r!s\nt\u{1B}u\\v\tw\u{85}"
    var options = PipelineOptions()
    options.assignments = ["name=\(name)"]
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/bash")
    shell.arguments = ["-c", "printf '%s\\n' " + options.command("run")]
    let pipe = Pipe()
    shell.standardOutput = pipe
    try shell.run()
    let output = try #require(try pipe.fileHandleForReading.readToEnd())
    shell.waitUntilExit()
    #expect(
      String(decoding: output, as: UTF8.self) == "swift\nrun\nmnist-pipeline\nrun\n--set\nname=\(name)\n")
  }

  @Test func theCommandLineWinsOverTheFileAndTheFileOverWhatIsInherited() throws {
    let folder = try TemporaryFolder()
    var options = PipelineOptions()
    var inherited = Recipe()
    inherited.name = "inherited"
    #expect(try options.recipe(inherited: inherited).name == "inherited")
    options.recipeFile = try folder.write("name: file\nseed: 2\nlimit: 5\n", to: "my.yml")
    options.assignments = ["limit=6"]
    options.seed = 4
    let recipe = try options.recipe(inherited: inherited)
    #expect(recipe.name == "file")
    #expect(recipe.limit == .atMost(6))
    #expect(recipe.seed == 4)
    // By two ways at once, neither is meant more than the other.
    options.assignments = ["seed=3"]
    #expect(inputError { _ = try options.recipe() }?.place == "--seed")
    options.seed = nil
    options.assignments = ["dataset=mnist"]
    options.dataset = "synthetic"
    #expect(inputError { _ = try options.recipe() }?.place == "--dataset")
    options.dataset = nil
    options.assignments = ["data.labels=200"]
    options.flags = [PipelineOptions.KeyFlag("--labels", "data.labels", "100")]
    #expect(inputError { _ = try options.recipe() }?.place == "--labels")
    options.assignments = []
    #expect(throws: Never.self) { try options.recipe() }
  }

  /// A key that the data have no use for is refused where it is said, and passed over where it is a run's on other data.
  @Test func whatIsInheritedIsNotSaid() throws {
    var tiny = try TinyRun(settings: ["data.label=species"])
    var inherited = try tiny.options.recipe()
    let error = inputError { _ = try tiny.options.load(inherited) }
    #expect(error?.kind == .usage && error?.found == "species")
    tiny.options.assignments = []
    inherited = try tiny.options.recipe(inherited: inherited)
    #expect(inherited.data.label == "species")
    #expect(try tiny.options.load(inherited).train.count > 0)
    tiny.options.recipeFile = try tiny.folder.write(inherited.yaml, to: "own.yml")
    #expect(inputError { _ = try tiny.options.load(tiny.options.recipe()) }?.found == "species")
  }

  /// A recipe that names no data is about those of the run; one that does, or who names some, is not.
  @Test func aFileThatNamesNoDataTakesTheRuns() throws {
    let folder = try TemporaryFolder()
    var run = Recipe()
    (run.dataset, run.data.label) = ("own.csv", "species")
    var options = PipelineOptions()
    options.recipeFile = try folder.write("stack:\n  units: [9]\n", to: "shape.yml")
    let recipe = try options.recipe(inherited: run)
    #expect(recipe.dataset == "own.csv" && recipe.data.label == "species" && recipe.stack.units == [9])
    options.dataset = "other.csv"
    #expect(try options.recipe(inherited: run).data.label == Recipe().data.label)
    options.dataset = nil
    options.recipeFile = try folder.write("dataset: synthetic\n", to: "data.yml")
    #expect(try options.recipe(inherited: run).dataset == "synthetic")
    #expect(try options.recipe(inherited: run).data.label == Recipe().data.label)
  }

  /// What several processes need is said at once: what is advised is enough.
  @Test(arguments: ["batch", "none"]) func allThatProcessesNeedIsAdvised(normalization: String) throws {
    struct Two: Communicator {
      let rank = 0
      let count = 2
      let host = "here"
      func exchange(_ messages: [Message]) throws {}
    }
    for section in ["pretraining", "fine_tuning"] {
      var tiny = try TinyRun(settings: ["stack.normalization=\(normalization)"])
      tiny.options.group = ProcessGroup(Two())
      func require() throws {
        let session = try tiny.session()
        try session.requireShards(
          section, section == "pretraining" ? session.recipe.pretraining : session.recipe.fineTuning)
      }
      let error = try #require(inputError { try require() })
      let advised = error.advice.description.split(separator: " ").map(String.init)
      let keys = zip(advised, advised.dropFirst()).filter { $0.0 == "--set" }.map(\.1)
      #expect(keys.count == 1)
      tiny.options.assignments += keys
      #expect(throws: Never.self) { try require() }
    }
  }
}
