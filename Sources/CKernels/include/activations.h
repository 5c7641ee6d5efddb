// The activations: one entry for each, and nothing else about them in C. `activations.h` beside the loops makes functions
// of the formulas; the formulas use those of `functions.h`.
#pragma once

/// DO(name, y = f(x), the slope f′ in terms of y, and ∂f′²/∂y, which contraction needs).
#define STRATA_EACH_ACTIVATION(DO)                                                                  \
  DO(linear, x, 1.0f, 0.0f)                                                                         \
  DO(sigmoid, strata_sigmoid(x), y * (1.0f - y), 2.0f * y * (1.0f - y) * (1.0f - 2.0f * y))         \
  DO(tanh, strata_tanh(x), 1.0f - y * y, -4.0f * y * (1.0f - y * y))                                \
  /* Not a number stays so. */                                                                      \
  DO(relu, x < 0.0f ? 0.0f : x, y > 0.0f ? 1.0f : 0.0f, 0.0f)                                       \
  DO(leakyRelu, x < 0.0f ? 0.01f * x : x, y > 0.0f ? 1.0f : 0.01f, 0.0f)                            \
  /* log(1 + e^x) = max(x, 0) + log(1 + e^−|x|) neither overflows nor loses digits; f′ = 1 − e^−y. */ \
  DO(softplus, (x < 0.0f ? 0.0f : x) + strata_log1p(strata_exp(x < 0.0f ? x : -x)),                 \
     strata_one_minus_exp(y), 2.0f * strata_one_minus_exp(y) * (1.0f - strata_one_minus_exp(y)))

#define STRATA_ACTIVATION_CASE(NAME, ...) strata_activation_##NAME,
typedef enum { STRATA_EACH_ACTIVATION(STRATA_ACTIVATION_CASE) } strata_activation;
#undef STRATA_ACTIVATION_CASE
