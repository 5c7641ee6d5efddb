internal import StrataFiles
internal import StrataLinearAlgebra

extension Matrix {
  /// Throws where a number is none, or infinite, naming the first.
  func requireFinite(at place: String) throws(InputError) {
    guard !isFinite, let index = elements.firstIndex(where: { !$0.isFinite }) else { return }
    throw InputError(
      .malformedData, at: place, expected: "finite numbers",
      found: "\(elements[index]) in row \(index / columns), column \(index % columns), both counted from 0",
      advice: "leave such examples out, or put a number in its place")
  }
}
