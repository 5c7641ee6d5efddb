internal import StrataLinearAlgebra

/// One piece of a pass: what it computes for each panel, and which memory it reads and writes for that.
///
/// An operation says what its steps are; `Phases` decides which of them run side by side.
package struct Step: Sendable {
  /// How the work is cut. Panels of one step may run side by side and in any order.
  let panels: Panels
  /// The memory that it touches.
  let accesses: [Access]
  /// About how many multiplications a panel takes: long ones are begun first.
  let cost: Int
  /// True for a loss or a penalty, whose sum over the panels is part of the objective.
  let isTerm: Bool
  /// Rows that it writes, each a sum over the examples at hand: where these are a shard of a batch, the steps after it wait
  /// until the sums of all shards have been added up, and find that there.
  let summed: [Place]
  /// Computes a panel; returns what it adds to the objective.
  let body: @Sendable (_ region: Region, _ batch: Batch) -> Double

  /// A step on the examples of a batch, one in a row: of the last batch, which may be smaller, only the rows
  /// that there are.
  init(
    onExamplesIn panels: Panels, _ accesses: [Access], cost: Int? = nil, summing summed: [Place] = [],
    body: @escaping @Sendable (_ region: Region, _ batch: Batch) -> Void
  ) {
    self.init(panels, accesses, cost: cost, isTerm: false, summed: summed) { region, batch in
      let region = region.clamped(toRows: batch.count)
      if !region.isEmpty { body(region, batch) }
      return 0
    }
  }

  /// A step that returns part of the objective, summed over the examples.
  init(
    termOnExamplesIn panels: Panels, _ accesses: [Access], cost: Int? = nil,
    body: @escaping @Sendable (_ region: Region, _ batch: Batch) -> Double
  ) {
    self.init(panels, accesses, cost: cost, isTerm: true) { region, batch in
      let region = region.clamped(toRows: batch.count)
      return region.isEmpty ? 0 : body(region, batch)
    }
  }

  /// A step on a parameter, or on anything else that is the same for every batch.
  init(
    on panels: Panels, _ accesses: [Access], cost: Int? = nil,
    body: @escaping @Sendable (_ region: Region, _ batch: Batch) -> Void
  ) {
    self.init(panels, accesses, cost: cost, isTerm: false) {
      body($0, $1)
      return 0
    }
  }

  private init(
    _ panels: Panels, _ accesses: [Access], cost: Int?, isTerm: Bool, summed: [Place] = [],
    body: @escaping @Sendable (_ region: Region, _ batch: Batch) -> Double
  ) {
    self.panels = panels
    self.accesses = accesses
    self.isTerm = isTerm
    self.summed = summed
    self.body = body
    self.cost = cost ?? panels.shape.count / max(panels.count, 1)
  }
}

/// Memory that a step reads or writes.
package struct Access: Sendable {
  /// How much of the memory one panel touches.
  enum Extent: Sendable {
    /// The panel's own region of it: what a step with the same panels wrote there is seen at once.
    case panel
    /// More than that, so it has to wait for every panel of whoever wrote it.
    case all
  }

  private let owner: ObjectIdentifier
  private let range: Range<Int>
  private let stride: Int
  private let extent: Extent
  private let writes: Bool

  static func reads(_ place: Place, _ extent: Extent) -> Access {
    Access(place, extent, writes: false)
  }

  static func writes(_ place: Place, _ extent: Extent = .panel) -> Access {
    Access(place, extent, writes: true)
  }

  /// Memory that is not floats, known by who owns it.
  static func reads(_ owner: ObjectIdentifier, _ extent: Extent) -> Access {
    Access(owner: owner, range: 0..<1, stride: 0, extent: extent, writes: false)
  }

  static func writes(_ owner: ObjectIdentifier) -> Access {
    Access(owner: owner, range: 0..<1, stride: 0, extent: .panel, writes: true)
  }

  private init(_ place: Place, _ extent: Extent, writes: Bool) {
    let (owner, range) = place.extent
    self.init(owner: owner, range: range, stride: place.stride, extent: extent, writes: writes)
  }

  private init(owner: ObjectIdentifier, range: Range<Int>, stride: Int, extent: Extent, writes: Bool) {
    self.owner = owner
    self.range = range
    self.stride = stride
    self.extent = extent
    self.writes = writes
  }

  /// True when the two may not change places: both touch the same memory, and one of them writes it.
  func conflicts(with other: Access) -> Bool {
    (writes || other.writes) && owner == other.owner && range.overlaps(other.range)
  }

  /// True when, of two steps with equal panels, a panel touches nothing that another panel of the other step
  /// touches.
  func isConfinedLike(_ other: Access) -> Bool {
    extent == .panel && other.extent == .panel && range == other.range && stride == other.stride
  }
}
