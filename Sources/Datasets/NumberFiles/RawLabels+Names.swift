internal import StrataFiles

extension RawLabels {
  /// The same labels as indices into names that were given: each is one of them, or each is a number k and means the
  /// k-th of them, from 0 on.
  ///
  /// - Throws: `InputError` when a label is neither.
  func indexed(by classNames: [String], at place: String) throws -> RawLabels {
    if names == classNames { return self }
    let places = Dictionary(classNames.enumerated().map { ($1, $0) }) { first, _ in first }
    // Where the names are 0, 1, … themselves, in another order, numbers still mean places, as everywhere else.
    let arePlaces = Set(classNames) == Set(classNames.indices.map(String.init))
    let areNames = !arePlaces && names.allSatisfy { places[$0] != nil }
    let indices = try names.map { name -> Int32 in
      guard let index = areNames ? places[name] : Int(name), classNames.indices.contains(index) else {
        throw InputError(
          .malformedData, at: place,
          expected: "labels from 0 to \(classNames.count - 1), or all of them class names",
          found: quoted(name),
          advice: "give as many class names as there are classes, or none")
      }
      return Int32(index)
    }
    return RawLabels(names: classNames, classes: classes.map { $0 == Self.none ? $0 : indices[Int($0)] })
  }
}
