import LinearAlgebra
import Testing

struct InputErrorTests {
  @Test func aMessageSaysWhereWhatAndWhatToDo() {
    let error = InputError(
      .malformedData, at: "labels.gz", expected: "labels from 0 to 9", found: "12",
      advice: "fetch it again")
    #expect("\(error)" == "labels.gz: expected labels from 0 to 9, found 12; fetch it again")
    #expect(error.kind.rawValue == 65)
  }
}
