import Foundation
import StrataDatasets
import StrataInference
import StrataLinearAlgebra
import StrataPlayground
import Synchronization

@testable import StrataServing

/// A server within the tests' own process, on a port of its own, that ends with its owner.
final class RunningServer: Sendable {
  let port: Int
  private let task: Task<Void, any Error>

  /// - Parameter change: of the options, before it begins.
  init(_ model: Model, _ change: (inout ServerOptions) -> Void = { _ in }) async throws {
    var options = ServerOptions()
    options.port = 0
    // How long a test takes depends on what else the machine does: only those of patience are out of it.
    options.patience = .seconds(3600)
    change(&options)
    let page: Playground? =
      if case .image = model.encoding.layout { try Playground([.init(title: "it", model)]) } else { nil }
    let server = try PredictionServer(
      model, page: page, execution: Execution(threads: 1), options: options)
    let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
    task = Task { try await server.run { continuation.yield($0) } }
    var first: Int?
    for await port in ports {
      first = port
      break
    }
    port = first ?? 0
  }

  deinit { task.cancel() }

  /// The model that comes with the program.
  static let digits: Model = {
    let root = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
    // The file is in the repository, and another test reads it.
    guard let model = try? Model(contentsOf: root.appending(path: "Models/digits.safetensors")) else {
      fatalError("Models/digits.safetensors")
    }
    return model
  }()

  /// Some images as bytes.
  static func images(_ count: Int, seed: UInt64 = 1) throws -> [[UInt8]] {
    let digits = SyntheticDigits.generate(train: count, validation: 1, test: 1, seed: seed)
    let rows = digits.train.features.matrix(rows: 0..<count)
    return (0..<count).map { rows.row($0).map { UInt8((255 * $0).rounded()) } }
  }
}
