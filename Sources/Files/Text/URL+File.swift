internal import Foundation

extension URL {
  /// The error that says that it is no file, such as a page of the web, whose path would otherwise be taken for one of
  /// this machine; nil where it is one.
  var refusalOfAddress: InputError? {
    guard let scheme, !isFileURL else { return nil }
    return InputError(
      .usage, at: absoluteString, expected: "a file or folder of this machine",
      found: "an address that begins with \(scheme):", advice: "download it first, and give URL(filePath:)")
  }

  /// Throws where it names something that is no file.
  func requireFile() throws(InputError) { if let refusalOfAddress { throw refusalOfAddress } }
}
