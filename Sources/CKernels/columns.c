// Columns with a factor, a summand or a sum of their own, and products of elements.
#include "functions.h"
#include "kernels.h"

#define EACH_ELEMENT(TERM)                                                                          \
  for (int64_t r = 0; r < rows; r++)                                                                \
    STRATA_ELEMENTWISE for (int64_t c = 0; c < columns; c++)                                        \
      y[r * y_stride + c] = (accumulate ? y[r * y_stride + c] : 0.0f) + (TERM);

STRATA_CLONES void strata_scale_columns(const float *x, int64_t x_stride, const float *gain,
                                        const float *bias, int64_t rows, int64_t columns,
                                        bool accumulate, float *y, int64_t y_stride) {
  if (bias) {
    EACH_ELEMENT(x[r * x_stride + c] * gain[c] + bias[c])
  } else {
    EACH_ELEMENT(x[r * x_stride + c] * gain[c])
  }
}

STRATA_CLONES void strata_standardize_columns(const float *x, int64_t x_stride, const float *mean,
                                              const float *deviation, int64_t rows, int64_t columns,
                                              bool accumulate, float *y, int64_t y_stride) {
  if (mean) {
    EACH_ELEMENT((x[r * x_stride + c] - mean[c]) / deviation[c])
  } else {
    EACH_ELEMENT(x[r * x_stride + c] / deviation[c])
  }
}

STRATA_CLONES void strata_multiply(const float *a, int64_t a_stride, const float *b, int64_t b_stride,
                                   int64_t rows, int64_t columns, bool accumulate, float *y,
                                   int64_t y_stride) {
  EACH_ELEMENT(a[r * a_stride + c] * b[r * b_stride + c])
}

STRATA_CLONES void strata_column_products(const float *a, int64_t a_stride, const float *b,
                                          int64_t b_stride, int64_t rows, int64_t columns, float beta,
                                          float *out) {
  enum { block = 64 };
  for (int64_t first = 0; first < columns; first += block) {
    int64_t width = columns - first < block ? columns - first : block;
    float sums[block] = {0};
    for (int64_t r = 0; r < rows; r++)
      for (int64_t c = 0; c < width; c++)
        sums[c] += a[r * a_stride + first + c] * b[r * b_stride + first + c];
    // beta = 0 overwrites, whatever stood there.
    for (int64_t c = 0; c < width; c++)
      out[first + c] = sums[c] + (beta == 0.0f ? 0.0f : beta * out[first + c]);
  }
}
