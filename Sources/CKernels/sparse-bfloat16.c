// Products that skip zeros, of bfloat16 factors.
#include "functions.h"
#include "kernels.h"
#include "rows.h"
#include "tiles.h"

/// The columns whose sums are kept while a line's non-zeros are run through.
enum { block = 64 };

/// For processors without products of bfloat16: the same numbers, widened.
STRATA_CLONES static void product_of_widened(strata_sparse x, int64_t begin, int64_t end, strata_view w,
                                             float beta, strata_target y) {
  int64_t columns = y.columns;
  for (int64_t r = begin; r < end; r++) {
    const int32_t *index = x.indices + x.starts[r];
    const float *value = x.values + x.starts[r];
    float *out = row_to(y, r);
    for (int64_t first = 0; first < columns; first += block) {
      int64_t wide = columns - first < block ? columns - first : block;
      float sums[block] = {0};
      for (int32_t i = 0; i < x.counts[r]; i++) {
        const uint16_t *row = rounded_row_of(w, index[i]) + first;
        for (int64_t c = 0; c < wide; c++) {
          STRATA_FAST
          sums[c] += value[i] * strata_from_bfloat16(row[c]);
        }
      }
      for (int64_t c = 0; c < wide; c++)
        out[first + c] = sums[c] + (beta == 0.0f ? 0.0f : beta * out[first + c]);
    }
  }
}

#if defined(__x86_64__)
#include <immintrin.h>
#define WITH_BFLOAT16 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16,fma")))

/// Two columns' worth of bits for the pair product: value i in the lower half, value j in the upper one.
STRATA_INLINE int32_t pair_of(float lower, float upper) {
  return (int32_t)(((uint32_t)strata_float_to_bits(lower) >> 16) |
                   ((uint32_t)strata_float_to_bits(upper) & 0xffff0000u));
}

/// 32 sums, as interleaving two rows leaves them (within each 16 bytes the first half, then the second), in the
/// order of their columns: out = beta · out + sums, as far as `rest` columns.
WITH_BFLOAT16 STRATA_INLINE void store_sums(__m512 low, __m512 high, float beta, int64_t rest, float *out) {
  const __m512i first = _mm512_setr_epi32(0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23);
  const __m512i second = _mm512_setr_epi32(8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31);
  __m512 sums[2] = {_mm512_permutex2var_ps(low, first, high), _mm512_permutex2var_ps(low, second, high)};
  for (int half = 0; half < 2; half++, rest -= 16, out += 16) {
    if (rest <= 0) return;
    __mmask16 kept = rest >= 16 ? 0xffff : (__mmask16)((1u << rest) - 1);
    __m512 sum = sums[half];
    // beta = 0 overwrites, whatever stood there.
    if (beta != 0.0f)
      sum = _mm512_fmadd_ps(_mm512_set1_ps(beta), _mm512_maskz_loadu_ps(kept, out), sum);
    _mm512_mask_storeu_ps(out, kept, sum);
  }
}

/// Columns of a piece of a strip, two vectors of sums; and the most pieces whose sums are kept in registers.
enum { width = 32, most_pieces = 4 };

/// Adds to some columns of a line of y: the non-zeros from number `from` on whose row of w is below `limit`, each
/// times its row, two at a time; the last one's partner may lie in the next tile. Returns the number of the first
/// that is not added.
WITH_BFLOAT16 STRATA_INLINE int32_t add_pairs(const int32_t *index, const float *value, int32_t from,
                                              int32_t count, int64_t limit, const uint16_t *w, int64_t stride,
                                              int pieces, int64_t columns, float beta, float *out) {
  __m512 low[most_pieces], high[most_pieces];
  for (int k = 0; k < pieces; k++) low[k] = high[k] = _mm512_setzero_ps();
  int32_t i = from;
  while (i < count && index[i] < limit) {
    // Of an odd number the last is paired with itself, times nothing.
    bool is_pair = i + 1 < count;
    const uint16_t *one = w + index[i] * stride, *other = w + index[i + is_pair] * stride;
    __m512bh values = (__m512bh)_mm512_set1_epi32(pair_of(value[i], is_pair ? value[i + 1] : 0.0f));
    // Past the last column the last piece is read too, and what it gives is not kept.
    for (int k = 0; k < pieces; k++) {
      __m512i a = _mm512_loadu_si512(one + k * width), b = _mm512_loadu_si512(other + k * width);
      low[k] = _mm512_dpbf16_ps(low[k], (__m512bh)_mm512_unpacklo_epi16(a, b), values);
      high[k] = _mm512_dpbf16_ps(high[k], (__m512bh)_mm512_unpackhi_epi16(a, b), values);
    }
    i += 1 + is_pair;
  }
  if (i == from && beta == 1.0f) return i;
  for (int k = 0; k < pieces; k++)
    store_sums(low[k], high[k], beta, columns - k * width, out + k * width);
  return i;
}

/// A strip of some pieces, from column `first` on.
WITH_BFLOAT16 STRATA_INLINE void pairs_of_strip(strata_sparse x, int64_t begin, int64_t end, strata_view w,
                                                int64_t first, int64_t columns, int pieces, float beta,
                                                strata_target y) {
  STRATA_TILE_BY_TILE(add_pairs(x.indices + x.starts[r], x.values + x.starts[r], from, x.counts[r], limit,
                                w.rounded + first, w.stride, pieces, columns, scale, row_to(y, r) + first))
}

WITH_BFLOAT16 static void product_of_pairs(strata_sparse x, int64_t begin, int64_t end, strata_view w,
                                           float beta, strata_target y) {
  for (int64_t first = 0; first < y.columns; first += most_pieces * width) {
    int64_t rest = y.columns - first, columns = rest < most_pieces * width ? rest : most_pieces * width;
    switch ((columns + width - 1) / width) {
      case 1: pairs_of_strip(x, begin, end, w, first, columns, 1, beta, y); break;
      case 2: pairs_of_strip(x, begin, end, w, first, columns, 2, beta, y); break;
      case 3: pairs_of_strip(x, begin, end, w, first, columns, 3, beta, y); break;
      default: pairs_of_strip(x, begin, end, w, first, columns, 4, beta, y);
    }
  }
}
#endif

void strata_sparse_product_rounded(strata_sparse x, int64_t begin, int64_t end, strata_view w, float beta,
                                   strata_target y) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512bf16"))
    return product_of_pairs(x, begin, end, w, beta, y);
#endif
  product_of_widened(x, begin, end, w, beta, y);
}
