// The formulas of each activation: its value y = f(x), its slope f′ in terms of y, and ∂f′²/∂y, which contraction
// needs. The loops over all of them are made from the list in `include/activations.h`.
#pragma once
#include "functions.h"

STRATA_INLINE float linear_value(float x) { return x; }
STRATA_INLINE float linear_slope(float y) { return 1.0f; }
STRATA_INLINE float linear_change(float y) { return 0.0f; }

STRATA_INLINE float sigmoid_value(float x) { return strata_sigmoid(x); }
STRATA_INLINE float sigmoid_slope(float y) { return y * (1.0f - y); }
STRATA_INLINE float sigmoid_change(float y) { return 2.0f * y * (1.0f - y) * (1.0f - 2.0f * y); }

STRATA_INLINE float tanh_value(float x) { return strata_tanh(x); }
STRATA_INLINE float tanh_slope(float y) { return 1.0f - y * y; }
STRATA_INLINE float tanh_change(float y) { return -4.0f * y * (1.0f - y * y); }

STRATA_INLINE float relu_value(float x) { return x < 0.0f ? 0.0f : x; }  // NaN stays NaN
STRATA_INLINE float relu_slope(float y) { return y > 0.0f ? 1.0f : 0.0f; }
STRATA_INLINE float relu_change(float y) { return 0.0f; }

/// log(1 + e^x) = max(x, 0) + log(1 + e^−|x|), which neither overflows nor loses digits; e^−|x| is that of
/// `strata_exp`, so below −87 it is about 1.6e-38.
STRATA_INLINE float softplus_value(float x) {
  float magnitude = x < 0.0f ? -x : x;
  return (x < 0.0f ? 0.0f : x) + strata_log1p(strata_exp(-magnitude));  // NaN stays NaN
}
/// f′ = 1 − e^−y.
STRATA_INLINE float softplus_slope(float y) { return strata_one_minus_exp(y); }
STRATA_INLINE float softplus_change(float y) {
  float slope = strata_one_minus_exp(y);
  return 2.0f * slope * (1.0f - slope);
}
