// Matrices of floats to bfloat16 and back.
#include "functions.h"
#include "kernels.h"

STRATA_CLONES void strata_round(const float *x, int64_t x_stride, int64_t rows, int64_t columns,
                                uint16_t *y, int64_t y_stride) {
  for (int64_t r = 0; r < rows; r++) strata_round_row(x + r * x_stride, columns, y + r * y_stride);
}

STRATA_CLONES void strata_widen(const uint16_t *x, int64_t x_stride, int64_t rows, int64_t columns,
                                float *y, int64_t y_stride) {
  for (int64_t r = 0; r < rows; r++) {
    for (int64_t c = 0; c < columns; c++)
      y[r * y_stride + c] = strata_from_bfloat16(x[r * x_stride + c]);
  }
}
