import Foundation

/// A server on 127.0.0.1 that speaks TLS, with a certificate that nobody vouches for: `openssl s_server`.
final class SecureServer {
  static let isAvailable = (try? run(["version"]))?.isEmpty == false

  /// The address of its root, with a `/` at the end.
  let address: String
  private let process = Process()

  struct CannotStart: Error {}

  /// A server of the files in a folder.
  init(_ folder: TemporaryFolder) throws {
    let (key, certificate) = ("\(folder.url.path)/key.pem", "\(folder.url.path)/certificate.pem")
    _ = try Self.run([
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
      "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate,
    ])
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key, "-HTTP",
    ]
    process.currentDirectoryURL = folder.url
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    // It says where it listens: `ACCEPT 127.0.0.1:41873`.
    var text = ""
    repeat {
      let data = output.fileHandleForReading.availableData
      if data.isEmpty { throw CannotStart() }
      text += String(decoding: data, as: UTF8.self)
    } while !text.contains(/ACCEPT 127\.0\.0\.1:[0-9]+\n/)
    guard let match = text.firstMatch(of: /ACCEPT (127\.0\.0\.1:[0-9]+)/) else { throw CannotStart() }
    address = "https://\(match.1)/"
  }

  /// A process that is started from a thread with blocked signals never hears SIGTERM.
  deinit { kill(process.processIdentifier, SIGKILL) }

  /// Runs openssl and gives its standard output.
  private static func run(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["openssl"] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CannotStart() }
    return String(decoding: data, as: UTF8.self)
  }
}
