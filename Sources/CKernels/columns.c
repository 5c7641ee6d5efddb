// Columns with a factor, a summand or a sum of their own, and products of elements.
#include "functions.h"
#include "kernels.h"
#include "rows.h"

/// y (+)= a term of `from`, a row of x, and of what is kept for the columns.
#define EACH_ELEMENT(TERM)                                                                          \
  for (int64_t r = 0; r < y.rows; r++) {                                                            \
    const float *from = row_of(x, r);                                                               \
    float *to = row_to(y, r);                                                                       \
    STRATA_ELEMENTWISE for (int64_t c = 0; c < columns; c++)                                        \
      to[c] = (accumulate ? to[c] : 0.0f) + (TERM);                                                 \
  }

STRATA_CLONES void strata_scale_columns(strata_view x, strata_view gain, strata_view bias,
                                        bool accumulate, strata_target y) {
  const float *factor = gain.data, *summand = bias.data;
  int64_t columns = y.columns;
  if (summand) {
    EACH_ELEMENT(from[c] * factor[c] + summand[c])
  } else {
    EACH_ELEMENT(from[c] * factor[c])
  }
}

STRATA_CLONES void strata_standardize_columns(strata_view x, strata_view mean, strata_view deviation,
                                              bool accumulate, strata_target y) {
  const float *centre = mean.data, *divisor = deviation.data;
  int64_t columns = y.columns;
  if (centre) {
    EACH_ELEMENT((from[c] - centre[c]) / divisor[c])
  } else {
    EACH_ELEMENT(from[c] / divisor[c])
  }
}

STRATA_CLONES void strata_multiply(strata_view a, strata_view b, bool accumulate, strata_target y) {
  int64_t columns = y.columns;
  for (int64_t r = 0; r < y.rows; r++) {
    const float *left = row_of(a, r), *right = row_of(b, r);
    float *to = row_to(y, r);
    STRATA_ELEMENTWISE for (int64_t c = 0; c < columns; c++)
      to[c] = (accumulate ? to[c] : 0.0f) + left[c] * right[c];
  }
}

STRATA_CLONES void strata_column_products(strata_view a, strata_view b, float beta, strata_target out) {
  enum { block = 64 };
  int64_t columns = a.columns;
  for (int64_t first = 0; first < columns; first += block) {
    int64_t width = columns - first < block ? columns - first : block;
    float sums[block] = {0};
    for (int64_t r = 0; r < a.rows; r++) {
      const float *left = row_of(a, r) + first, *right = row_of(b, r) + first;
      for (int64_t c = 0; c < width; c++) sums[c] += left[c] * right[c];
    }
    float *to = out.data + first;
    // beta = 0 overwrites, whatever stood there.
    for (int64_t c = 0; c < width; c++) to[c] = sums[c] + (beta == 0.0f ? 0.0f : beta * to[c]);
  }
}
