package import Foundation
package import StrataFiles

extension StoredRows {
  /// Writes rows of Float32 into a file without a name, which is gone when nobody reads from it any more, however the
  /// process ends.
  package final class Writer {
    private let columns: Int
    private let folder: URL
    /// Nil when a reader has taken it over.
    private var descriptor: CInt?
    private var rows = 0
    private var range: ClosedRange<Float>?
    private var areNumbers = true

    /// Begins a file on the disk of a folder.
    ///
    /// - Throws: `InputError` when none can be written there.
    package init(in folder: URL, columns: Int) throws(InputError) {
      (self.folder, self.columns) = (folder, columns)
      var descriptor = open(folder.path, O_RDWR | O_CLOEXEC | Self.withoutName, 0o600)
      if descriptor < 0, [EOPNOTSUPP, EISDIR, EINVAL].contains(errno) {
        // A file system that knows no files without a name.
        let path = folder.appending(path: ".codes-\(UUID().uuidString)").path
        descriptor = open(path, O_RDWR | O_CLOEXEC | O_CREAT | O_EXCL, 0o600)
        if descriptor >= 0 { unlink(path) }
      }
      guard descriptor >= 0 else { throw InputError.writing(folder, errno) }
      self.descriptor = descriptor
    }

    deinit { if let descriptor { close(descriptor) } }

    /// O_TMPFILE, a macro that Swift does not import.
    private static let withoutName: CInt = 0o20000000 | O_DIRECTORY

    /// Adds rows after those that are there.
    package func append(_ matrix: Matrix) throws(InputError) {
      precondition(matrix.columns == columns, "\(matrix.columns) columns for \(columns)")
      guard let descriptor else { preconditionFailure("the file is finished") }
      rows += matrix.rows
      if let next = matrix.range {
        range =
          range.map { min($0.lowerBound, next.lowerBound)...max($0.upperBound, next.upperBound) } ?? next
      } else if matrix.rows > 0 {
        areNumbers = false
      }
      let code = matrix.elements.withUnsafeBytes { bytes -> CInt in
        var rest = bytes[...]
        while !rest.isEmpty {
          let written = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
          if written < 0 && errno == EINTR { continue }
          if written <= 0 { return written < 0 ? errno : EIO }
          rest = rest.dropFirst(written)
        }
        return 0
      }
      guard code == 0 else { throw InputError.writing(folder, code) }
    }

    /// The rows that were written, to be read.
    package func finished() throws(InputError) -> StoredRows {
      guard let descriptor else { preconditionFailure("the file is finished") }
      self.descriptor = nil
      let file = try StoredFile(descriptor, path: folder.appending(path: "codes").path, hasName: false)
      return StoredRows(
        file, element: .float32, startingAt: 0, rows: rows, columns: columns, range: areNumbers ? range : nil)
    }
  }
}
