/// What the classes of a model are called in a file of it: by numbers where all of their names are numbers, so that a
/// program compares them with its own labels, and by words otherwise.
enum ClassLabels {
  case numbers([Int64])
  case words([String])

  /// - Parameter names: nil for 0 … K − 1.
  init(_ names: [String]?, count: Int) {
    guard let names else {
      self = .numbers((0..<Int64(count)).map(\.self))
      return
    }
    // 007 and 7 are two names, and the former no number.
    let numbers = names.compactMap { name in Int64(name).flatMap { String($0) == name ? $0 : nil } }
    self = numbers.count == names.count ? .numbers(numbers) : .words(names)
  }

  /// True for 0 … K − 1, which are the places of the classes.
  var arePlaces: Bool {
    guard case .numbers(let numbers) = self else { return false }
    return numbers.enumerated().allSatisfy { $0.offset == Int($0.element) }
  }
}
