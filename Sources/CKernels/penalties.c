// Penalties on a code, and what they add to gradients. In each loop the rows, one example or one input
// each, are the outer loop and the units the inner one; sums over rows are kept for each unit.
#include "functions.h"
#include "kernels.h"

enum { block = 64 };

// The square of the slope, written in terms of the output, and its derivative with respect to that.
STRATA_INLINE float one(float y) { return 1.0f; }
STRATA_INLINE float zero(float y) { return 0.0f; }
STRATA_INLINE float square(float y) { return y * y; }
STRATA_INLINE float sigmoid_square(float y) { return square(y * (1.0f - y)); }
STRATA_INLINE float sigmoid_change(float y) { return 2.0f * y * (1.0f - y) * (1.0f - 2.0f * y); }
STRATA_INLINE float tanh_square(float y) { return square(1.0f - y * y); }
STRATA_INLINE float tanh_change(float y) { return -4.0f * y * (1.0f - y * y); }
STRATA_INLINE float relu_square(float y) { return y > 0.0f ? 1.0f : 0.0f; }

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
  switch (kind) {
    case strata_activation_linear: SUM_COLUMNS(one) break;
    case strata_activation_sigmoid: SUM_COLUMNS(sigmoid_square) break;
    case strata_activation_tanh: SUM_COLUMNS(tanh_square) break;
    case strata_activation_relu: SUM_COLUMNS(relu_square) break;
  }
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
  switch (kind) {
    case strata_activation_linear: case strata_activation_relu: SPREAD(zero) break;
    case strata_activation_sigmoid: SPREAD(sigmoid_change) break;
    case strata_activation_tanh: SPREAD(tanh_change) break;
  }
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
