internal import StrataFiles
internal import StrataLinearAlgebra

extension Dataset {
  /// What a data set is called, before it is known whether it is a published one.
  struct Identity {
    /// The name that it is asked for by.
    var name: String
    /// The name for people.
    var title: String
    /// The path of its folder, or how it was made.
    var origin: String
    /// What was asked for by name.
    var claim: PublishedDataset?
  }

  /// Divides and encodes what was read.
  ///
  /// - Throws: `InputError` when no example would be left to train on, or parts do not go together.
  init(
    _ raw: RawDataset, _ identity: Identity, _ division: Division, scale: ScaleChoice = .automatic
  ) throws {
    try raw.check(at: identity.origin)
    let hash = raw.sha256 ?? raw.contentHash
    let published = PublishedDataset.all.first { $0.sha256 == hash }
    let names = raw.allClassNames
    let labels = raw.train.labels.map { $0.indices(in: names) }
    let rows = Rows(labels ?? [Int32](repeating: RawLabels.none, count: raw.train.values.rows))
    let rule = division.rule ?? (published != nil || raw.isInFixedOrder ? .last : .seed)
    var split = try Split(
      of: rows.labels, division, rule: rule,
      needs: (raw.validation == nil, raw.test == nil && !names.isEmpty), at: identity.origin)
    let draw =
      try names.isEmpty
      ? nil
      : division.labels.map {
        try LabelDraw(
          $0, of: split.train, classes: rows.labels, seed: division.labelSeed, at: identity.origin)
      }
    let notes = raw.notes + division.notes(onAsking: split.train.count, hasLabels: !names.isEmpty)
    split.train = draw?.kept ?? split.train
    let withheld = draw?.withheld ?? []
    let storage = rows.storage(raw.train.values, split, withheld: withheld)
    let encoding = Encoding(
      fitting: storage.values, rows: 0..<storage.train + storage.unlabelled, layout: raw.layout,
      choice: scale,
      preparation: raw.preparation)

    func part(_ rows: RawRows, _ labels: [Int32], _ sources: RowSources) throws -> Part {
      Part(try rows.features(in: encoding, at: identity.origin), labels, raw: rows, sources: sources)
    }
    /// A stretch of the rows that were divided.
    func inner(_ first: Int, _ indices: [Int]) throws -> Part {
      let stretch = RawRows(values: storage.values, rows: first..<first + indices.count)
      return try part(
        stretch, indices.map { rows.labels[$0] },
        RowSources(rows: indices.map { rows.indices[$0] }, paths: raw.train.paths))
    }
    /// A part that the files keep apart.
    func outer(_ own: RawDataset.Part?) throws -> Part? {
      guard let own else { return nil }
      let all = 0..<own.values.rows
      let unknown = [Int32](repeating: RawLabels.none, count: all.count)
      return try part(
        RawRows(values: own.values, rows: all), own.labels?.indices(in: names) ?? unknown,
        RowSources(rows: Array(all), paths: own.paths))
    }
    let examples = RawRows(values: storage.values, rows: 0..<storage.train + storage.unlabelled)
    let parts = (
      train: try inner(0, split.train),
      validation: try outer(raw.validation) ?? inner(examples.rows.upperBound, split.validation),
      test: try outer(raw.test) ?? inner(examples.rows.upperBound + split.validation.count, split.test)
    )
    let hashes = PartHashes(
      training: parts.train.sources?.rows ?? [],
      validation: raw.validation == nil ? parts.validation.sources?.rows : nil,
      test: raw.test == nil ? parts.test.sources?.rows : nil)
    try raw.check(at: identity.origin)
    self.init(
      name: published?.name ?? identity.name, title: published?.title ?? identity.title,
      origin: identity.origin, classNames: published?.classNames ?? names, encoding: encoding, parts: parts,
      examples: (try examples.features(in: encoding, at: identity.origin), examples),
      sha256: hash, isPublished: published != nil, split: rule, partHashes: hashes,
      mistakenFor: identity.claim == published ? nil : identity.claim, files: raw.files,
      notes: notes, withheldLabels: withheld.count)
  }
}

/// The rows of a training part: those that are divided, and those without a label.
private struct Rows {
  /// The rows that are divided, by their index in the file: all that have a label, or all where none has.
  let indices: [Int]
  /// Their classes.
  let labels: [Int32]
  /// The rows without a label beside others that have one.
  let unlabelled: [Int]

  init(_ classes: [Int32]) {
    let labelled = classes.indices.filter { classes[$0] >= 0 }
    indices = labelled.isEmpty ? Array(classes.indices) : labelled
    unlabelled = labelled.isEmpty ? [] : classes.indices.filter { classes[$0] < 0 }
    labels = indices.map { classes[$0] }
  }

  /// Raw numbers in the order of training, unlabelled, validation and test rows, so that each part is a stretch of them.
  func storage(
    _ values: RawValues, _ split: Split, withheld: [Int]
  ) -> (values: RawValues, train: Int, unlabelled: Int) {
    let others = unlabelled + withheld.map { indices[$0] }
    let order = split.train.map { indices[$0] } + others + (split.validation + split.test).map { indices[$0] }
    let isInPlace = order.count == values.rows && order.enumerated().allSatisfy { $0.offset == $0.element }
    return (isInPlace ? values : values.gathered(order), split.train.count, others.count)
  }
}
