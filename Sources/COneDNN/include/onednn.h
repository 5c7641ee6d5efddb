// Matrix products of oneDNN, from version 2 or 3 of it, each on the calling thread alone.
//
// Matrices are row-major. A factor is m × k or, where transposed, stored as its transpose.
#pragma once
#include <stdbool.h>
#include <stdint.h>

/// The version that is loaded: major, minor, patch.
void strata_onednn_version(int32_t version[_Nonnull 3]);
/// The instruction set whose code it generates: `AVX2`, `AVX-512 BF16`, …
const char *_Nonnull strata_onednn_instruction_set(void);
/// True when the processor multiplies bfloat16, and oneDNN makes use of it.
bool strata_onednn_has_bfloat16(void);

typedef struct {
  int64_t m, n, k;
  bool a_is_transposed, b_is_transposed;
  /// Elements from one stored row to the next.
  int64_t a_stride, b_stride, c_stride;
} strata_product;

/// c = a · b + beta · c.
void strata_onednn_product(strata_product shape, const float *_Nonnull a, const float *_Nonnull b,
                           float beta, float *_Nonnull c);
/// The same with factors in bfloat16 and the sums in float; beta is 0 or 1. False when oneDNN refuses.
bool strata_onednn_bfloat16_product(strata_product shape, const uint16_t *_Nonnull a,
                                    const uint16_t *_Nonnull b, bool accumulate, float *_Nonnull c);
/// The same with factors in float, by the same route; for comparing the two.
bool strata_onednn_matmul_product(strata_product shape, const float *_Nonnull a,
                                  const float *_Nonnull b, bool accumulate, float *_Nonnull c);
