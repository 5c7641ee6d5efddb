// Penalties on a code, and what they add to gradients. In each loop the rows, one example or one input
// each, are the outer loop and the units the inner one; sums over rows are kept for each unit.
#include "activations.h"
#include "functions.h"
#include "kernels.h"
#include "rows.h"

enum { block = 64 };

STRATA_INLINE float square(float y) { return y * y; }

// f′² of each activation, in terms of the output.
#define SQUARE(NAME, ...)                                                                           \
  STRATA_INLINE float NAME##_square(float y) { return square(NAME##_slope(y)); }
STRATA_EACH_ACTIVATION(SQUARE)

#define SUM_COLUMNS(TERM)                                                                           \
  for (int64_t first = 0; first < columns; first += block) {                                        \
    int64_t width = columns - first < block ? columns - first : block;                              \
    float sums[block] = {0};                                                                        \
    for (int64_t r = 0; r < x.rows; r++) {                                                          \
      const float *from = row_of(x, r) + first;                                                     \
      for (int64_t c = 0; c < width; c++) sums[c] += TERM(from[c]);                                 \
    }                                                                                               \
    for (int64_t c = 0; c < width; c++) out.data[first + c] = sums[c];                              \
  }

STRATA_CLONES void strata_column_squares(strata_view x, strata_target out) {
  int64_t columns = x.columns;
  SUM_COLUMNS(square)
}

STRATA_CLONES void strata_slope_squares(strata_activation kind, strata_view x, strata_target out) {
  int64_t columns = x.columns;
#define CASE(NAME, ...)                                                                             \
  case strata_activation_##NAME: SUM_COLUMNS(NAME##_square) break;
  switch (kind) { STRATA_EACH_ACTIVATION(CASE) }
#undef CASE
}

#define SPREAD(TERM)                                                                                \
  for (int64_t r = 0; r < dy.rows; r++) {                                                           \
    const float *from = row_of(y, r);                                                               \
    float *to = row_to(dy, r);                                                                      \
    for (int64_t c = 0; c < columns; c++)                                                           \
      to[c] = (accumulate ? to[c] : 0.0f) + scale * weight[c] * TERM(from[c]);                      \
  }

STRATA_CLONES void strata_slope_squares_backward(strata_activation kind, strata_view y, float scale,
                                                 strata_view factor, bool accumulate,
                                                 strata_target dy) {
  const float *weight = factor.data;
  int64_t columns = dy.columns;
#define CASE(NAME, ...)                                                                             \
  case strata_activation_##NAME: SPREAD(NAME##_change) break;
  switch (kind) { STRATA_EACH_ACTIVATION(CASE) }
#undef CASE
}

STRATA_CLONES void strata_add_scaled_columns(strata_view x, float scale, strata_view factor, float beta,
                                             strata_target y) {
  const float *weight = factor.data;
  int64_t columns = y.columns;
  for (int64_t r = 0; r < y.rows; r++) {
    const float *from = row_of(x, r);
    float *to = row_to(y, r);
    // beta = 0 overwrites, whatever stood there.
    for (int64_t c = 0; c < columns; c++)
      to[c] = scale * weight[c] * from[c] + (beta == 0.0f ? 0.0f : beta * to[c]);
  }
}

double strata_sparsity(float target, strata_view sums, int64_t examples, strata_target slope) {
  const double least = 1e-6, rho = target;
  double total = 0;
  for (int64_t c = 0; c < sums.columns; c++) {
    double mean = (double)sums.data[c] / (double)examples;
    // A unit that is always off, or always on, has a large penalty and not an infinite one.
    mean = mean < least ? least : mean > 1 - least ? 1 - least : mean;  // NaN stays NaN
    total += rho * log(rho / mean) + (1 - rho) * log((1 - rho) / (1 - mean));
    slope.data[c] = (float)((1 - rho) / (1 - mean) - rho / mean);
  }
  return total;
}

STRATA_CLONES void strata_spread_row(strata_view row, float scale, bool accumulate, strata_target y) {
  const float *from = row.data;
  int64_t columns = y.columns;
  for (int64_t r = 0; r < y.rows; r++) {
    float *to = row_to(y, r);
    for (int64_t c = 0; c < columns; c++) to[c] = (accumulate ? to[c] : 0.0f) + scale * from[c];
  }
}
