import Foundation
import StrataFiles
import StrataLayerGraph
import StrataLinearAlgebra
import StrataTestSupport

/// True for the errors that bad input is to be refused with.
func isRefusal(_ error: any Error) -> Bool {
  // Their texts are made too: they show what a stranger wrote.
  switch error {
  case let error as InputError: !error.description.isEmpty
  case let error as GraphError: !"\(error)".isEmpty
  default: false
  }
}

extension TemporaryFolder {
  /// Makes a file anew.
  func file(_ name: String, _ bytes: [UInt8]) throws -> URL {
    let url = self(name)
    try Data(bytes).write(to: url)
    return url
  }
}
