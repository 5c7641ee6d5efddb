internal import CKernels
public import LinearAlgebra

/// Turns the gradients of a workspace into steps of the parameters, and remembers what the optimizer
/// remembers.
///
/// `@unchecked Sendable`: the rate and the step count are written by the owner between steps; workers
/// write their own regions of parameters and memory.
final class Updater: @unchecked Sendable {
  private struct Parameter {
    let gradient: ParameterGradient
    let value: UnsafeMatrix
    /// Where the gradient is written; nil where the product adds it to the parameter at once.
    let scratch: UnsafeMatrix?
    let slots: [UnsafeMatrix]
  }

  private let parameters: [Parameter]
  private let buffers: [FloatBuffer]
  private let recipe: TrainingRecipe
  /// The steps taken.
  private(set) var steps = 0
  /// The learning rate of the last step.
  private(set) var rate: Float = 0

  init(_ gradients: [ParameterGradient], store: ParameterStore, recipe: TrainingRecipe) {
    var buffers: [FloatBuffer] = []
    func matrix(like other: UnsafeMatrix) -> UnsafeMatrix {
      let buffer = FloatBuffer(count: other.rows * other.columns)
      buffers.append(buffer)
      return buffer.matrix(rows: other.rows, columns: other.columns)
    }
    self.recipe = recipe
    let isDirect = recipe.optimizer.slots == 0
    parameters = gradients.map { gradient in
      let value = store[gradient.name]
      return Parameter(
        gradient: gradient, value: value, scratch: isDirect ? nil : matrix(like: value),
        slots: (0..<recipe.optimizer.slots).map { _ in matrix(like: value) })
    }
    self.buffers = buffers
  }

  /// Counts a step and sets its learning rate; called once before the workers update.
  func beginStep(rate: Float) {
    steps += 1
    self.rate = rate
  }

  /// What a step's gradients are to be multiplied by: minus the rate where the product itself takes the
  /// step, w = (1 − rate·decay)·w − rate·g.
  var gradientScale: Float { recipe.optimizer.slots == 0 ? -rate : 1 }

  /// Updates this worker's region of every parameter from the gradient of a batch.
  func update(from batch: Batch, arithmetic: Arithmetic, worker: Worker) {
    for parameter in parameters {
      // A limit on a column's norm needs whole columns.
      let region =
        recipe.maxNorm == nil
        ? worker.region(of: parameter.value.shape)
        : Region(
          rows: 0..<parameter.value.rows, columns: worker.share(of: parameter.value.columns))
      guard !region.isEmpty else { continue }
      let decay = parameter.gradient.isWeight ? recipe.weightDecay : 0
      if let scratch = parameter.scratch {
        parameter.gradient.write(
          into: scratch, region: region, batch: batch, beta: 0, arithmetic: arithmetic)
        step(parameter, gradient: scratch[region], region: region, decay: decay)
      } else {
        parameter.gradient.write(
          into: parameter.value, region: region, batch: batch, beta: 1 - rate * decay,
          arithmetic: arithmetic)
      }
      if let maxNorm = recipe.maxNorm, parameter.gradient.isWeight {
        let mine = parameter.value[region]
        strata_limit_column_norms(
          mine.pointer, Int64(mine.stride), Int64(mine.rows), Int64(mine.columns), maxNorm)
      }
      if parameter.gradient.isWeight { parameter.value[region].round() }
    }
  }

  private func step(
    _ parameter: Parameter, gradient g: UnsafeMatrix, region: Region, decay: Float
  ) {
    let w = parameter.value[region]
    let (stride, rows, columns) = (Int64(w.stride), Int64(w.rows), Int64(w.columns))
    switch recipe.optimizer {
    case .sgd(let momentum, let nesterov):
      let velocity = parameter.slots[0][region]
      strata_momentum_update(
        w.pointer, g.pointer, velocity.pointer, stride, rows, columns, rate, momentum, nesterov,
        decay)
    case .adam(let beta1, let beta2, let epsilon), .adamW(let beta1, let beta2, let epsilon):
      let isDecoupled = if case .adamW = recipe.optimizer { true } else { false }
      let (first, second) = (parameter.slots[0][region], parameter.slots[1][region])
      strata_adam_update(
        w.pointer, g.pointer, first.pointer, second.pointer, stride, rows, columns, rate, beta1,
        beta2, epsilon, correction(beta1), correction(beta2), isDecoupled ? 0 : decay,
        isDecoupled ? rate * decay : 0)
    }
  }

  /// The largest element of the last step's gradient and where it is, in words: `12.5 in head.weight`.
  ///
  /// It is computed once more from what the workspace still holds, so call it between steps.
  func largestGradient(of workspace: Workspace) -> String {
    guard gradientScale != 0 else { return "unknown while the rate is zero" }
    var largest: (value: Float, name: String) = (0, "any parameter")
    for parameter in parameters {
      let value = parameter.value
      let buffer = FloatBuffer(count: value.rows * value.columns)
      let gradient = buffer.matrix(rows: value.rows, columns: value.columns)
      parameter.gradient.write(
        into: gradient, region: Region(rows: 0..<value.rows, columns: 0..<value.columns),
        batch: workspace.batch, beta: 0, arithmetic: workspace.arithmetic)
      for element in gradient.copied().elements {
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
    var exponent = steps
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
        steps: steps,
        slots: parameters.reduce(into: [:]) { slots, parameter in
          guard !parameter.slots.isEmpty else { return }
          slots[parameter.gradient.name] = parameter.slots.map { $0.copied() }
        })
    }
    set {
      steps = newValue.steps
      for parameter in parameters {
        for (place, matrix) in zip(parameter.slots, newValue.slots[parameter.gradient.name] ?? []) {
          place.assign(matrix)
        }
      }
    }
  }
}

/// What an optimizer remembers between steps.
public struct OptimizerState: Sendable, Equatable {
  /// The steps taken.
  public var steps: Int
  /// For each parameter by name, matrices of its shape: the velocity of momentum, or the first and the
  /// second moment of Adam. Plain gradient descent has none.
  public var slots: [String: [Matrix]]

  /// A state; by default that of an optimizer that has not begun.
  public init(steps: Int = 0, slots: [String: [Matrix]] = [:]) {
    self.steps = steps
    self.slots = slots
  }
}
