internal import Crypto
package import Foundation
internal import StrataFiles
internal import StrataLinearAlgebra

/// A folder of folders of PNG and JPEG files, one for each class: `CLASS/*`, or `train/CLASS/*` and beside it
/// `validation` (or `val`, `valid`) and `test`.
///
/// Folders within that of a class are read too. What lies in none, or in one that is named `unlabelled`, has no label.
package enum ImageFolder {
  /// Reads a folder; nil when it is none, or no picture is in it.
  ///
  /// - Throws: `InputError` that names the first picture that cannot be read and says how many cannot; or the folder
  ///   of a class that is empty; or the commonest sizes, where pictures have several and no size is asked for.
  package static func read(_ url: URL, _ options: ReadingOptions = ReadingOptions()) throws -> RawDataset? {
    guard FileIdentity.kind(of: url.path) == .folder else { return nil }
    let plan = try FolderPlan(url.path)
    guard plan.entries.contains(where: { FolderContents.isPicture("\(plan.root)/\($0.path)") }) else {
      return nil
    }
    try check(plan)
    let stack = try PictureStack(
      plan.entries.map { "\(plan.root)/\($0.path)" }, of: plan.root, options)
    let names = sorted(Set(plan.entries.compactMap(\.className)))
    let preparation = stack.preparation
    var dataset = RawDataset(
      layout: .image(height: preparation.height, width: preparation.width),
      train: part(.train, of: plan, stack, names))
    if plan.has(.validation) { dataset.validation = part(.validation, of: plan, stack, names) }
    if plan.has(.test) { dataset.test = part(.test, of: plan, stack, names) }
    dataset.classNames = names.isEmpty ? nil : names
    dataset.preparation = preparation
    dataset.notes = notes(plan, stack, names, isSized: options.imageSize != nil)
    dataset.files = [DataFile(path: url.path, sha256: sha256(of: plan, stack))]
    return dataset
  }

  /// Throws where nothing is to be trained on, or where nothing is in the folder of a class: somebody forgot to put
  /// it there. The parts to choose by and to test on need not have every class.
  private static func check(_ plan: FolderPlan) throws {
    guard plan.has(.train) else {
      throw InputError(
        .missingInput, at: plan.root,
        expected: "a folder train with pictures in it, beside test and validation",
        found: "none", advice: "put the pictures to train on into \(plan.root)/train/CLASS")
    }
    if let empty = plan.emptyFolders.first(where: { $0.part == .train }) {
      throw InputError(
        .malformedData, at: "\(plan.root)/\(empty.path)", expected: "pictures in the folder of a class",
        found: "nothing", advice: "put pictures into it, or remove it")
    }
  }

  /// The rows of one part, which share storage with the others.
  private static func part(
    _ part: FolderPlan.Part, of plan: FolderPlan, _ stack: PictureStack, _ names: [String]
  ) -> RawDataset.Part {
    let width = stack.preparation.height * stack.preparation.width
    let start = plan.entries.firstIndex { $0.part == part } ?? 0
    let entries = plan.entries[start...].prefix { $0.part == part }
    let rows = ByteMatrix(
      rows: entries.count, columns: width, stack.rows[start * width..<entries.endIndex * width])
    let index = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int32($0)) })
    let classes = entries.map { $0.className.flatMap { index[$0] } ?? RawLabels.none }
    let hasLabels = classes.contains { $0 != RawLabels.none }
    return RawDataset.Part(
      .bytes(rows), labels: hasLabels ? RawLabels(names: names, classes: classes) : nil,
      paths: entries.map(\.path))
  }

  /// Names that are all numbers in the order of their values, others in that of the alphabet.
  private static func sorted(_ names: Set<String>) -> [String] {
    guard names.allSatisfy({ Int($0) != nil }) else { return names.sorted() }
    return names.sorted { (Int($0) ?? 0, $0) < (Int($1) ?? 0, $1) }
  }

  /// What `sha256sum` prints for all files in the order of their paths, hashed.
  private static func sha256(of plan: FolderPlan, _ stack: PictureStack) -> String {
    var hash = SHA256()
    for (index, entry) in plan.entries.enumerated().sorted(by: { $0.element.path < $1.element.path }) {
      hash.update(data: Array("\(stack.findings.hashes[index] ?? "")  \(entry.path)\n".utf8))
    }
    return hash.finalize().hexadecimal
  }
}
