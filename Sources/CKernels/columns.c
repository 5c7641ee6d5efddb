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

STRATA_CLONES void strata_column_statistics(strata_view x, float epsilon, strata_target mean,
                                            strata_target deviation) {
  enum { block = 64 };
  int64_t columns = x.columns;
  float share = 1.0f / (float)x.rows;
  for (int64_t first = 0; first < columns; first += block) {
    int64_t width = columns - first < block ? columns - first : block;
    float centre[block] = {0}, spread[block] = {0};
    for (int64_t r = 0; r < x.rows; r++) {
      const float *from = row_of(x, r) + first;
      for (int64_t c = 0; c < width; c++) centre[c] += from[c];
    }
    for (int64_t c = 0; c < width; c++) centre[c] *= share;
    // From the mean, not from the sum of squares: where the mean is large, that would lose all digits.
    for (int64_t r = 0; r < x.rows; r++) {
      const float *from = row_of(x, r) + first;
      for (int64_t c = 0; c < width; c++) spread[c] += (from[c] - centre[c]) * (from[c] - centre[c]);
    }
    for (int64_t c = 0; c < width; c++) {
      mean.data[first + c] = centre[c];
      deviation.data[first + c] = strata_sqrt(spread[c] * share + epsilon);
    }
  }
}

STRATA_CLONES void strata_standardize_backward(strata_view y, strata_view dy, strata_view deviation,
                                               bool accumulate, strata_target dx) {
  enum { block = 64 };
  int64_t columns = dx.columns;
  float share = 1.0f / (float)dx.rows;
  for (int64_t first = 0; first < columns; first += block) {
    int64_t width = columns - first < block ? columns - first : block;
    float mean[block] = {0}, slope[block] = {0};
    for (int64_t r = 0; r < dx.rows; r++) {
      const float *out = row_of(y, r) + first, *from = row_of(dy, r) + first;
      for (int64_t c = 0; c < width; c++) {
        mean[c] += from[c];
        slope[c] += from[c] * out[c];
      }
    }
    for (int64_t c = 0; c < width; c++) {
      mean[c] *= share;
      slope[c] *= share;
    }
    for (int64_t r = 0; r < dx.rows; r++) {
      const float *out = row_of(y, r) + first, *from = row_of(dy, r) + first;
      float *to = row_to(dx, r) + first;
      const float *divisor = deviation.data + first;
      STRATA_ELEMENTWISE for (int64_t c = 0; c < width; c++)
        to[c] = (accumulate ? to[c] : 0.0f) + (from[c] - mean[c] - out[c] * slope[c]) / divisor[c];
    }
  }
}

STRATA_CLONES void strata_column_spread(strata_view x, strata_view mean, strata_target out) {
  enum { block = 64 };
  int64_t columns = x.columns;
  for (int64_t first = 0; first < columns; first += block) {
    int64_t width = columns - first < block ? columns - first : block;
    const float *centre = mean.data + first;
    float sums[block] = {0};
    for (int64_t r = 0; r < x.rows; r++) {
      const float *from = row_of(x, r) + first;
      for (int64_t c = 0; c < width; c++) sums[c] += (from[c] - centre[c]) * (from[c] - centre[c]);
    }
    for (int64_t c = 0; c < width; c++) out.data[first + c] = sums[c];
  }
}

STRATA_CLONES void strata_column_deviation(strata_view spread, float share, float epsilon,
                                           strata_target deviation) {
  for (int64_t c = 0; c < spread.columns; c++)
    deviation.data[c] = strata_sqrt(spread.data[c] * share + epsilon);
}

STRATA_CLONES void strata_standardize_backward_by(strata_view y, strata_view dy, strata_view sums,
                                                  strata_view slopes, float share, strata_view deviation,
                                                  bool accumulate, strata_target dx) {
  const float *sum = sums.data, *slope = slopes.data, *divisor = deviation.data;
  int64_t columns = dx.columns;
  for (int64_t r = 0; r < dx.rows; r++) {
    const float *out = row_of(y, r), *from = row_of(dy, r);
    float *to = row_to(dx, r);
    STRATA_ELEMENTWISE for (int64_t c = 0; c < columns; c++)
      to[c] = (accumulate ? to[c] : 0.0f)
              + (from[c] - share * sum[c] - out[c] * (share * slope[c])) / divisor[c];
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
