/// The rule that turns a gradient into a step.
public enum Optimizer: Hashable, Sendable, Codable {
  /// w −= rate · v with v = momentum · v + g; with Nesterov's look-ahead, w −= rate · (g + momentum · v)
  /// (Polyak 1964; Sutskever et al. 2013, equations 3 and 4).
  case sgd(momentum: Float = 0, nesterov: Bool = false)
  /// Kingma and Ba 2015, algorithm 1. Weight decay joins the gradient.
  case adam(beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8)
  /// Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2): each step takes
  /// rate · decay off the weight itself.
  case adamW(beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8)

  /// How many matrices of a parameter's shape it remembers for each parameter.
  package var slots: Int {
    switch self {
    case .sgd(let momentum, _): momentum == 0 ? 0 : 1
    case .adam, .adamW: 2
    }
  }
}
