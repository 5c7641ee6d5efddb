import Foundation
import StrataTestSupport
import Testing

/// A server, as programs ask it.
struct ServeTests {
  /// Whoever knows the first line of the file is let in, and nobody else.
  @Test func aTokenIsTheFirstLineOfItsFile() throws {
    let program = try Program()
    try program.folder.write("0123456789abcdef0123\nnot this\n", to: "token")
    let model = Program.models.appending(path: "digits.safetensors").path
    let outcome = try program.inShell(
      """
      $P serve '\(model)' --port 0 --token-file token --threads 1 --quiet > address &
      until [ -s address ]; do sleep 0.1; kill -0 $! || exit 1; done
      port=$(sed 's/.*:\\([0-9]*\\).*/\\1/' address)
      for token in 0123456789abcdef0123 0123456789abcdef0124; do
        exec 3<>/dev/tcp/127.0.0.1/$port
        printf 'GET /health HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n' >&3
        printf 'Authorization: Bearer %s\\r\\n\\r\\n' $token >&3
        head -1 <&3
      done
      kill $!; wait
      """)
    #expect(outcome.output.contains(/(?s)200 OK.*401 Unauthorized/), "\(outcome.output) \(outcome.error)")
  }
}
