// The non-zeros of a matrix by rows, and sorted by columns.
#include "functions.h"
#include "kernels.h"
#include "rows.h"

/// The non-zeros among the columns of a row from `first` on, behind the `count` that are found already; how many
/// there are now.
STRATA_INLINE int32_t compress(const float *from, int64_t first, int64_t columns, int32_t *index, float *value,
                               int32_t count) {
  // Written whether zero or not, kept only when not: no branch to guess wrong.
  for (int64_t c = first; c < columns; c++) {
    index[count] = (int32_t)c;
    value[count] = from[c];
    count += from[c] != 0.0f;
  }
  return count;
}

#if defined(__x86_64__)
#include <immintrin.h>

/// The same sixteen at a time, as far as whole vectors go; how many there are.
__attribute__((target("avx512f"))) static int32_t compress_vectors(const float *from, int64_t columns,
                                                                   int32_t *index, float *value) {
  const __m512i counting = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  int32_t count = 0;
  for (int64_t c = 0; c + 16 <= columns; c += 16) {
    __m512 values = _mm512_loadu_ps(from + c);
    // What is no number is not zero either.
    __mmask16 kept = _mm512_cmp_ps_mask(values, _mm512_setzero_ps(), _CMP_NEQ_UQ);
    __m512i places = _mm512_add_epi32(counting, _mm512_set1_epi32((int32_t)c));
    // Sixteen are stored, for there is room for all columns; those that are not kept are overwritten by the next.
    _mm512_storeu_ps(value + count, _mm512_maskz_compress_ps(kept, values));
    _mm512_storeu_si512(index + count, _mm512_maskz_compress_epi32(kept, places));
    count += __builtin_popcount(kept);
  }
  return count;
}
#endif

STRATA_CLONES static void round_values(float *value, int32_t count) {
  for (int32_t i = 0; i < count; i++) value[i] = strata_from_bfloat16(strata_to_bfloat16(value[i]));
}

void strata_compress_rows(strata_view x, int64_t begin, int64_t end, bool rounded, strata_sparse rows) {
  for (int64_t r = begin; r < end; r++) {
    const float *from = row_of(x, r);
    int32_t *index = rows.indices + rows.starts[r];
    float *value = rows.values + rows.starts[r];
    int64_t first = 0;
    int32_t count = 0;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f")) {
      count = compress_vectors(from, x.columns, index, value);
      first = x.columns / 16 * 16;
    }
#endif
    count = compress(from, first, x.columns, index, value, count);
    if (rounded) round_values(value, count);
    rows.counts[r] = count;
  }
}

/// The first of the ascending numbers that is at least `least`.
static int32_t first_at_least(const int32_t *numbers, int32_t count, int64_t least) {
  int32_t low = 0;
  while (count > 0) {
    int32_t half = count / 2;
    if (numbers[low + half] < least) {
      low += half + 1;
      count -= half + 1;
    } else {
      count = half;
    }
  }
  return low;
}

void strata_transpose_rows(strata_sparse rows, int64_t count, int64_t begin, int64_t end,
                           strata_sparse columns) {
  for (int64_t c = begin; c < end; c++) columns.counts[c] = 0;
  for (int64_t r = 0; r < count; r++) {
    const int32_t *index = rows.indices + rows.starts[r];
    const float *value = rows.values + rows.starts[r];
    for (int32_t i = first_at_least(index, rows.counts[r], begin); i < rows.counts[r] && index[i] < end; i++) {
      int64_t c = index[i];
      int64_t place = columns.starts[c] + columns.counts[c]++;
      columns.indices[place] = (int32_t)r;
      columns.values[place] = value[i];
    }
  }
}
