internal import Foundation
internal import StrataFiles
internal import StrataLinearAlgebra

/// The examples of one table of numbers.
struct TableExamples {
  let text: TableText
  let file: DataFile
  var columns: TableColumns

  /// Reads the file, and of the table its first lines.
  ///
  /// - Parameters:
  ///   - label: the name or the number of the column of labels.
  ///   - known: what the columns are called elsewhere.
  ///   - learned: the column of labels that a model knows.
  ///   - reads: true where a model reads the columns of those names.
  init(
    _ url: URL, label: String?, known: [String]? = nil, learned: ReadingOptions.LearnedLabel? = nil,
    reads: Bool = false
  ) throws {
    let content = try WholeFile(url, inflating: true)
    let name = url.lastPathComponent.lowercased()
    let isTabbed = name.hasSuffix(".tsv") || name.hasSuffix(".tsv.gz")
    file = content.file
    text = try TableText(content.bytes, at: content.path, separator: isTabbed ? UInt8(ascii: "\t") : nil)
    columns = try TableColumns(text, label: label, known: known)
    if label == nil, let learned {
      columns.takeLabel(learned.name, beside: learned.inputs, inputs: known)
    }
    if reads, let known { columns.take(known) }
  }

  /// All numbers, with the labels where `columns` has a column of them.
  func table() throws -> NumberTable {
    let table = try NumberTable(text, columns)
    guard columns.label == nil || columns.width > 1, table.rows > 0 else {
      throw InputError(
        .malformedData, at: text.path, expected: "lines of numbers", found: "none",
        advice: "put an intact copy in its place")
    }
    return table
  }

  /// The table as MNIST's is often written: without a header, the label first, then the pixels of a square; nil when it
  /// is another.
  mutating func labelFirst() throws -> NumberTable? {
    guard columns.names == nil, columns.label == nil, ImageOrder.side(ofSquare: columns.width - 1) != nil
    else {
      return nil
    }
    var first = self
    first.columns.label = 0
    let table = try first.table()
    let largest = 999
    guard table.labels.allSatisfy({ $0.flatMap { Int($0) }.map { (0...largest).contains($0) } == true })
    else {
      return nil
    }
    self = first
    return table
  }

  /// What the columns are: pixels, where their names or the order of MNIST's tables say so.
  func layout(of table: NumberTable, _ options: ReadingOptions) -> Layout {
    let names = columns.features
    let count = columns.featureCount
    if let size = options.imageSize, size.fits(count) {
      return .image(height: size.height, width: size.width)
    }
    if let size = names.flatMap({ ColumnNames.imageSize($0) }) {
      return .image(height: size.height, width: size.width)
    }
    if columns.label == 0, names.map({ ColumnNames.areNumbers($0) }) ?? true, table.areBytes,
      table.largest > 1,
      let side = ImageOrder.side(ofSquare: count)
    {
      return .image(height: side, width: side)
    }
    return .columns(count: count, names: names)
  }

  /// The examples with their labels.
  ///
  /// - Throws: `InputError` when the labels are numbers that are not whole.
  func labelled(_ table: NumberTable, _ layout: Layout, _ options: ReadingOptions) throws -> LabelledExamples
  {
    let width = layout.width
    let isTransposed = options.isTransposed == true
    func upright<Value>(_ values: [Value]) -> [Value] {
      isTransposed ? Array(ImageOrder.transposed(values[...], layout)) : values
    }
    var values = RawValues.numbers(Matrix(rows: table.rows, columns: width, upright(table.values)))
    if case .image = layout, table.areBytes, table.largest > 1 {
      let bytes = upright(table.values.map { UInt8($0) })
      values = .bytes(ByteMatrix(rows: table.rows, columns: width, bytes))
    }
    return LabelledExamples(
      layout: layout, values: values, labels: columns.label == nil ? nil : try labels(of: table),
      place: text.path)
  }

  private func labels(of table: NumberTable) throws -> RawLabels {
    let words = table.labels.compactMap(\.self)
    let areNumbers = words.allSatisfy { NumberCell.value($0) != nil }
    if areNumbers, let index = table.labels.firstIndex(where: { $0.map(NumberCell.isMeasured) ?? false }) {
      throw InputError(
        .malformedData, at: text.path,
        expected: "classes in \(columns.title(columns.label ?? 0)): whole numbers or words",
        found: "\(quoted(table.labels[index] ?? "")) for example \(index + 1)",
        advice: "name another column as that of the labels; numbers are not predicted")
    }
    return RawLabels(words: table.labels)
  }
}
