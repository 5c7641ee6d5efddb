// Penalties on a code, and what they add to gradients. In each loop the rows, one example or one input
// each, are the outer loop and the units the inner one; sums over rows are kept for each unit.
#include "activations.h"
#include "functions.h"
#include "kernels.h"

enum { block = 64 };

STRATA_INLINE float square(float y) { return y * y; }

// f′² of each activation, in terms of the output.
#define SQUARE(NAME, ...)                                                                                \
  STRATA_INLINE float NAME##_square(float y) { return square(NAME##_slope(y)); }
STRATA_EACH_ACTIVATION(SQUARE)

#define SUM_COLUMNS(TERM)                                                                           \
  for (int64_t first = 0; first < columns; first += block) {                                        \
    int64_t width = columns - first < block ? columns - first : block;                              \
    float sums[block] = {0};                                                                        \
    for (int64_t r = 0; r < rows; r++)                                                              \
      for (int64_t c = 0; c < width; c++) sums[c] += TERM(x[r * stride + first + c]);               \
    for (int64_t c = 0; c < width; c++) out[first + c] = sums[c];                                   \
  }

STRATA_CLONES void strata_column_squares(const float *x, int64_t stride, int64_t rows,
                                         int64_t columns, float *out) {
  SUM_COLUMNS(square)
}

STRATA_CLONES void strata_slope_squares(strata_activation kind, const float *x, int64_t stride,
                                        int64_t rows, int64_t columns, float *out) {
#define CASE(NAME, ...)                                                                                  \
  case strata_activation_##NAME: SUM_COLUMNS(NAME##_square) break;
  switch (kind) { STRATA_EACH_ACTIVATION(CASE) }
#undef CASE
}

#define SPREAD(TERM)                                                                                \
  for (int64_t r = 0; r < rows; r++) {                                                              \
    const float *from = y + r * y_stride;                                                           \
    float *to = dy + r * dy_stride;                                                                 \
    for (int64_t c = 0; c < columns; c++)                                                           \
      to[c] = (accumulate ? to[c] : 0.0f) + scale * factor[c] * TERM(from[c]);                      \
  }

STRATA_CLONES void strata_slope_squares_backward(strata_activation kind, const float *y,
                                                 int64_t y_stride, int64_t rows, int64_t columns,
                                                 float scale, const float *factor, bool accumulate,
                                                 float *dy, int64_t dy_stride) {
#define CASE(NAME, ...)                                                                                  \
  case strata_activation_##NAME: SPREAD(NAME##_change) break;
  switch (kind) { STRATA_EACH_ACTIVATION(CASE) }
#undef CASE
}

STRATA_CLONES void strata_add_scaled_columns(const float *x, int64_t x_stride, int64_t rows,
                                             int64_t columns, float scale, const float *factor,
                                             float beta, float *y, int64_t y_stride) {
  for (int64_t r = 0; r < rows; r++) {
    const float *from = x + r * x_stride;
    float *to = y + r * y_stride;
    // beta = 0 overwrites, whatever stood there.
    for (int64_t c = 0; c < columns; c++)
      to[c] = scale * factor[c] * from[c] + (beta == 0.0f ? 0.0f : beta * to[c]);
  }
}

double strata_sparsity(float target, const float *sums, int64_t rows, int64_t columns, float *slope) {
  const double least = 1e-6, rho = target;
  double total = 0;
  for (int64_t c = 0; c < columns; c++) {
    double mean = (double)sums[c] / (double)rows;
    // A unit that is always off, or always on, has a large penalty and not an infinite one.
    mean = mean < least ? least : mean > 1 - least ? 1 - least : mean;  // NaN stays NaN
    total += rho * log(rho / mean) + (1 - rho) * log((1 - rho) / (1 - mean));
    slope[c] = (float)((1 - rho) / (1 - mean) - rho / mean);
  }
  return total;
}

STRATA_CLONES void strata_spread_row(const float *row, float scale, int64_t rows, int64_t columns,
                                     bool accumulate, float *y, int64_t stride) {
  for (int64_t r = 0; r < rows; r++)
    for (int64_t c = 0; c < columns; c++)
      y[r * stride + c] = (accumulate ? y[r * stride + c] : 0.0f) + scale * row[c];
}
