internal import CStrataKernels

/// What optimizers do to a parameter w with its gradient g. All windows of a call have one shape.
extension Kernels {
  /// Momentum or Nesterov's: v = momentum·v + g; w −= rate·v, or rate·(g + momentum·v). `decay`·w joins g.
  package static func momentum(
    _ w: Window, gradient g: Window, velocity v: Window, rate: Float, momentum: Float, nesterov: Bool,
    decay: Float
  ) {
    require(w.shape, g.shape)
    require(w.shape, v.shape)
    strata_momentum_update(w.target, g.view, v.target, rate, momentum, nesterov, decay)
  }

  /// Adam's constants for one step; the corrections are 1 − beta^t.
  package struct Adam {
    package var rate, beta1, beta2, epsilon, correction1, correction2: Float
    /// λ of the penalty that joins the gradient.
    package var decay: Float
    /// The share that is taken off the weight itself.
    package var shrink: Float

    package init(
      rate: Float, beta1: Float, beta2: Float, epsilon: Float, correction1: Float, correction2: Float,
      decay: Float, shrink: Float
    ) {
      self.rate = rate
      self.beta1 = beta1
      self.beta2 = beta2
      self.epsilon = epsilon
      self.correction1 = correction1
      self.correction2 = correction2
      self.decay = decay
      self.shrink = shrink
    }
  }

  /// Adam, with first moment m and second moment v.
  package static func adam(_ w: Window, gradient g: Window, _ m: Window, _ v: Window, _ adam: Adam) {
    require(w.shape, g.shape)
    require(w.shape, m.shape)
    require(w.shape, v.shape)
    strata_adam_update(
      w.target, g.view, m.target, v.target, adam.rate, adam.beta1, adam.beta2, adam.epsilon,
      adam.correction1, adam.correction2, adam.decay, adam.shrink)
  }

  /// Scales every column whose norm exceeds `norm` down to it; where `exactly`, shorter ones up to it too, but for those
  /// of zeros.
  package static func limitColumnNorms(_ w: Window, to norm: Float, exactly: Bool = false) {
    strata_limit_column_norms(w.target, norm, exactly)
  }

  /// average += share · (w − average).
  package static func average(_ average: Window, of w: Window, share: Float) {
    require(average.shape, w.shape)
    strata_average_update(average.target, w.view, share)
  }
}
