package import StrataLinearAlgebra

/// Turns the gradients of a workspace into steps of the parameters, and remembers what the optimizer
/// remembers.
final class Updater {
  private struct Parameter: Sendable {
    let gradient: ParameterGradient
    let value: Place
    /// Where the gradient is written; nil where the product adds it to the parameter at once, or where it comes from
    /// elsewhere, for which plain gradient descent has it as the velocity of a momentum of zero.
    let scratch: Place?
    /// What the optimizer remembers.
    let slots: [Place]
    /// The average over the steps; nil where there is none.
    let average: Place?

    /// All that is remembered between steps.
    var memory: [Place] { slots + (average.map { [$0] } ?? []) }
  }

  private let parameters: [Parameter]
  /// Where the gradients of the last step are that came from elsewhere.
  var given: [Place]?
  private let recipe: TrainingRecipe
  /// The steps taken.
  private(set) var count = 0
  /// The learning rate of the last step.
  private(set) var rate: Float = 0

  init(_ gradients: [ParameterGradient], store: ParameterStore, recipe: TrainingRecipe) {
    self.recipe = recipe
    let slots = recipe.optimizer.slots
    parameters = gradients.map { gradient in
      let value = store[gradient.name]
      func place() -> Place { RowLayout(value.shape).place() }
      return Parameter(
        gradient: gradient, value: value, scratch: (slots == 0) == (recipe.shard == nil) ? nil : place(),
        slots: (0..<slots).map { _ in place() }, average: recipe.averaging.map { _ in place() })
    }
    for parameter in parameters { parameter.average?.window.assign(parameter.value.window) }
  }

  /// The averages of the parameters by name; none where the recipe asks for none.
  var averages: [String: Place] {
    parameters.reduce(into: [:]) { $0[$1.gradient.name] = $1.average }
  }

  /// How many matrices of a parameter's shape are kept for each: the gradient and what the optimizer remembers, or
  /// neither; and the average, where there is one.
  static func matrices(_ recipe: TrainingRecipe) -> Int {
    let slots = recipe.optimizer.slots
    let scratch = (slots == 0) == (recipe.shard == nil) ? 0 : 1
    return slots + scratch + (recipe.averaging == nil ? 0 : 1)
  }

  /// What they take, in bytes.
  var bytes: Int {
    parameters.reduce(0) { sum, parameter in
      sum + ([parameter.scratch] + parameter.memory).reduce(0) { $0 + ($1?.bytesOfBuffer ?? 0) }
    }
  }

  /// Counts a step and sets its learning rate; called once before the step is run.
  func beginStep(rate: Float) {
    count += 1
    self.rate = rate
  }

  /// Factor on all gradients: −rate for plain gradient descent, whose gradient product updates the weight in
  /// place, w = (1 − rate·decay)·w − rate·g; otherwise 1.
  var gradientScale: Float { recipe.optimizer.slots == 0 && recipe.shard == nil ? -rate : 1 }

  /// What the step that has begun goes by.
  var rates: Batch.Rates {
    var rates = Batch.Rates(learningRate: rate)
    switch recipe.optimizer {
    case .sgd: break
    case .adam(let beta1, let beta2, _), .adamW(let beta1, let beta2, _):
      rates.corrections = (correction(beta1), correction(beta2))
    }
    // At first the average is to forget what training began with.
    if let kept = recipe.averaging {
      rates.averageShare = 1 - min(kept, Float(1 + count) / Float(10 + count))
    }
    return rates
  }

  /// The steps that update every parameter from the gradient of a batch.
  var steps: [Step] { parameters.map { Self.step(of: $0, from: nil, recipe) } }

  /// The steps that update every parameter from a gradient that is there already, in the order of the parameters.
  func steps(from given: [Place]) -> [Step] {
    zip(parameters, given).map { Self.step(of: $0, from: $1, recipe) }
  }

  private static func step(of parameter: Parameter, from given: Place?, _ recipe: TrainingRecipe) -> Step {
    let (gradient, value) = (parameter.gradient, parameter.value)
    // A column's norm needs whole columns.
    let norm = recipe.fixedNorm ?? recipe.maxNorm
    let panels = norm == nil ? Panels(of: value.shape) : Panels(columnsOf: value.shape)
    let decay = gradient.role.isPenalized ? recipe.weightDecay : 0
    return Step(
      on: panels,
      (given.map { [.reads($0, .all)] } ?? gradient.accesses)
        + ([value, parameter.scratch] + parameter.memory).compactMap { $0.map { .writes($0) } },
      cost: gradient.cost / max(panels.count, 1)
    ) { region, batch in
      if let given {
        update(parameter, from: given, region, recipe.optimizer, decay: decay, batch.rates)
      } else if let scratch = parameter.scratch {
        gradient.write(into: scratch.window, region: region, batch: batch, beta: 0)
        update(parameter, from: scratch, region, recipe.optimizer, decay: decay, batch.rates)
      } else {
        gradient.write(
          into: value.window, region: region, batch: batch, beta: 1 - batch.rates.learningRate * decay)
      }
      if gradient.role.isPenalized, let norm {
        Kernels.limitColumnNorms(value.window[region], to: norm, exactly: recipe.fixedNorm != nil)
      }
      if let average = parameter.average {
        Kernels.average(average.window[region], of: value.window[region], share: batch.rates.averageShare)
      }
      if gradient.role.isFactor { value.window[region].round() }
    }
  }

  private static func update(
    _ parameter: Parameter, from gradient: Place, _ region: Region, _ optimizer: Optimizer, decay: Float,
    _ rates: Batch.Rates
  ) {
    let (w, g) = (parameter.value.window[region], gradient.window[region])
    switch optimizer {
    case .sgd(let momentum, let nesterov):
      guard let velocity = parameter.slots.first ?? parameter.scratch else { return }
      Kernels.momentum(
        w, gradient: g, velocity: velocity.window[region], rate: rates.learningRate,
        momentum: momentum, nesterov: nesterov, decay: decay)
    case .adam(let beta1, let beta2, let epsilon), .adamW(let beta1, let beta2, let epsilon):
      let (first, second) = (parameter.slots[0], parameter.slots[1])
      let isDecoupled = if case .adamW = optimizer { true } else { false }
      Kernels.adam(
        w, gradient: g, first.window[region], second.window[region],
        Kernels.Adam(
          rate: rates.learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon,
          correction1: rates.corrections.first, correction2: rates.corrections.second,
          decay: isDecoupled ? 0 : decay, shrink: isDecoupled ? rates.learningRate * decay : 0))
    }
  }

  /// The largest element of the last step's gradient and where it is, in words: `12.5 in head.weight`.
  ///
  /// It is computed once more from what the workspace still holds, so call it between steps.
  func largestGradient(of workspace: Workspace) -> String {
    guard gradientScale != 0 else { return "unknown while the rate is zero" }
    var largest: (value: Float, name: String) = (0, "any parameter")
    for (index, parameter) in parameters.enumerated() {
      let shape = parameter.value.shape
      let gradient = given?[index] ?? RowLayout(shape).place()
      if given == nil {
        parameter.gradient.write(
          into: gradient.window, region: Region(rows: 0..<shape.rows, columns: 0..<shape.columns),
          batch: workspace.batch, beta: 0)
      }
      for element in gradient.window.copied().elements {
        if element.isNaN { return "not a number, in \(parameter.gradient.name)" }
        if abs(element) > largest.value { largest = (abs(element), parameter.gradient.name) }
      }
    }
    return "\(largest.value / abs(gradientScale)) in \(largest.name)"
  }

  /// 1 − beta^t, in double: beta^t is close to 1 at first.
  private func correction(_ beta: Float) -> Float {
    var power = 1.0
    var base = Double(beta)
    var exponent = count
    while exponent > 0 {
      if exponent & 1 == 1 { power *= base }
      base *= base
      exponent >>= 1
    }
    return Float(1 - power)
  }

  /// What the optimizer remembers, as a value.
  var state: OptimizerState {
    get {
      OptimizerState(
        steps: count,
        slots: parameters.reduce(into: [:]) { slots, parameter in
          guard !parameter.memory.isEmpty else { return }
          slots[parameter.gradient.name] = parameter.memory.map { $0.window.copied() }
        })
    }
    set {
      count = newValue.steps
      for parameter in parameters {
        for (place, matrix) in zip(parameter.memory, newValue.slots[parameter.gradient.name] ?? []) {
          place.window.assign(matrix)
        }
      }
    }
  }
}

/// What an optimizer remembers between steps.
package struct OptimizerState: Sendable, Equatable {
  /// The steps taken.
  package var steps: Int
  /// For each parameter by name, matrices of its shape: the velocity of momentum, or the first and the
  /// second moment of Adam; after these the average over the steps, where there is one. Plain gradient descent without
  /// an average has none.
  package var slots: [String: [Matrix]]

  /// A state; by default that of an optimizer that has not begun.
  package init(steps: Int = 0, slots: [String: [Matrix]] = [:]) {
    self.steps = steps
    self.slots = slots
  }
}
