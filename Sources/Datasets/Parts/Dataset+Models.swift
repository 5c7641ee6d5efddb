internal import StrataFiles
internal import StrataLinearAlgebra

extension Dataset {
  /// The same examples as a model that was trained on others reads them.
  ///
  /// - Parameters:
  ///   - encoding: the model's.
  ///   - model: what to call the model in errors.
  /// - Throws: `InputError` when the examples have another form, or cannot be such as the model was trained on.
  public func read(as encoding: Encoding, by model: String) throws -> Dataset {
    try layout.requireColumns(of: encoding.layout, by: model, at: origin)
    try requireWidth(encoding.layout.width, of: model)
    var encoding = encoding
    // A model of version 0.1 does not know what its columns are.
    if case .columns(_, nil) = encoding.layout { encoding.layout = layout }
    guard encoding != self.encoding else { return self }
    func part(_ part: Part) throws -> Part {
      let features = try part.raw.map { try $0.features(in: encoding, at: origin) } ?? part.features
      return Part(features, part.labels, raw: part.raw, sources: part.sources)
    }
    return Dataset(
      name: name, title: title, origin: origin, classNames: classNames, encoding: encoding,
      parts: (try part(train), try part(validation), try part(test)),
      examples: (try rawExamples.map { try $0.features(in: encoding, at: origin) } ?? examples, rawExamples),
      sha256: sha256, isPublished: isPublished, split: split, partHashes: partHashes,
      mistakenFor: mistakenFor, files: files,
      notes: notes, ownEncoding: ownEncoding, withheldLabels: withheldLabels)
  }

  /// For each class of an evaluation, its index among a model's: this data set's classes in their order, then those
  /// that the model alone knows; nil for a class that the model does not know, of which there is no test example.
  ///
  /// - Throws: `InputError` when there are test examples of a class that the model does not know.
  package func order(of names: [String], by model: String) throws -> [Int?] {
    let present = Set(test.labels)
    let own = try classNames.enumerated().map { label, name -> Int? in
      if let index = names.firstIndex(of: name) { return index }
      if !present.contains(Int32(label)) { return nil }
      throw InputError(
        .malformedData, at: origin,
        expected: "examples of the classes of \(model): \(names.listed())",
        found: "the class \(quoted(name))", advice: "leave those examples out, or train a model on these")
    }
    return own + names.indices.filter { !classNames.contains(names[$0]) }
  }
}
