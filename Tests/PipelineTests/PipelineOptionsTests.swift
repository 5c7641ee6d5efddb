import Foundation
import StrataFiles
import StrataRecipes
import StrataSession
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
  }
}
