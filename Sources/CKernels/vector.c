// The product of one row with a matrix, for a single example: every weight is read once, so the time is
// that of reading them. Four rows of the matrix run side by side, and those after the next four are called for: the
// processor does not foresee by itself where a panel's next rows lie.
#include "functions.h"
#include "kernels.h"

enum { streams = 4, ahead = 8, line = 64 };

STRATA_INLINE float unchanged(float x) { return x; }

#define VECTOR_PRODUCT(NUMBER, ROW, MATRIX, VALUE)                                                  \
  const NUMBER *x = ROW, *w = MATRIX;                                                               \
  float *y = result.data;                                                                           \
  int64_t inner = matrix.rows, columns = matrix.columns, stride = matrix.stride;                    \
  for (int64_t c = 0; c < columns; c++) y[c] = beta == 0.0f ? 0.0f : beta * y[c];                   \
  int64_t k = 0;                                                                                    \
  for (; k + streams <= inner; k += streams) {                                                      \
    const NUMBER *restrict w0 = w + k * stride, *restrict w1 = w0 + stride,                         \
                           *restrict w2 = w1 + stride, *restrict w3 = w2 + stride;                  \
    for (int64_t c = 0; c < columns; c += line / (int64_t)sizeof(NUMBER))                           \
      for (int64_t row = ahead; row < ahead + streams; row++) __builtin_prefetch(w0 + row * stride + c); \
    float x0 = VALUE(x[k]), x1 = VALUE(x[k + 1]), x2 = VALUE(x[k + 2]), x3 = VALUE(x[k + 3]);       \
    STRATA_ELEMENTWISE for (int64_t c = 0; c < columns; c++) {                                      \
      STRATA_FAST                                                                                   \
      y[c] += (x0 * VALUE(w0[c]) + x1 * VALUE(w1[c])) + (x2 * VALUE(w2[c]) + x3 * VALUE(w3[c]));    \
    }                                                                                               \
  }                                                                                                 \
  for (; k < inner; k++) {                                                                          \
    const NUMBER *w0 = w + k * stride;                                                              \
    float value = VALUE(x[k]);                                                                      \
    STRATA_ELEMENTWISE for (int64_t c = 0; c < columns; c++) {                                      \
      STRATA_FAST                                                                                   \
      y[c] += value * VALUE(w0[c]);                                                                 \
    }                                                                                               \
  }

STRATA_CLONES void strata_vector_product(strata_view row, strata_view matrix, float beta,
                                         strata_target result) {
  VECTOR_PRODUCT(float, row.data, matrix.data, unchanged)
}

STRATA_CLONES void strata_vector_product_rounded(strata_view row, strata_view matrix, float beta,
                                                 strata_target result) {
  VECTOR_PRODUCT(uint16_t, row.rounded, matrix.rounded, strata_from_bfloat16)
}
