internal import StrataFiles
internal import StrataLinearAlgebra

/// Some rows of raw numbers, which they share with other parts.
struct RawRows: Sendable {
  let values: RawValues
  let rows: Range<Int>

  func features(in encoding: Encoding, at place: String) throws(InputError) -> any Features {
    try encoding.features(of: values, rows: rows, at: place)
  }
}
