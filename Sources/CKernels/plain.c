// A product of matrices for builds without a library of products: blocks of the right factor that stay in the first cache,
// and an inner loop of whole vectors. An element's sum goes over k in order, so it does not depend on the other rows and
// columns of the call.
#include "kernels.h"
#include "rows.h"

enum { block_rows = 4, block_columns = 32, block_depth = 256 };

STRATA_INLINE int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }

/// Copies a part of the right factor, row after row; what lies beyond its last column is 0.
STRATA_INLINE void pack(strata_view b, bool is_transposed, int64_t k, int64_t depth, int64_t j, int64_t columns, float *to) {
  if (is_transposed) {
    for (int64_t c = 0; c < columns; c++) {
      const float *from = row_of(b, j + c) + k;
      for (int64_t l = 0; l < depth; l++) to[l * block_columns + c] = from[l];
    }
  } else {
    for (int64_t l = 0; l < depth; l++) {
      const float *from = row_of(b, k + l) + j;
      for (int64_t c = 0; c < columns; c++) to[l * block_columns + c] = from[c];
    }
  }
  for (int64_t l = 0; l < depth; l++)
    for (int64_t c = columns; c < block_columns; c++) to[l * block_columns + c] = 0.0f;
}

/// Some rows, whose number the compiler knows, of a block of c: element (r, l) of the left factor lies at
/// from[r · to_row + l · to_next].
STRATA_INLINE void multiply_rows(const int rows, const float *from, int64_t to_row, int64_t to_next, const float *right,
                                 int64_t depth, float kept, float *to, int64_t stride, int64_t columns) {
  float sums[block_rows][block_columns] = {{0}};
  for (int64_t l = 0; l < depth; l++)
    for (int r = 0; r < rows; r++) {
      float left = from[r * to_row + l * to_next];
      for (int s = 0; s < block_columns; s++) {
        _Pragma("clang fp contract(fast)")
        sums[r][s] += left * right[l * block_columns + s];
      }
    }
  for (int r = 0; r < rows; r++)
    // 0 overwrites, whatever stood there.
    for (int64_t s = 0; s < columns; s++)
      to[r * stride + s] = sums[r][s] + (kept == 0.0f ? 0.0f : kept * to[r * stride + s]);
}

/// c = a · b + beta · c, for factors that may be transposed; the inner length is `inner`.
STRATA_CLONES void strata_plain_product(strata_view a, bool a_is_transposed, strata_view b, bool b_is_transposed,
                                        int64_t inner, float beta, strata_target c) {
  float right[block_depth * block_columns];
  int64_t to_row = a_is_transposed ? 1 : a.stride, to_next = a_is_transposed ? a.stride : 1;
  for (int64_t k = 0; k == 0 || k < inner; k += block_depth) {
    int64_t depth = smaller(block_depth, inner - k);
    float kept = k == 0 ? beta : 1.0f;
    for (int64_t j = 0; j < c.columns; j += block_columns) {
      int64_t columns = smaller(block_columns, c.columns - j);
      pack(b, b_is_transposed, k, depth, j, columns, right);
      for (int64_t i = 0; i < c.rows; i += block_rows) {
        const float *from = a.data + i * to_row + k * to_next;
        float *to = row_to(c, i) + j;
        switch (smaller(block_rows, c.rows - i)) {
#define FOR_ROWS(ROWS) \
  case ROWS: multiply_rows(ROWS, from, to_row, to_next, right, depth, kept, to, c.stride, columns); break;
          FOR_ROWS(1)
          FOR_ROWS(2)
          FOR_ROWS(3)
          FOR_ROWS(4)
        }
      }
    }
  }
}
