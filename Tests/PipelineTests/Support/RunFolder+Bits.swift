import Foundation
import StrataRuns

extension RunFolder {
  /// The bits of what a run has learned, by the names of the files.
  func bits() throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try names where name.hasSuffix(".safetensors") || name.hasSuffix(".svg") {
      files[name] = FileManager.default.contents(atPath: file(name).path)
    }
    return files
  }
}
