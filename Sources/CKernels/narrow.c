// Products with few columns, where packing would cost more than it brings.
#include "functions.h"
#include "kernels.h"

/// The product for a number of columns that the compiler knows: a row of b is one vector.
STRATA_INLINE void narrow_product(const float *a, int64_t a_stride, const float *b, int64_t b_stride,
                                  int64_t rows, int64_t inner, const int columns, float beta,
                                  float *c, int64_t c_stride) {
  enum { chains = 4 };  // sums that do not wait for each other
  for (int64_t r = 0; r < rows; r++) {
    float sums[chains][8] = {{0}};
    const float *from = a + r * a_stride;
    int64_t k = 0;
    for (; k + chains <= inner; k += chains)
      for (int chain = 0; chain < chains; chain++)
        for (int j = 0; j < columns; j++) {
          STRATA_FAST
          sums[chain][j] += from[k + chain] * b[(k + chain) * b_stride + j];
        }
    for (; k < inner; k++)
      for (int j = 0; j < columns; j++) sums[0][j] += from[k] * b[k * b_stride + j];
    float *to = c + r * c_stride;
    for (int j = 0; j < columns; j++) {
      float sum = (sums[0][j] + sums[1][j]) + (sums[2][j] + sums[3][j]);
      // beta = 0 overwrites, whatever stood there.
      to[j] = sum + (beta == 0.0f ? 0.0f : beta * to[j]);
    }
  }
}

STRATA_CLONES void strata_narrow_product(const float *a, int64_t a_stride, const float *b,
                                         int64_t b_stride, int64_t rows, int64_t inner,
                                         int64_t columns, float beta, float *c, int64_t c_stride) {
#define FOR_COLUMNS(COLUMNS)                                                                        \
  case COLUMNS:                                                                                     \
    narrow_product(a, a_stride, b, b_stride, rows, inner, COLUMNS, beta, c, c_stride);              \
    break;
  switch (columns) {
    FOR_COLUMNS(1)
    FOR_COLUMNS(2)
    FOR_COLUMNS(3)
    FOR_COLUMNS(4)
    FOR_COLUMNS(5)
    FOR_COLUMNS(6)
    FOR_COLUMNS(7)
    FOR_COLUMNS(8)
  }
}
