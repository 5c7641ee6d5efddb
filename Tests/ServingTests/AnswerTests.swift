import Foundation
import StrataDatasets
import StrataInference
import StrataLinearAlgebra
import Testing

@testable import StrataServing

/// What the server answers is what the library says, in whatever form it is asked.
struct AnswerTests {
  private let model = RunningServer.digits
  private static let bytes = "application/octet-stream"

  private func classes(_ exchange: HTTPExchange) throws -> [(String, Float)] {
    let predictions = try #require(try exchange.json()["predictions"] as? [[String: Any]])
    return try predictions.map {
      (try #require($0["class"] as? String), try #require($0["probability"] as? NSNumber).floatValue)
    }
  }

  private func expected(_ images: [[UInt8]]) throws -> [Prediction] {
    try model.predict(
      .bytes(ByteMatrix(rows: images.count, columns: 784, images.flatMap(\.self))),
      execution: Execution(threads: 1))
  }

  @Test func everyFormOfTheSameRowsHasTheSameAnswer() async throws {
    let server = try await RunningServer(model)
    let images = try RunningServer.images(3)
    let raw = images.flatMap(\.self)
    let numbers = raw.map { Float($0) }
    let floats = numbers.map(\.bitPattern.littleEndian).withUnsafeBytes { Array($0) }
    let json = "[" + images.map { "\($0)" }.joined(separator: ",") + "]"
    let forms: [(String, String, [UInt8])] = [
      ("/predict", Self.bytes, raw),
      ("/predict?dtype=float32", Self.bytes, floats),
      ("/predict", "application/json", Array(json.utf8)),
      ("/predict", "application/json; charset=utf-8", Array("{ \"rows\" : \(json) }".utf8)),
      ("/predict", "application/x-npy", NPYArray(raw, shape: [3, 784]).encoded),
      ("/predict", "application/x-npy", NPYArray(raw, shape: [3, 28, 28]).encoded),
      ("/predict", "application/x-npy", NPYArray(numbers, shape: [3, 784]).encoded),
    ]
    let expected = try expected(images)
    for (path, type, body) in forms {
      let answer = try await HTTPExchange.send(path, to: server.port, type: type, body)
      #expect(answer.status == 200, "\(type): \(answer.text)")
      #expect(answer.headers["content-type"] == "application/json")
      let classes = try classes(answer)
      #expect(classes.map(\.0) == expected.map(\.className), "\(path) \(type)")
      #expect(Self.areClose(classes.map(\.1), expected.map(\.probability)), "\(path) \(type)")
    }
  }

  @Test func matricesComeBackAsNumbersOrArrays() async throws {
    let server = try await RunningServer(model)
    let images = try RunningServer.images(2)
    let raw = images.flatMap(\.self)
    let values = RawValues.bytes(ByteMatrix(rows: 2, columns: 784, raw))
    let codes = try model.encode(values, node: "code.0", execution: Execution(threads: 1))
    let numbers = try await HTTPExchange.send(
      "/encode?node=code.0", to: server.port, type: Self.bytes, headers: ["Accept": Self.bytes], raw)
    let floats = numbers.body.withUnsafeBytes { bytes in
      (0..<bytes.count / 4).map { bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
    }
    #expect(Self.areClose(floats, codes.elements))
    let array = try await HTTPExchange.send(
      "/encode?node=code.0", to: server.port, type: Self.bytes, headers: ["Accept": "application/x-npy"], raw)
    #expect(try NPYArray(Data(array.body), at: "answer").shape == [2, 400])
    #expect(try NPYArray(Data(array.body), at: "answer").floats() == floats)
    let text = try await HTTPExchange.send("/encode?node=code.0", to: server.port, type: Self.bytes, raw)
    let rows = try #require(try text.json()["codes"] as? [[NSNumber]])
    #expect(rows.flatMap { $0.map(\.floatValue) } == floats)
  }

  /// Equal but for the last bits: batches of another size are added up in another order.
  private static func areClose(_ left: [Float], _ right: [Float]) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { abs($0 - $1) <= 1e-6 }
  }

  @Test func scoresAreThoseOfTheLibrary() async throws {
    let server = try await RunningServer(model)
    let noise = RandomStream(seed: 3, purpose: "noise").uniform(count: 784).map { UInt8(255 * $0) }
    let raw = try RunningServer.images(1)[0] + noise
    let scores = try model.score(
      .bytes(ByteMatrix(rows: 2, columns: 784, raw)), execution: Execution(threads: 1))
    let answer = try await HTTPExchange.send("/score", to: server.port, type: Self.bytes, raw)
    let rows = try #require(try answer.json()["scores"] as? [[String: Any]])
    let errors = try rows.map { try #require($0["error"] as? NSNumber).floatValue }
    #expect(Self.areClose(errors, scores.map(\.error)))
    let ranks = try rows.map { try #require($0["rank"] as? NSNumber).doubleValue }
    #expect(zip(ranks, scores).allSatisfy { abs($0 - ($1.rank ?? -1)) < 0.002 })
    #expect(rows[1]["unlike"] as? Bool == true)
  }

  /// Each has its own answer, and what is wrong with one is not another's.
  @Test func manyAtOnceAreAnsweredEachByItself() async throws {
    let server = try await RunningServer(model)
    let images = try RunningServer.images(40, seed: 7)
    let expected = try expected(images)
    try await withThrowingTaskGroup(of: (Int, HTTPExchange).self) { group in
      for index in 0..<120 {
        let image = images[index % 40]
        group.addTask {
          // One in three is no picture; one is numbers, in another scale than the bytes beside it.
          let (type, body): (String, [UInt8]) =
            switch index % 3 {
            case 0: (Self.bytes, image)
            case 1: ("application/json", Array("[\(image.map { Float($0) / 255 })]".utf8))
            default: (Self.bytes, Array(image.dropLast()))
            }
          return (index, try await HTTPExchange.send("/predict", to: server.port, type: type, body))
        }
      }
      for try await (index, answer) in group {
        guard index % 3 != 2 else {
          #expect(answer.status == 400)
          continue
        }
        let (name, probability) = try #require(try classes(answer).first)
        let prediction = expected[index % 40]
        #expect(name == prediction.className)
        #expect(abs(probability - prediction.probability) < 1e-5)
      }
    }
  }

  @Test func aModelOfRowsTakesObjectsByTheNamesOfItsColumns() async throws {
    let draws = RandomStream(seed: 1, purpose: "rows").uniform(count: 60 * 3)
    let dataset = try Dataset(
      features: Matrix(rows: 60, columns: 3, draws), labels: (0..<60).map { $0 % 2 },
      classNames: ["no", "yes"], layout: .columns(count: 3, names: ["a", "b", "c"]))
    let network = try LogisticRegressionModel.fit(dataset)
    let server = try await RunningServer(network)
    let json = "application/json"
    let byName = try await HTTPExchange.send(
      "/predict", to: server.port, type: json, Array(#"{"rows":[{"c":0.5,"a":0.25,"b":1}]}"#.utf8))
    let byPlace = try await HTTPExchange.send(
      "/predict", to: server.port, type: json, Array("[[0.25, 1, 0.5]]".utf8))
    #expect(byName.status == 200 && byName.body == byPlace.body, "\(byName.text)")
    let missing = try await HTTPExchange.send(
      "/predict", to: server.port, type: json, Array(#"[{"c":0.5,"a":0.25}]"#.utf8))
    #expect(missing.status == 400 && missing.error["expected"] == "a number for the column \"b\"")
    let page = try await HTTPExchange.send("GET /", to: server.port)
    #expect(page.status == 200 && page.text.contains("A model that reads rows of 3 columns"))
    // What it can be asked, as it can be pasted, and nothing else.
    let rows = "-d &#39;{&quot;rows&quot;: [[0, 0, 0]]}&#39; http://"
    #expect(page.text.contains(rows), "\(page.text)")
    #expect(page.text.contains("/predict\n") || page.text.contains("/predict</pre>"))
    #expect(!page.text.contains("/encode") && !page.text.contains("/score") && !page.text.contains("{{"))
    let description = try await HTTPExchange.send("GET /openapi.json", to: server.port)
    #expect(try description.json()["paths"] != nil && !description.text.contains("image/png"))
    let weights = try await HTTPExchange.send("GET /weights", to: server.port)
    #expect(weights.status == 404)
    let codes = try await HTTPExchange.send(
      "/encode", to: server.port, type: json, Array("[[0.25, 1, 0.5]]".utf8))
    #expect(codes.status == 404)
  }

  /// Colours as an array are those of a picture; one image needs no dimension for its number.
  @Test func arraysOfColoursAndOfOneImageAreTaken() async throws {
    let server = try await RunningServer(RunningServer.digits)
    let image = try #require(RunningServer.images(1).first)
    let plain = try await HTTPExchange.send("/predict", to: server.port, type: Self.bytes, image)
    let forms: [([UInt8], [Int])] = [
      (image, [28, 28]), (image, [1, 28, 28]), (image.flatMap { [$0, $0, $0] }, [1, 28, 28, 3]),
    ]
    for (values, shape) in forms {
      let file = NPYArray(values, shape: shape).pieces.flatMap { Array($0) }
      let answer = try await HTTPExchange.send("/predict", to: server.port, type: "application/x-npy", file)
      #expect(answer.status == 200 && answer.body == plain.body, "\(shape): \(answer.text)")
    }
    for shape in [[28, 28, 3], [14, 56], [0, 784]] {
      let count = shape.reduce(1, *)
      let file = NPYArray([UInt8](repeating: 9, count: count), shape: shape).pieces.flatMap { Array($0) }
      let answer = try await HTTPExchange.send("/predict", to: server.port, type: "application/x-npy", file)
      #expect(answer.status == 400, "\(shape)")
    }
  }
}
