import StrataFiles
import Testing

@testable import StrataSession

struct ProgramWordsTests {
  /// To the letter what the program says, and in the library's own words nothing of the program.
  @Test(arguments: [
    (Remedy.download(dataset: "mnist"), "mnist-pipeline data fetch --dataset mnist"),
    (.download(dataset: "mnist", into: "a b"), "mnist-pipeline data fetch --dataset mnist --data 'a b'"),
    (.nameFolder(orVariable: "MNIST_DIR"), "--data DIR or MNIST_DIR"),
    (.chooseAnotherFolder, "choose another folder: --data DIR"), (.leaveOutFolder, "leave --data out"),
    (.takeDataset("synthetic"), "--dataset synthetic"), (.takeDataset("a b"), "--dataset 'a b'"),
    (.imageSize(height: 28, width: 20), "--image-size 28x20"),
    (.nameLabelColumn, "name it with --label"), (.nameLabelFile, "--labels chooses"),
    (.leaveTransposed, "data.transpose=false leaves them as they lie"), (.splitBySeed, "set split=seed"),
    (.scaleToRange, "set data.scale=range"),
    (.keepExamplesForTest, "set data.test to how many to keep for it"), (.pretrain, "pretrain"),
    (.engine("openblas"), "--engine openblas"), (.precision("float32"), "--precision float32"),
    (.limitWeights, "limit the weights (max_norm)"),
  ])
  func everyRemedyHasTheProgramsWords(remedy: Remedy, words: String) {
    #expect(ProgramWords.words(for: remedy) == words)
    #expect(remedy.description != words && !remedy.description.contains("--"))
  }

  @Test func anErrorIsSaidInThem() {
    let error = InputError(
      .usage, at: "imageSize", expected: "a", found: "b",
      advice: "make them smaller: \(.imageSize(height: 1, width: 2))")
    #expect("\(error)" == "imageSize: expected a, found b; make them smaller: 1 × 2")
    #expect(error.wordsOfProgram == "--image-size: expected a, found b; make them smaller: --image-size 1x2")
    #expect(Wording("as it is").inProgram == "as it is")
  }

  /// The numbers of `sysexits.h`, which scripts go by.
  @Test func everyKindEndsTheProgramWithItsStatus() {
    #expect(InputError.Kind.allCases.map(\.exitStatus) == [64, 65, 66, 69, 70, 73, 74, 78])
  }
}
