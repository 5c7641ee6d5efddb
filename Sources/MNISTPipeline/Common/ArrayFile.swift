import Foundation
import StrataDatasets
import StrataDrawings
import StrataFiles
import StrataLinearAlgebra
import StrataSession

/// A file that a matrix is written to: an array of NumPy, or CSV, as its name says.
struct ArrayFile {
  private enum Form { case npy, csv, csvOnOutput }

  private let path: String
  private let form: Form

  /// - Throws: `InputError` for a name of another form, before anything is computed.
  init(_ path: String) throws {
    self.path = path
    guard path != "-" else {
      form = .csvOnOutput
      return
    }
    let url = try outputURL(path)
    switch url.pathExtension.lowercased() {
    case "npy": form = .npy
    case "csv": form = .csv
    case "" where AtomicFile.leavesInPlace(url): form = .csv
    default:
      throw InputError(
        .usage, at: path, expected: "a name that ends in .npy or .csv, or - for CSV on the standard output",
        found: "another", advice: "choose one of these")
    }
  }

  /// Writes a matrix, whole or not at all; CSV with the columns' names where they have any.
  func write(_ matrix: Matrix, heading: [String]? = nil) throws {
    func csv() -> String {
      ((heading.map { [$0] } ?? []) + (0..<matrix.rows).map { matrix.row($0).map { "\($0)" } }).csv
    }
    guard form != .csvOnOutput else { return try deliver(csv(), to: path) }
    let url = try outputURL(path)
    if form == .npy {
      try NPYArray(matrix.elements, shape: [matrix.rows, matrix.columns]).write(to: url)
    } else {
      try AtomicFile.write(csv(), to: url)
    }
    try show(url.relativePath)
  }
}
