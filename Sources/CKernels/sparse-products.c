// Products that skip zeros. A masked image is mostly zeros, and a row of W is needed only where x is
// not one.
#include <string.h>
#include "kernels.h"
#include "rows.h"
#include "tiles.h"

typedef float lanes __attribute__((vector_size(64), aligned(4)));
/// Columns of a piece of a strip, and the most pieces whose sums are kept in registers.
enum { width = 16, most_pieces = 8 };

/// Adds to some columns of a line of y: the non-zeros from number `from` on whose row of w is below `limit`, each
/// times its row. Returns the number of the first that is not added.
STRATA_INLINE int32_t add_run(const int32_t *index, const float *value, int32_t from, int32_t count,
                              int64_t limit, const float *w, int64_t stride, int pieces, int64_t columns,
                              float beta, float *out) {
  lanes sums[most_pieces] = {{0}};
  int32_t i = from;
  for (; i < count && index[i] < limit; i++) {
    STRATA_FAST
    const lanes *row = (const lanes *)(w + index[i] * stride);
    float v = value[i];
    // Past the last column the last piece is read too, and what it gives is not kept.
    for (int k = 0; k < pieces; k++) sums[k] += v * row[k];
  }
  // Nothing is added: half of the pixels of a small batch of images are black in all of them.
  if (i == from && beta == 1.0f) return i;
  lanes *to = (lanes *)out;
  int64_t rest = columns - (pieces - 1) * width;
  for (int k = 0; k < pieces; k++) {
    STRATA_FAST
    bool is_whole = k < pieces - 1 || rest == width;
    lanes old = {0};
    if (beta != 0.0f && is_whole) old = to[k];
    if (beta != 0.0f && !is_whole) memcpy(&old, to + k, (size_t)rest * sizeof(float));
    // beta = 0 overwrites, whatever stood there.
    if (beta != 0.0f) sums[k] += beta * old;
    if (is_whole)
      to[k] = sums[k];
    else
      memcpy(to + k, &sums[k], (size_t)rest * sizeof(float));
  }
  return i;
}

/// A strip of some pieces, from column `first` on.
STRATA_INLINE void product_of_strip(strata_sparse x, int64_t begin, int64_t end, strata_view w, int64_t first,
                                    int64_t columns, int pieces, float beta, strata_target y) {
  STRATA_TILE_BY_TILE(add_run(x.indices + x.starts[r], x.values + x.starts[r], from, x.counts[r], limit,
                              w.data + first, w.stride, pieces, columns, scale, row_to(y, r) + first))
}

#define STRIP(PIECES)                                                                                        \
  case PIECES: product_of_strip(x, begin, end, w, first, columns, PIECES, beta, y); break;

/// Strips of at most so many pieces.
STRATA_INLINE void product_of_strips(strata_sparse x, int64_t begin, int64_t end, strata_view w, int pieces,
                                     float beta, strata_target y) {
  for (int64_t first = 0; first < y.columns; first += pieces * width) {
    int64_t rest = y.columns - first, columns = rest < pieces * width ? rest : pieces * width;
    switch ((columns + width - 1) / width) { STRIP(1) STRIP(2) STRIP(3) STRIP(4) default: break; }
    if (pieces > 4)
      switch ((columns + width - 1) / width) { STRIP(5) STRIP(6) STRIP(7) STRIP(8) default: break; }
  }
}

#if defined(__x86_64__)
/// With 32 registers of 64 bytes. Without the least width the compiler would take two of 32 bytes for each.
__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,fma"), min_vector_width(512))) static void
product_of_wide_strips(strata_sparse x, int64_t begin, int64_t end, strata_view w, float beta,
                       strata_target y) {
  product_of_strips(x, begin, end, w, 8, beta, y);
}
#endif

STRATA_CLONES static void product_of_narrow_strips(strata_sparse x, int64_t begin, int64_t end, strata_view w,
                                                   float beta, strata_target y) {
  product_of_strips(x, begin, end, w, 4, beta, y);
}

void strata_sparse_product(strata_sparse x, int64_t begin, int64_t end, strata_view w, float beta,
                           strata_target y) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq"))
    return product_of_wide_strips(x, begin, end, w, beta, y);
#endif
  product_of_narrow_strips(x, begin, end, w, beta, y);
}
