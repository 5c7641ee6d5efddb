import ArgumentParser
import Foundation
import StrataDatasets
import StrataFiles
import StrataInference
import StrataLinearAlgebra
import StrataPlayground
import StrataServing
import StrataSession
import StrataStages
import Synchronization

struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Answer over HTTP, with a page to draw on and watch the model at work.",
    usage: "\(ProgramName.short) serve [<model>] [<options>]",
    discussion: """
      Open the address that is printed: draw, and see what the network is fed, what it says, what its stack makes of \
      the drawing, and what noise does. Programs send pictures, or rows as JSON, raw bytes, Float32 or arrays of \
      NumPy, to /predict, /encode and /score; /openapi.json describes all of it. Ctrl-C ends it in order.

      Only this machine can reach it, unless --host says otherwise, and then only with a token.

      EXAMPLES
        \(ProgramName.short) serve
        \(ProgramName.short) serve RUN --beside OTHER --port 0
        curl -H 'Content-Type: image/png' --data-binary @digit.png localhost:8080/predict
      """)

  @Argument(
    help: ArgumentHelp(
      "A run by name or path, or a .safetensors file; none for the newest.", valueName: "model"),
    completion: .models)
  var name: String?

  @Option(
    help: ArgumentHelp("The same, as the other commands have it.", valueName: "model"), completion: .models)
  var model: String?

  @Option(
    help: ArgumentHelp(
      "Another model of the same data, shown beside it on the page; without it the newest network from random weights, "
        + "where there is one.", valueName: "model"), completion: .models)
  var beside: String?

  @Option(help: ArgumentHelp("Address to listen at.", valueName: "address"))
  var host = "127.0.0.1"

  @Option(help: ArgumentHelp("Port to listen at; 0 for any that is free.", valueName: "n"))
  var port = 8080

  @Option(
    help: ArgumentHelp(
      "File whose first line clients must know: Authorization: Bearer …", valueName: "file"),
    completion: .file())
  var tokenFile: String?

  @Option(help: ArgumentHelp("The largest request in MiB.", valueName: "n"))
  var largest = 16

  @OptionGroup var runs: RunsOption
  @OptionGroup var machine: MachineOptions
  @OptionGroup var quiet: QuietFlag

  func validate() throws {
    if name != nil, model != nil { throw ValidationError("Name the model once.") }
    guard (0...65535).contains(port) else { throw ValidationError("--port is 0 to 65535, not \(port).") }
    guard (1...1024).contains(largest) else {
      throw ValidationError("--largest is 1 to 1024, not \(largest).")
    }
  }

  func run() throws {
    let options = PipelineOptions(runs, machine)
    let source = try ModelSource(name ?? model, options, console: quiet.console)
    let served = source.modelWithTestFigures
    let server = try PredictionServer(
      served, page: page(of: served, from: source, options), execution: options.execution,
      options: serverOptions())
    try waiting {
      try await server.run { port in
        let address = "http://\(reachable.contains(":") ? "[\(reachable)]" : reachable):\(port)/"
        if let tokenFile {
          quiet.console.say(
            "note",
            "in a browser the page asks for the token of \(tokenFile); \(address)?token=… has it in the address"
          )
        }
        try? show(address)
      }
    }
  }

  /// The page of a model, with another beside it where one is named or found; nil where there is nothing to draw for, which
  /// is said.
  private func page(of model: Model, from source: ModelSource, _ options: PipelineOptions) throws
    -> Playground?
  {
    if let beside {
      let other = try ModelSource(beside, options, console: quiet.console).model
      return try Playground(Playground.Contender.named(model, source.place, other, beside))
    }
    let contenders = source.control.map { Playground.Contender.named(model, source.place, $0, "control") }
    if let contenders, let page = try? Playground(contenders) { return page }
    do {
      return try Playground([.init(title: source.place, model)])
    } catch let error as InputError where error.kind == .unavailable {
      quiet.console.say("note", "there is no page to draw on: \(error.wordsOfProgram)")
      return nil
    }
  }

  /// The name that a browser finds the server by: an address that stands for all of this machine's is no name.
  private var reachable: String {
    ["0.0.0.0", "::"].contains(host) ? ProcessInfo.processInfo.hostName : host
  }

  private func serverOptions() throws -> ServerOptions {
    var options = ServerOptions()
    (options.host, options.port) = (host, port)
    options.largestBody = largest << 20
    options.token = try tokenFile.map { path in
      var file = try FileReader(path: path, advice: "name a file that holds the token")
      let text = String(decoding: try file.read(4096), as: UTF8.self)
      let token = text.prefix { !$0.isNewline }.trimmingCharacters(in: .whitespaces)
      guard token.count >= 16 else {
        throw InputError(
          .malformedData, at: path, expected: "a token of 16 characters or more in its first line",
          found: "\(token.count)", advice: "make one: openssl rand -hex 24")
      }
      return token
    }
    return options
  }
}

/// Does asynchronous work and waits for it.
private func waiting(for work: @escaping @Sendable () async throws -> Void) throws {
  let result = Mutex<Result<Void, any Error>>(.success(()))
  let done = DispatchSemaphore(value: 0)
  Task {
    do { try await work() } catch { result.withLock { $0 = .failure(error) } }
    done.signal()
  }
  done.wait()
  try result.withLock { try $0.get() }
}
