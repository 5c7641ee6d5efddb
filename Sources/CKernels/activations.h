// The formulas of each activation as functions: NAME_value(x), NAME_slope(y) and NAME_change(y), as the list in
// `include/activations.h` has them.
#pragma once
#include "functions.h"
#include "include/activations.h"

#define STRATA_ACTIVATION_FUNCTIONS(NAME, VALUE, SLOPE, CHANGE)                                     \
  STRATA_INLINE float NAME##_value(float x) { return VALUE; }                                       \
  STRATA_INLINE float NAME##_slope(float y) { return SLOPE; }                                       \
  STRATA_INLINE float NAME##_change(float y) { return CHANGE; }
STRATA_EACH_ACTIVATION(STRATA_ACTIVATION_FUNCTIONS)
#undef STRATA_ACTIVATION_FUNCTIONS
