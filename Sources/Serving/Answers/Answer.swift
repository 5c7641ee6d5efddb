internal import HTTPTypes
internal import Hummingbird
internal import StrataClassifiers
internal import StrataDatasets
internal import StrataFiles
internal import StrataInference
internal import StrataLinearAlgebra

/// What a request is answered with.
enum Answer {
  /// JSON.
  static func json(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
    bytes(Array(text.utf8), type: "application/json", status: status)
  }

  /// Bytes of some media type.
  static func bytes(_ bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status, headers: [.contentType: type], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  /// A matrix in the form that a client asks for: raw Float32, least byte first, or an array of NumPy; nil where it asks
  /// for neither.
  static func matrix(_ matrix: Matrix, accept: String?) -> Response? {
    switch accept {
    case "application/octet-stream":
      bytes(
        matrix.elements.map(\.bitPattern.littleEndian).withUnsafeBytes { Array($0) },
        type: "application/octet-stream")
    case "application/x-npy", "application/npy": bytes(NPYArray(matrix).encoded, type: "application/x-npy")
    default: nil
    }
  }

  /// The most probable classes of each row.
  static func predictions(_ scores: Matrix, of model: Model, best: Int) -> Response {
    let measure = model.measure
    let names = model.classNames.map(JSONText.quote)
    var text = JSONText()
    func append(_ candidate: Prediction.Candidate, to text: inout JSONText) {
      text.append("\"class\":\(names[candidate.label]),\"\(measure)\":")
      text.append(candidate.probability)
    }
    text.append("{\"predictions\":[")
    text.append(list: model.predictions(of: scores, best: best)) { text, prediction in
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
    return bytes(text.bytes, type: "application/json")
  }

  /// The values of a node for each row.
  static func codes(_ codes: Matrix, node: String) -> Response {
    var text = JSONText()
    text.append("{\"node\":\(JSONText.quote(node)),\"codes\":[")
    text.append(list: 0..<codes.rows) { text, row in text.append(codes.row(row)) }
    text.append("]}\n")
    return bytes(text.bytes, type: "application/json")
  }

  /// How unlike the training data each row is.
  static func scores(_ errors: Matrix, of model: Model) -> Response {
    var text = JSONText()
    text.append("{\"scores\":[")
    text.append(list: errors.elements) { text, error in
      let score = Score(error: error, rank: model.scores?.share(below: error))
      text.append("{\"error\":")
      text.append(error)
      if let rank = score.rank { text.append(",\"rank\":\(rank),\"unlike\":\(model.isUnlike(score))") }
      text.append("}")
    }
    text.append("]}\n")
    return bytes(text.bytes, type: "application/json")
  }
}
