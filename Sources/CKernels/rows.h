// Where row r of a matrix begins.
#pragma once
#include "dispatch.h"
#include "views.h"

STRATA_INLINE const float *row_of(strata_view x, int64_t r) { return x.data + r * x.stride; }
STRATA_INLINE const uint16_t *rounded_row_of(strata_view x, int64_t r) { return x.rounded + r * x.stride; }

STRATA_INLINE float *row_to(strata_target y, int64_t r) { return y.data + r * y.stride; }
STRATA_INLINE uint16_t *rounded_row_to(strata_target y, int64_t r) { return y.rounded + r * y.stride; }
