// A product of matrices for builds without a library of products: blocks that stay in the first cache, and an inner loop
// of whole vectors. An element's sum goes over k in order, so it does not depend on the other rows and columns of the call.
#include "kernels.h"
#include "rows.h"

enum { block_rows = 4, block_columns = 32, block_depth = 256 };

STRATA_INLINE int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }

/// Copies a part of a matrix, or of its transpose, row after row; what lies beyond its end is 0.
STRATA_INLINE void pack(strata_view x, bool is_transposed, int64_t row, int64_t rows, int64_t column, int64_t columns,
                        const int width, float *to) {
  for (int64_t r = 0; r < rows; r++, to += width)
    for (int64_t c = 0; c < width; c++)
      to[c] = c >= columns ? 0.0f : is_transposed ? row_of(x, column + c)[row + r] : row_of(x, row + r)[column + c];
}

/// c = a · b + beta · c, for factors that may be transposed; the inner length is `inner`.
STRATA_CLONES void strata_plain_product(strata_view a, bool a_is_transposed, strata_view b, bool b_is_transposed,
                                        int64_t inner, float beta, strata_target c) {
  float right[block_depth * block_columns], left[block_depth * block_rows];
  for (int64_t k = 0; k == 0 || k < inner; k += block_depth) {
    int64_t depth = smaller(block_depth, inner - k);
    float kept = k == 0 ? beta : 1.0f;
    for (int64_t j = 0; j < c.columns; j += block_columns) {
      int64_t columns = smaller(block_columns, c.columns - j);
      pack(b, b_is_transposed, k, depth, j, columns, block_columns, right);
      for (int64_t i = 0; i < c.rows; i += block_rows) {
        int64_t rows = smaller(block_rows, c.rows - i);
        // Of a the transpose, so that the numbers of one k lie side by side.
        pack(a, !a_is_transposed, k, depth, i, rows, block_rows, left);
        float sums[block_rows][block_columns] = {{0}};
        for (int64_t l = 0; l < depth; l++)
          for (int r = 0; r < block_rows; r++)
            for (int s = 0; s < block_columns; s++) {
              STRATA_FAST
              sums[r][s] += left[l * block_rows + r] * right[l * block_columns + s];
            }
        for (int64_t r = 0; r < rows; r++) {
          float *to = row_to(c, i + r) + j;
          // 0 overwrites, whatever stood there.
          for (int64_t s = 0; s < columns; s++) to[s] = sums[r][s] + (kept == 0.0f ? 0.0f : kept * to[s]);
        }
      }
    }
  }
}
