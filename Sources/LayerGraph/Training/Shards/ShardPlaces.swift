/// Which buffer the sum of each node of a `ShardTree` is in, while a process takes in one of its shards after the other.
struct ShardPlaces {
  /// What there is so far.
  private(set) var nodes: [ShardTree.Node] = []
  /// The buffer of each.
  private(set) var places: [Int] = []

  /// What is done with a shard's numbers.
  struct Turn {
    /// The buffer that they go into.
    let place: Int
    /// What is then added up, in this order: the right one to the left one.
    let joined: [(left: Int, right: Int)]
  }

  /// Takes in the next shard. Its buffer is the first that is not in use: which one makes no difference.
  mutating func take(_ shard: Int) -> Turn {
    var place = 0
    while places.contains(place) { place += 1 }
    nodes.append(ShardTree.Node(height: 0, index: shard))
    places.append(place)
    var joined: [(left: Int, right: Int)] = []
    ShardTree.join(&nodes) { left, right in
      joined.append((places[left], places[right]))
      places.removeLast()
    }
    return Turn(place: place, joined: joined)
  }
}
