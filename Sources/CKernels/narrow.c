// Products with few columns, where packing would cost more than it brings.
#include "functions.h"
#include "kernels.h"
#include "rows.h"

/// The product for a number of columns that the compiler knows: a row of b is one vector.
STRATA_INLINE void narrow_product(strata_view a, strata_view right, const int columns, float beta,
                                  strata_target c) {
  enum { chains = 4 };  // sums that do not wait for each other
  const float *b = right.data;
  int64_t inner = a.columns, b_stride = right.stride;
  for (int64_t r = 0; r < c.rows; r++) {
    float sums[chains][8] = {{0}};
    const float *from = row_of(a, r);
    int64_t k = 0;
    for (; k + chains <= inner; k += chains)
      for (int chain = 0; chain < chains; chain++)
        for (int j = 0; j < columns; j++) {
          STRATA_FAST
          sums[chain][j] += from[k + chain] * b[(k + chain) * b_stride + j];
        }
    for (; k < inner; k++)
      for (int j = 0; j < columns; j++) sums[0][j] += from[k] * b[k * b_stride + j];
    float *to = row_to(c, r);
    for (int j = 0; j < columns; j++) {
      float sum = (sums[0][j] + sums[1][j]) + (sums[2][j] + sums[3][j]);
      // beta = 0 overwrites, whatever stood there.
      to[j] = sum + (beta == 0.0f ? 0.0f : beta * to[j]);
    }
  }
}

STRATA_CLONES void strata_narrow_product(strata_view a, strata_view b, float beta, strata_target c) {
#define FOR_COLUMNS(COLUMNS)                                                                        \
  case COLUMNS: narrow_product(a, b, COLUMNS, beta, c); break;
  switch (c.columns) {
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
