// The product of one row with a matrix, for a single example: every weight is read once, so the time is
// that of reading them. Four rows of the matrix run side by side, as streams that the processor foresees.
#include "functions.h"
#include "kernels.h"

enum { streams = 4 };

STRATA_INLINE float unchanged(float x) { return x; }

#define VECTOR_PRODUCT(NUMBER, VALUE)                                                               \
  for (int64_t c = 0; c < columns; c++) y[c] = beta == 0.0f ? 0.0f : beta * y[c];                   \
  int64_t k = 0;                                                                                    \
  for (; k + streams <= inner; k += streams) {                                                      \
    const NUMBER *restrict w0 = w + k * stride, *restrict w1 = w0 + stride,                         \
                           *restrict w2 = w1 + stride, *restrict w3 = w2 + stride;                  \
    float x0 = VALUE(x[k]), x1 = VALUE(x[k + 1]), x2 = VALUE(x[k + 2]), x3 = VALUE(x[k + 3]);       \
    STRATA_ELEMENTWISE for (int64_t c = 0; c < columns; c++) {                                      \
      STRATA_FAST                                                                                   \
      y[c] += (x0 * VALUE(w0[c]) + x1 * VALUE(w1[c])) + (x2 * VALUE(w2[c]) + x3 * VALUE(w3[c]));    \
    }                                                                                               \
  }                                                                                                 \
  for (; k < inner; k++) {                                                                          \
    const NUMBER *row = w + k * stride;                                                             \
    float value = VALUE(x[k]);                                                                      \
    STRATA_ELEMENTWISE for (int64_t c = 0; c < columns; c++) {                                      \
      STRATA_FAST                                                                                   \
      y[c] += value * VALUE(row[c]);                                                                \
    }                                                                                               \
  }

STRATA_CLONES void strata_vector_product(const float *x, const float *w, int64_t stride, int64_t inner,
                                         int64_t columns, float beta, float *y) {
  VECTOR_PRODUCT(float, unchanged)
}

STRATA_CLONES void strata_vector_product_rounded(const uint16_t *x, const uint16_t *w, int64_t stride,
                                                 int64_t inner, int64_t columns, float beta, float *y) {
  VECTOR_PRODUCT(uint16_t, strata_from_bfloat16)
}
