/// Readers that are not: what an attack must find, and what it must not.
extension FuzzTarget {
  /// Takes a megabyte where it may take half of that.
  package static let greedy = FuzzTarget(name: "greedy", cap: { _ in 1 << 19 }) { _, _ in hold(1 << 20) }

  /// Takes a quarter of a megabyte, twice, one after the other.
  package static let modest = FuzzTarget(name: "modest", cap: { _ in 1 << 19 }) { _, _ in
    hold(1 << 18)
    hold(1 << 18)
  }

  /// Throws what is no refusal.
  package static let careless = FuzzTarget(name: "careless", cap: { _ in 1 << 19 }) { _, _ in
    throw CancellationError()
  }

  private static func hold(_ count: Int) {
    withExtendedLifetime([UInt8](repeating: 1, count: count)) {}
  }
}
