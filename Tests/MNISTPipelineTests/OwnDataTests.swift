import Foundation
import StrataInference
import StrataTestSupport
import Testing

/// From data of one's own to what a model says of them, by whole commands.
struct OwnDataTests {
  private static let recipe =
    "--recipe sdae-3.yml --set stack.units=[12] --set pretraining.epochs=3 --set fine_tuning.epochs=100 "
    + "--set pretraining.batch_size=10 --set fine_tuning.batch_size=10 --threads 1 --quiet"

  /// Three kinds of rows, with their names; of every ninth the kind is not said.
  private static let table =
    (["width,height,depth,kind"]
    + (0..<180).map { row in
      let kind = row % 3
      let cells = (0..<3).map { column in column == kind ? "\(90 + row % 7)" : "\(row % 11)" }
      return (cells + [row % 9 == 8 ? "" : ["ash", "oak", "yew"][kind]]).joined(separator: ",")
    }).joined(separator: "\n") + "\n"

  private func program() throws -> Program {
    let program = try Program()
    try Data(Self.table.utf8).write(to: program.folder("trees.csv"))
    return program
  }

  @Test func aTableBecomesAModelThatNamesItsClasses() throws {
    let program = try program()
    let info = try program("data inspect trees.csv --set data.label=kind")
    #expect(info.status == 0)
    for part in ["ash: ", "oak: ", "yew: ", "20 examples have no label"] {
      #expect(info.output.contains(part))
    }

    let run = try program("run --dataset ./trees.csv --set data.label=kind \(Self.recipe)")
    #expect(run.status == 0, "\(run.error)")
    try Data("width,height,depth\n95,1,2\n3,94,0\n5,6,91\n".utf8).write(to: program.folder("new.csv"))
    let told = try program("predict new.csv --quiet")
    #expect(told.status == 0, "\(told.error)")
    let rows = told.output.split(separator: "\r\n").dropFirst().map { $0.split(separator: ",")[1] }
    #expect(rows == ["ash", "oak", "yew"])

    let score = try program("score new.csv --quiet")
    #expect(score.status == 0, "\(score.error)")
    #expect(score.output.split(separator: "\r\n").count == 4)
    for file in ["codes.npy", "codes.csv"] {
      #expect(try program("encode new.csv --output \(file) --quiet").output == "\(file)\n")
    }
    for file in ["model.onnx", "model.json", "model.npz", "model.safetensors"] {
      #expect(try program("export -o \(file) --quiet").output == "\(file)\n")
    }
    let again = try program("predict --model model.safetensors new.csv --quiet")
    #expect(again.output == told.output)
  }

  /// The same examples by way of a converted folder.
  @Test func aConvertedFolderIsTheSameData() throws {
    let program = try program()
    #expect(try program("data convert trees.csv arrays --set data.label=kind --quiet").output == "arrays\n")
    func counts(_ words: String) throws -> String {
      try program("data inspect \(words)").output.split(separator: "\n").filter {
        $0.contains("training")
      }.joined(separator: "\n")
    }
    #expect(try counts("arrays") == counts("trees.csv --set data.label=kind"))
  }

  /// Of other data a model by itself is measured on all that has a label, of its own on what its training kept for tests.
  @Test func aModelIsMeasuredByItself() throws {
    let program = try program()
    let run = try program("run --dataset ./trees.csv --set data.label=kind --json \(Self.recipe)")
    #expect(run.status == 0, "\(run.error)")
    let own = try Table(run.output)
    let tuned = try program.runs("finetune")[0]
    func measured(_ words: String) throws -> Table {
      let outcome = try program("evaluate --model \(tuned) --json --quiet \(words)")
      #expect(outcome.status == 0, "\(outcome.error)")
      return try Table(outcome.output)
    }
    let again = try measured("--dataset trees.csv --label kind")
    #expect(again.dataset.test == own.dataset.test)
    #expect(again.models[0].test_errors == own.models.last?.test_errors)
    #expect(again.models[0].note == nil)

    try Data("width,height,depth,kind\n95,1,2,ash\n3,94,0,oak\n5,6,91,ash\n1,2,90,\n".utf8)
      .write(to: program.folder("other.csv"))
    let other = try measured("--dataset other.csv --label kind")
    #expect(other.dataset.test == 3 && other.dataset.train == 0)
    #expect(other.models[0].test_errors == 1)
    #expect(other.models[0].note?.contains("not on these examples") == true)
    // Data of no name have to be named, whatever folder of MNIST the surroundings know.
    var elsewhere = program
    elsewhere.environment["MNIST_DIR"] = program.folder.url.path
    #expect(try elsewhere("evaluate --model \(tuned)").status == 64)
  }

  /// A model's errors depend on which examples were kept for tests: they are the same in the table of its run, measured
  /// by itself, and in the file that is given away.
  @Test func aModelKeepsItsOwnTestFigures() throws {
    let program = try program()
    let rows = Self.table.split(separator: "\n").enumerated().map { number, row in
      number % 4 == 3 ? row.split(separator: ",").prefix(3).joined(separator: ",") + ",yew" : String(row)
    }
    try Data((rows.joined(separator: "\n") + "\n").utf8).write(to: program.folder("noisy.csv"))
    let recipe = "--set data.label=kind --set data.split_seed=5 \(Self.recipe) --set fine_tuning.epochs=1"
    let run = try program("run --dataset ./noisy.csv --json \(recipe)")
    #expect(run.status == 0, "\(run.error)")
    let models = try Table(run.output).models
    let (errors, loss) = try #require(models.last.map { ($0.test_errors, $0.log_loss) })
    #expect(
      Set(models.map(\.test_errors)).count > 1, "the models have to differ for the test to see which is meant"
    )

    #expect(try program("export -o model.safetensors --quiet").status == 0)
    let model = try Model(contentsOf: program.folder("model.safetensors"))
    #expect(model.provenance.testErrors == errors)
    let alone = try program(
      "evaluate --model model.safetensors --dataset noisy.csv --label kind --json --quiet")
    let row = try Table(alone.output).models[0]
    #expect(row.test_errors == errors && row.log_loss == loss && loss != nil)
  }

  /// What the test reads of a table.
  private struct Table: Decodable {
    struct Dataset: Decodable { let train, test: Int }
    struct Model: Decodable {
      let test_errors: Int
      let log_loss: Double?
      let note: String?
    }
    let dataset: Dataset
    let models: [Model]

    init(_ json: String) throws { self = try JSONDecoder().decode(Table.self, from: Data(json.utf8)) }
  }

  @Test func whatCannotBeUsedIsSaid() throws {
    let program = try program()
    #expect(try program("run --dataset ./trees.csv --set data.label=kind \(Self.recipe)").status == 0)
    try Data("width,height\n1,2\n".utf8).write(to: program.folder("narrow.csv"))
    let narrow = try program("predict narrow.csv")
    #expect(narrow.status == 65)
    #expect(narrow.error.contains("found 2 columns, without \"depth\""), "\(narrow.error)")
    let linear = try program("score --model \(program.runs("baseline")[0]) trees.csv --set data.label=kind")
    #expect(linear.status == 66)
    #expect(linear.error.contains("a pretrained stack with its decoders"), "\(linear.error)")
    #expect(try program("export -o model.txt").status == 64)
    #expect(try program("predict nothing.csv").status == 66)
    try Data("width,height,depth\n95,1,2\n".utf8).write(to: program.folder("new.csv"))
    #expect(try program("predict new.csv -o p.txt").status == 64)
    #expect(try program("predict new.csv -o p.json --quiet").output.isEmpty)
    #expect(try String(contentsOf: program.folder("p.json"), encoding: .utf8).hasPrefix("["))
    let node = try program("encode new.csv -o c.npy --node nope")
    #expect(node.status == 64)
    #expect(node.error.contains("one of input, "), "\(node.error)")
    try Data("height,width,depth\n1,2,3\n".utf8).write(to: program.folder("order.csv"))
    let order = try program("predict order.csv")
    #expect(order.status == 0)
    #expect(order.error.contains("columns are taken by their names"), "\(order.error)")
    let piped = try program.inShell("echo hello | $P predict -")
    #expect(piped.status == 65)
    #expect(piped.error.contains("the standard input"), "\(piped.error)")
    try Data((0..<20).map { "\($0),1,oak\n" }.joined().utf8).write(to: program.folder("one.csv"))
    let one = try program("run --dataset ./one.csv \(Self.recipe)")
    #expect(one.status == 65)
    #expect(one.error.contains("at least two classes") && !one.error.contains("epoch"), "\(one.error)")
    #expect(try program("evaluate --model \(program.runs("finetune")[0])").status == 64)
  }
}
