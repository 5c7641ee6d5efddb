// Matrices of floats to bfloat16 and back.
#include "functions.h"
#include "kernels.h"
#include "rows.h"

STRATA_CLONES void strata_round(strata_target y) {
  for (int64_t r = 0; r < y.rows; r++) strata_round_row(row_to(y, r), y.columns, rounded_row_to(y, r));
}

STRATA_CLONES void strata_widen(strata_view x, strata_target y) {
  int64_t columns = y.columns;
  for (int64_t r = 0; r < y.rows; r++) {
    const uint16_t *from = rounded_row_of(x, r);
    float *to = row_to(y, r);
    for (int64_t c = 0; c < columns; c++) to[c] = strata_from_bfloat16(from[c]);
  }
}
