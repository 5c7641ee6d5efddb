internal import Crypto
public import Foundation
public import StrataFiles
public import StrataLinearAlgebra

/// A model on disk: named tensors, and what they mean, in a safetensors file that proves itself whole.
///
/// What is not a tensor is a **part**: a `Codable` value, stored as JSON under its name in the metadata.
/// Two hashes are stored with it and checked when it is read:
/// - `tensors_sha256`: the SHA-256 of the safetensors file that holds the same tensors and no metadata,
///   so equal weights have equal hashes whatever else is said about them;
/// - `metadata_sha256`: the same of the file that holds the other metadata and no tensors.
///
/// ```swift
/// var checkpoint = try Checkpoint(network)
/// try checkpoint.setPart(progress, named: "progress")
/// try checkpoint.write(to: url)
/// ```
public struct Checkpoint: Sendable {
  /// The version of this layout. A newer one is refused; an older one is migrated when it is read.
  package static let schemaVersion = migrations.count + 1

  /// The tensors and the parts. Entries of the metadata that are listed above are set by `write`.
  private var file: Safetensors

  private enum Key {
    static let schemaVersion = "schema_version"
    static let tensorsHash = "tensors_sha256"
    static let metadataHash = "metadata_sha256"
    static let all = [schemaVersion, tensorsHash, metadataHash]
  }

  /// A checkpoint with nothing in it.
  public init() { file = Safetensors() }

  /// Reads a checkpoint, checks its version and hashes, and migrates it when it is of an older version.
  public init(contentsOf url: URL) throws(InputError) {
    try self.init(Safetensors(contentsOf: url))
  }

  /// Checks the version and hashes of a file that was read.
  init(_ file: Safetensors) throws(InputError) {
    self.file = file
    let version = try checkedVersion()
    try check(Key.tensorsHash, is: tensorsHash)
    try check(Key.metadataHash, is: Self.metadataHash(of: file.metadata))
    for key in Key.all { self.file.metadata[key] = nil }
    Self.migrate(&self.file.metadata, from: version)
  }

  /// The checkpoint as a file, sealed with its version and hashes.
  package var sealed: Safetensors { sealed(as: Self.schemaVersion) }

  /// The same under the number of another version, which has no more in it than this one.
  func sealed(as version: Int) -> Safetensors {
    var sealed = file
    sealed.metadata[Key.schemaVersion] = String(version)
    sealed.metadata[Key.tensorsHash] = tensorsHash
    sealed.metadata[Key.metadataHash] = Self.metadataHash(of: sealed.metadata)
    return sealed
  }

  /// Writes the checkpoint, whole or not at all.
  public func write(to url: URL) throws(InputError) {
    try sealed.write(to: url)
  }
}

// MARK: - Tensors and parts

extension Checkpoint {
  /// The tensors by name.
  package var tensors: [String: Tensor] {
    get { file.tensors }
    set { file.tensors = newValue }
  }

  /// A matrix stored as `[rows, columns]`, or a single row of it stored as `[columns]`, in float32 or in
  /// a float of two bytes.
  public func matrix(_ name: String, shape: Shape) throws(InputError) -> Matrix {
    try file.matrix(name, shape: shape)
  }

  /// The elements of a tensor of this type and shape.
  package func elements<Element: TensorElement>(
    _ name: String, as type: Element.Type = Element.self, shape: [Int]
  ) throws(InputError) -> [Element] {
    try file.elements(name, as: type, shape: shape)
  }

  /// The names of the parts, in order.
  package var partNames: [String] { file.metadata.keys.sorted() }

  /// Where the checkpoint was read from, for errors.
  package var place: String { file.place }

  /// A part that is there under this name.
  public func part<Part: Decodable>(
    _ name: String, as type: Part.Type = Part.self
  ) throws(InputError) -> Part {
    guard let text = file.metadata[name] else {
      throw InputError(
        .malformedData, at: place, expected: "the part \(quoted(name))",
        found: "only \(partNames.map(quoted).joined(separator: ", "))",
        advice: "take a checkpoint of another run, or train again")
    }
    return try StrictJSON.decode(
      type, from: Array(text.utf8)[...], at: "\(place), part \(quoted(name))",
      advice: """
        take a checkpoint of another run, or train again; if a newer version of this program wrote it, update this one
        """)
  }

  /// Stores a part of one's own under a name, in place of the one that was there.
  ///
  /// - Throws: `InputError` when the name is one that the library keeps something under, or the part is no JSON.
  public mutating func setPart(_ part: some Encodable, named name: String) throws(InputError) {
    guard !Key.all.contains(name), !Self.libraryParts.contains(name), !name.hasSuffix("/architecture") else {
      throw InputError(
        .malformedData, at: place, expected: "a part with a name of its own",
        found: "one called \(quoted(name)), as the library calls what it keeps in a checkpoint",
        advice: "call the part something else")
    }
    try keep(part, as: name)
  }

  /// The names of the parts that models, stacks and runs are kept in.
  private static let libraryParts: Set = [
    "architecture", "optimizer", "training_parameters", "epoch", "partial_epoch", "early_stopping", "layer",
    "encoding", "class_names", "provenance", "score_quantiles", "learned_rows", "normalization",
    "dataset_sha256", "recipe", "seed", "versions", "archive",
  ]

  /// Stores a part of the library's.
  package mutating func keep(_ part: some Encodable, as name: String) throws(InputError) {
    let text = try StrictJSON.encode(part, at: "\(place), part \(quoted(name))")
    file.metadata[name] = String(decoding: text, as: UTF8.self)
  }

  /// Takes a part away; does nothing when there is none of that name.
  package mutating func removePart(_ name: String) { file.metadata[name] = nil }
}

// MARK: - Version and hashes

extension Checkpoint {
  /// The SHA-256 of names, types, shapes and elements of the tensors, in hexadecimal.
  package var tensorsHash: String {
    Self.sha256(of: Safetensors(tensors: file.tensors))
  }

  private static func metadataHash(of metadata: [String: String]) -> String {
    sha256(of: Safetensors(metadata: metadata.filter { $0.key != Key.metadataHash }))
  }

  private static func sha256(of file: Safetensors) -> String {
    var hash = SHA256()
    for chunk in file.chunks { chunk.withUnsafeBytes { hash.update(bufferPointer: $0) } }
    return hash.finalize().map { byte in
      String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }.joined()
  }

  private func checkedVersion() throws(InputError) -> Int {
    guard let text = file.metadata[Key.schemaVersion], let version = Int(text), version >= 1 else {
      throw InputError(
        .malformedData, at: place, expected: "\(Key.schemaVersion) in the metadata of a checkpoint",
        found: file.metadata[Key.schemaVersion].map(quoted) ?? "none",
        advice: "take a file that a training run of this program wrote")
    }
    guard version <= Self.schemaVersion else {
      throw InputError(
        .malformedData, at: place, expected: "\(Key.schemaVersion) \(Self.schemaVersion) or older",
        found: "\(version)", advice: "a newer version of this program wrote it: update this one")
    }
    return version
  }

  private func check(_ key: String, is actual: String) throws(InputError) {
    guard let stored = file.metadata[key], stored == actual else {
      throw InputError(
        .malformedData, at: place, expected: "the \(key) that is stored with it, \(quotedHash(key))",
        found: actual, advice: "it was damaged after it was written: take another file, or train again")
    }
  }

  private func quotedHash(_ key: String) -> String { file.metadata[key].map(quoted) ?? "which is missing" }
}
