// Matrices of floats to bfloat16 and back.
#include "functions.h"
#include "kernels.h"

STRATA_CLONES void strata_round(const float *x, int64_t x_stride, int64_t rows, int64_t columns,
                                uint16_t *y, int64_t y_stride) {
  for (int64_t r = 0; r < rows; r++) {
    const float *from = x + r * x_stride;
    uint16_t *to = y + r * y_stride;
    for (int64_t c = 0; c < columns; c++) {
      uint32_t bits = (uint32_t)strata_float_to_bits(from[c]);
      // Half of the last place, less one where it is even already.
      uint32_t nearest = (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
      // Carrying would turn some of what is not a number into infinity.
      to[c] = (uint16_t)(from[c] == from[c] ? nearest : bits >> 16 | 0x40);
    }
  }
}

STRATA_CLONES void strata_widen(const uint16_t *x, int64_t x_stride, int64_t rows, int64_t columns,
                                float *y, int64_t y_stride) {
  for (int64_t r = 0; r < rows; r++) {
    for (int64_t c = 0; c < columns; c++)
      y[r * y_stride + c] = strata_from_bfloat16(x[r * x_stride + c]);
  }
}
