// The activations by name. Each has its formulas in Sources/CKernels/activations.h; `kernels.h` has the loops.
#pragma once

/// Does something for every activation.
#define STRATA_EACH_ACTIVATION(DO)                                                                  \
  DO(linear)                                                                                        \
  DO(sigmoid)                                                                                       \
  DO(tanh)                                                                                          \
  DO(relu)                                                                                          \
  DO(softplus)

#define STRATA_ACTIVATION_CASE(NAME) strata_activation_##NAME,
typedef enum { STRATA_EACH_ACTIVATION(STRATA_ACTIVATION_CASE) } strata_activation;
#undef STRATA_ACTIVATION_CASE
