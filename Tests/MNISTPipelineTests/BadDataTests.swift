import Foundation
import StrataTestSupport
import Testing

/// Data files that are not what they should be: the error names the file and says what to do.
struct BadDataTests {
  /// What is done to one of the four files, and the status and the words of the error.
  struct Bad: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let file: Int
    let damage: @Sendable ([UInt8]) -> [UInt8]
    let expected, found: String

    init(
      _ what: String, _ file: Int, expected: String, found: String,
      _ damage: @escaping @Sendable ([UInt8]) -> [UInt8]
    ) {
      testDescription = what
      self.file = file
      self.expected = expected
      self.found = found
      self.damage = damage
    }
  }

  @Test(arguments: [
    Bad("truncated", 0, expected: "1936 bytes, as its header says", found: "a truncated file of 1935 bytes") {
      $0.dropLast()
    },
    Bad("over-long", 0, expected: "1936 bytes, as its header says", found: "an over-long file of 1937 bytes")
    { $0 + [0] },
    Bad(
      "no gzip", 0, expected: "an IDX file (first bytes 0 0), plain or gzip (1f 8b)",
      found: "a zip archive (first bytes 50 4b 3 4)"
    ) { [0x50, 0x4b, 3, 4] + $0 },
    Bad("labels for images", 0, expected: "images (3 dimensions)", found: "1 dimensions") { _ in
      TinyDigits().files[1]
    },
    Bad("an unknown type", 0, expected: "unsigned bytes (IDX type 8)", found: "type 10") {
      [0, 0, 10] + $0.dropFirst(3)
    },
    Bad("a count of none", 1, expected: "at least one element", found: "a header that says 0") { _ in
      [0, 0, 8, 1, 0, 0, 0, 0]
    },
    Bad(
      "a count beyond memory", 0, expected: "at most 1099511627776 bytes",
      found: "a header that says 4294967295"
    ) {
      $0.prefix(4) + [UInt8](repeating: 255, count: 12)
    },
    Bad("empty", 3, expected: "an IDX file", found: "a file of 0 bytes") { _ in [] },
    Bad("fewer labels than images", 3, expected: "100 labels, as many as", found: "99") { _ in
      TinyDigits(test: 99).files[3]
    },
    Bad("test images of another size", 2, expected: "images of 4 × 4", found: "images of 5 × 5") { _ in
      TinyDigits(side: 5).files[2]
    },
  ])
  func isRefused(_ bad: Bad) throws {
    let program = try Program()
    var files = TinyDigits().files
    files[bad.file] = bad.damage(files[bad.file])
    for (name, bytes) in zip(TinyDigits.names, files) {
      try program.folder.write(bytes, to: "digits/\(name)")
    }
    let outcome = try program("run --dataset ./digits")
    #expect(outcome.status == 65)
    #expect(
      outcome.error.hasPrefix("error: \(program.folder("digits").path)/\(TinyDigits.names[bad.file]): "))
    #expect(outcome.error.contains("expected \(bad.expected)"), "\(outcome.error)")
    #expect(outcome.error.contains("found \(bad.found)"), "\(outcome.error)")
    #expect(outcome.error.contains("; "))
    #expect(outcome.output.isEmpty)
    #expect(!FileManager.default.fileExists(atPath: program.folder("runs").path))
  }

  @Test(arguments: [["pretrain"], ["finetune", "--from-scratch"], ["baseline"], ["data", "info"]])
  func withoutMNISTTheWaysOutAreNamed(command: [String]) throws {
    let outcome = try Program()(command)
    #expect(outcome.status == 66)
    #expect(outcome.error.contains("/home/.cache/strata/mnist: expected the four files of MNIST, found none"))
    for way in [
      "mnist-pipeline data fetch --dataset mnist", "--data DIR or MNIST_DIR", "--dataset synthetic",
    ] {
      #expect(outcome.error.contains(way))
    }
    #expect(outcome.output.isEmpty)
  }

  @Test func aMissingFileIsNamed() throws {
    let program = try Program(TinyDigits())
    try FileManager.default.removeItem(at: program.folder("digits/t10k-labels-idx1-ubyte"))
    let outcome = try program("pretrain --dataset ./digits")
    #expect(outcome.status == 66)
    #expect(
      outcome.error.contains("expected four files of a data set, found 3, and no t10k-labels-idx1-ubyte"))
  }

  /// A folder that somebody named and that is not there is called so; what was done already is not advised.
  @Test func aFolderThatIsNotThereIsCalledSo() throws {
    var program = try Program()
    let argument = try program("data info --data /nowhere")
    #expect(argument.status == 66)
    #expect(
      argument.error.contains("/nowhere: expected the folder of MNIST, found no such folder; check the path"))
    program.environment["MNIST_DIR"] = "/nowhere"
    let variable = try program("data info")
    #expect(variable.status == 66)
    #expect(variable.error.contains("found no such folder; put MNIST_DIR right"))
  }

  @Test func imagesThatDoNotFitTheModelAreRefused() throws {
    let program = try Program()
    let pretrain = "pretrain --dataset synthetic --set limit=500 --set stack.units=[20] --threads 1 --quiet"
    try #require(try program(pretrain).status == 0)
    try TinyDigits(side: 4).write(to: program.folder, "small")
    let outcome = try program("finetune --dataset ./small --quiet")
    let run = try #require(program.runs("pretrain").first)
    #expect(outcome.status == 65)
    #expect(
      outcome.error
        == "error: \(program.folder("small").path): expected images of 784 pixels, the inputs of \(run), "
        + "found images of 16 pixels (4 × 4); use data of that form, or train a model on these\n")
    #expect(outcome.output.isEmpty)
    #expect(try program.runs("finetune").isEmpty)
  }
}
