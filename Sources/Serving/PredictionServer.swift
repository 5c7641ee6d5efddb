internal import Foundation
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import ServiceLifecycle
package import StrataInference
package import StrataLinearAlgebra
package import StrataPlayground
internal import StrataFiles
internal import UnixSignals

/// A server of one model over HTTP: predictions, codes, scores, and a page to watch it at work.
///
/// Hummingbird carries it, a server library on SwiftNIO: of the small ones it is the one that bears tens of thousands of
/// requests a second on two processors and ends in order.
package struct PredictionServer: Sendable {
  private let routes: Routes
  private let options: ServerOptions

  /// - Parameters:
  ///   - model: what is asked.
  ///   - page: the page of a model of images; nil for others.
  /// - Throws: `InputError` where it would be reached from other machines without a token.
  package init(
    _ model: Model, page: Playground?, execution: Execution, options: ServerOptions
  ) throws {
    guard options.isLoopback || options.token?.isEmpty == false else {
      throw InputError(
        .usage, at: "--host \(options.host)", expected: "a token, as others can reach that address",
        found: "none", advice: "name a file that holds one: --token-file; or leave --host out")
    }
    let description = try ServerDescription(model, options: options)
    routes = Routes(
      model: ServedModel(model, execution: execution),
      page: ServedPage(page, otherwise: description.page), description: description, options: options)
    self.options = options
  }

  /// Serves until the process is asked to end; requests that have begun are answered first.
  ///
  /// - Parameter ready: told the port when it listens.
  /// - Throws: `InputError` when it cannot listen there.
  package func run(ready: @escaping @Sendable (Int) -> Void) async throws {
    var logger = Logger(label: "strata")
    logger.logLevel = .critical
    let patience = options.patience.components.seconds
    let application = Application(
      router: routes.router(),
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [SlowReaderHandler(patience: .seconds(patience))],
          idleTimeout: .seconds(patience),
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: 8 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100))),
      configuration: .init(
        address: .hostname(options.host, port: options.port), backlog: 1024,
        availableConnectionsDelegate: MaximumAvailableConnections(options.mostConnections)),
      onServerRunning: { channel in ready(channel.localAddress?.port ?? 0) }, logger: logger)
    var services = ServiceGroupConfiguration(
      services: [application],
      gracefulShutdownSignals: [.sigterm, .sigint, .sighup, .sigquit], logger: logger)
    // Whoever does not take its answer keeps nobody from ending.
    services.maximumGracefulShutdownDuration = options.patience
    do {
      try await ServiceGroup(configuration: services).run()
    } catch is CancellationError {
      return
    } catch {
      // Nothing else is thrown than what opening the address throws: the system's error, or that of a name.
      throw InputError(
        .unavailable, at: "\(options.host):\(options.port)", expected: "an address to listen at",
        found: (error as? IOError).map { String(cString: strerror($0.errnoCode)) }
          ?? "no machine of that name",
        advice: error is IOError
          ? "choose another port with --port, or 0 for any that is free"
          : "name one of this machine's addresses")
    }
  }
}
