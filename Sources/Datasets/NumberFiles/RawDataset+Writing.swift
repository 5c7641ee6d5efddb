internal import Crypto
package import Foundation
internal import StrataFiles
internal import StrataLinearAlgebra

extension RawDataset {
  /// Writes the data set as a folder of NumPy arrays and a record, whole or not at all.
  ///
  /// - Parameter folder: a new one, or an empty one.
  /// - Throws: `InputError` when it holds something, or cannot be written.
  package func write(to folder: URL) throws {
    let path = folder.path
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue {
      throw Self.taken(folder, by: "a file of that name")
    }
    guard try Folders.names(in: folder).isEmpty else { throw Self.taken(folder) }
    let names = try unitedClassNames
    var record = DatasetFolder.Record(
      layout: layout, classNames: names, preparation: preparation, notes: notes.map(\.description), files: [:]
    )
    let parent = folder.deletingLastPathComponent()
    try Folders.make(parent)
    let name = ".\(folder.lastPathComponent.prefix(40)).\(UUID().uuidString).tmp"
    let temporary = parent.appendingPathComponent(name, isDirectory: true)
    do {
      try Folders.make(temporary)
      for (kind, part) in [(DatasetFolder.Part.train, train), (.validation, validation), (.test, test)] {
        guard let part else { continue }
        record.files[kind.examples] = try Self.write(
          part.values.inMemory().array(layout), to: temporary, kind.examples)
        guard let labels = try part.labels?.indexed(by: names ?? [], at: kind.rawValue) else { continue }
        let array = NPYArray(labels.classes, shape: [labels.classes.count])
        record.files[kind.labels] = try Self.write(array, to: temporary, kind.labels)
      }
      let place = DatasetFolder.record(in: temporary)
      try AtomicFile.write(try StrictJSON.encode(record, at: place.path, over: true) + [0x0a], to: place)
      // Takes the place of an empty folder, and of nothing else.
      guard rename(temporary.path, folder.path) == 0 else {
        throw errno == ENOTEMPTY || errno == EEXIST ? Self.taken(folder) : InputError.writing(folder, errno)
      }
    } catch {
      try? FileManager.default.removeItem(at: temporary)
      guard let error = error as? InputError else { throw error }
      // To the user it is the folder that was asked for.
      throw InputError(
        error.kind, at: error.place.replacing(name, with: folder.lastPathComponent), expected: error.expected,
        found: error.found, advice: error.advice)
    }
    try OpenFile.synchronizeFolder(parent)
  }

  /// The names of all classes: those that are said, or those of all labels in their order; nil without labels.
  private var unitedClassNames: [String]? {
    get throws {
      if let classNames { return classNames }
      let labels = [train.labels, validation?.labels, test?.labels].compactMap(\.self)
      guard let first = labels.first else { return nil }
      // One-hot labels and class lists have names of their own that no example may bear.
      if labels.allSatisfy({ $0.names == first.names }) { return first.names }
      return RawLabels(words: labels.flatMap(\.names)).names
    }
  }

  /// Writes an array and returns its hash.
  private static func write(_ array: NPYArray, to folder: URL, _ name: String) throws -> String {
    try AtomicFile.write(array.pieces, to: folder.appendingPathComponent(name))
    var hash = SHA256()
    for piece in array.pieces { piece.withUnsafeBytes { hash.update(bufferPointer: $0) } }
    return hash.finalize().hexadecimal
  }

  private static func taken(_ folder: URL, by found: String = "one that holds something") -> InputError {
    InputError(
      .cannotWrite, at: folder.relativePath, expected: "a new folder, or an empty one",
      found: found, advice: "choose another name, or move it away")
  }
}

extension RawValues {
  /// The array of an example's values: bytes or Float32, N × height × width or N × columns.
  fileprivate func array(_ layout: Layout) -> NPYArray {
    let shape =
      switch layout {
      case .image(let height, let width): [rows, height, width]
      case .columns(let count, _): [rows, count]
      }
    return switch self {
    case .bytes(let bytes): NPYArray(shape: shape, element: .byte, data: bytes.bytes, at: "an array")
    case .numbers(let numbers): NPYArray(numbers.elements, shape: shape)
    case .stored(let stored): NPYArray(stored.matrix.elements, shape: shape)
    }
  }
}
