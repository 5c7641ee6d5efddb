internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import StrataDatasets
internal import StrataInference
internal import StrataLinearAlgebra

/// What a request is answered with.
enum Answer {
  /// JSON.
  static func json(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
    bytes(ByteBuffer(string: text), type: "application/json", status: status)
  }

  /// Bytes of some media type.
  static func bytes(_ bytes: ByteBuffer, type: String, status: HTTPResponse.Status = .ok) -> Response {
    Response(status: status, headers: [.contentType: type], body: body(bytes))
  }

  /// A large one goes in slices, so that whoever reads slowly is told apart from whoever does not read at all.
  private static func body(_ bytes: ByteBuffer) -> ResponseBody {
    guard bytes.readableBytes > slice else { return ResponseBody(byteBuffer: bytes) }
    return ResponseBody(contentLength: bytes.readableBytes) { writer in
      var left = bytes
      while let part = left.readSlice(length: min(slice, left.readableBytes)), part.readableBytes > 0 {
        try await writer.write(part)
      }
      try await writer.finish(nil)
    }
  }

  private static let slice = 1 << 18

  /// A matrix in the form that a client asks for: raw Float32, least byte first, or an array of NumPy; nil for any other
  /// media type.
  static func matrix(_ matrix: Matrix, as type: String) -> Response? {
    guard type == "application/octet-stream" || type == "application/x-npy" else { return nil }
    let isRaw = type == "application/octet-stream"
    var buffer = ByteBuffer()
    // Of the two pieces of a file of NumPy the second is the numbers alone.
    for piece in NPYArray(matrix).pieces.dropFirst(isRaw ? 1 : 0) { buffer.writeBytes(piece) }
    return bytes(buffer, type: isRaw ? "application/octet-stream" : "application/x-npy")
  }

  /// The most probable classes of each row.
  ///
  /// - Parameters:
  ///   - measure: what a prediction's number is called.
  ///   - names: of the classes, as JSON writes them.
  static func predictions(_ predictions: [Prediction], _ measure: String, _ names: [String]) -> Response {
    var text = JSONText()
    func append(_ candidate: Prediction.Candidate, to text: inout JSONText) {
      text.append("\"class\":\(names[candidate.label]),\"\(measure)\":")
      text.append(candidate.probability)
    }
    text.append("{\"predictions\":[")
    text.append(list: predictions) { text, prediction in
      text.append("{")
      append(prediction.candidates[0], to: &text)
      text.append(",\"next\":[")
      text.append(list: prediction.candidates.dropFirst()) { text, candidate in
        text.append("{")
        append(candidate, to: &text)
        text.append("}")
      }
      text.append("]}")
    }
    text.append("]}\n")
    return bytes(text.buffer, type: "application/json")
  }

  /// The values of a node for each row.
  static func codes(_ codes: Matrix, node: String) -> Response {
    var text = JSONText()
    text.append("{\"node\":\(JSONText.quote(node)),\"codes\":[")
    text.append(list: 0..<codes.rows) { text, row in text.append(codes.row(row)) }
    text.append("]}\n")
    return bytes(text.buffer, type: "application/json")
  }

  /// How unlike the training data each row is.
  static func scores(_ scores: [Score], of model: Model) -> Response {
    var text = JSONText()
    text.append("{\"scores\":[")
    text.append(list: scores) { text, score in
      text.append("{\"error\":")
      text.append(score.error)
      if let rank = score.rank { text.append(",\"rank\":\(rank),\"unlike\":\(model.isUnlike(score))") }
      text.append("}")
    }
    text.append("]}\n")
    return bytes(text.buffer, type: "application/json")
  }
}
