// Products that skip zeros. A masked image is mostly zeros, and a row of W is needed only where x is
// not one. Sixty-four columns of the result stay in registers while the non-zeros are run through.
#include "functions.h"
#include "kernels.h"
#include "rows.h"

typedef float lanes __attribute__((vector_size(64), aligned(4)));
enum { width = 16, block = 4 * width };

STRATA_CLONES void strata_compress_rows(strata_view x, int64_t begin, int64_t end, bool rounded,
                                        strata_sparse rows) {
  int64_t columns = x.columns;
  for (int64_t r = begin; r < end; r++) {
    const float *from = row_of(x, r);
    int32_t *index = rows.indices + rows.starts[r];
    float *value = rows.values + rows.starts[r];
    int32_t count = 0;
    // Written whether zero or not, kept only when not: no branch to guess wrong.
    for (int64_t c = 0; c < columns; c++) {
      index[count] = (int32_t)c;
      value[count] = from[c];
      count += from[c] != 0.0f;
    }
    if (rounded)
      for (int32_t i = 0; i < count; i++) value[i] = strata_from_bfloat16(strata_to_bfloat16(value[i]));
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

/// out[0 ..< count] = beta · out + Σ over the non-zeros of value · source[index][0 ..< count].
STRATA_INLINE void combine(const int32_t *index, const float *value, int32_t count,
                           const float *source, int64_t stride, int64_t columns, float beta,
                           float *out) {
  int64_t c = 0;
  for (; c + block <= columns; c += block) {
    lanes sum0 = {0}, sum1 = {0}, sum2 = {0}, sum3 = {0};
    for (int32_t i = 0; i < count; i++) {
      STRATA_FAST
      const lanes *row = (const lanes *)(source + index[i] * stride + c);
      float v = value[i];
      sum0 += v * row[0];
      sum1 += v * row[1];
      sum2 += v * row[2];
      sum3 += v * row[3];
    }
    lanes *to = (lanes *)(out + c);
    // beta = 0 overwrites, whatever stood there.
    if (beta == 0.0f) {
      to[0] = sum0;
      to[1] = sum1;
      to[2] = sum2;
      to[3] = sum3;
    } else {
      to[0] = beta * to[0] + sum0;
      to[1] = beta * to[1] + sum1;
      to[2] = beta * to[2] + sum2;
      to[3] = beta * to[3] + sum3;
    }
  }
  for (; c < columns; c += width) {
    // Past the last column whole lanes are read too, and what they give is not kept.
    int64_t rest = columns - c < width ? columns - c : width;
    lanes even = {0}, odd = {0};
    int32_t i = 0;
    for (; i + 2 <= count; i += 2) {
      STRATA_FAST
      even += value[i] * *(const lanes *)(source + index[i] * stride + c);
      odd += value[i + 1] * *(const lanes *)(source + index[i + 1] * stride + c);
    }
    if (i < count) even += value[i] * *(const lanes *)(source + index[i] * stride + c);
    float sum[width];
    even += odd;
    memcpy(sum, &even, sizeof sum);
    for (int64_t k = 0; k < rest; k++) out[c + k] = sum[k] + (beta == 0.0f ? 0.0f : beta * out[c + k]);
  }
}

STRATA_CLONES void strata_sparse_product(strata_sparse x, int64_t begin, int64_t end, strata_view w,
                                         float beta, strata_target y) {
  // A strip of w that fits the second-level cache is used by every row before the next is touched.
  enum { strip = 4 * block };
  int64_t columns = y.columns;
  for (int64_t first = 0; first < columns; first += strip) {
    int64_t wide = columns - first < strip ? columns - first : strip;
    for (int64_t r = begin; r < end; r++) {
      // Nothing is added: half of the pixels of a small batch of images are black in all of them.
      if (x.counts[r] == 0 && beta == 1.0f) continue;
      combine(x.indices + x.starts[r], x.values + x.starts[r], x.counts[r], w.data + first, w.stride,
              wide, beta, row_to(y, r) + first);
    }
  }
}

// MARK: bfloat16

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

/// Two rows of w, 32 columns of each, times two values, added to the sums of these columns. The columns lie in
/// the order that interleaving leaves them in: within each 16 bytes the first half, then the second.
#define ADD_PAIR(LOW, HIGH, OFFSET)                                                                 \
  {                                                                                                 \
    __m512i a = _mm512_loadu_si512(one + (OFFSET)), b = _mm512_loadu_si512(other + (OFFSET));       \
    LOW = _mm512_dpbf16_ps(LOW, (__m512bh)_mm512_unpacklo_epi16(a, b), values);                     \
    HIGH = _mm512_dpbf16_ps(HIGH, (__m512bh)_mm512_unpackhi_epi16(a, b), values);                   \
  }

/// 32 sums in their own order: out = beta · out + sums, as far as `rest` columns.
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

WITH_BFLOAT16 static void product_of_pairs(strata_sparse x, int64_t begin, int64_t end, strata_view w,
                                           float beta, strata_target y) {
  int64_t columns = y.columns;
  for (int64_t r = begin; r < end; r++) {
    const int32_t *index = x.indices + x.starts[r];
    const float *value = x.values + x.starts[r];
    int32_t count = x.counts[r];
    if (count == 0 && beta == 1.0f) continue;
    float *out = row_to(y, r);
    int64_t c = 0;
    for (; c + 128 <= columns; c += 128) {
      __m512 s0 = _mm512_setzero_ps(), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
      for (int32_t i = 0; i < count; i += 2) {
        // Of an odd number the last is paired with itself, times nothing.
        bool is_pair = i + 1 < count;
        const uint16_t *one = rounded_row_of(w, index[i]) + c;
        const uint16_t *other = is_pair ? rounded_row_of(w, index[i + 1]) + c : one;
        __m512bh values = (__m512bh)_mm512_set1_epi32(pair_of(value[i], is_pair ? value[i + 1] : 0.0f));
        ADD_PAIR(s0, s1, 0)
        ADD_PAIR(s2, s3, 32)
        ADD_PAIR(s4, s5, 64)
        ADD_PAIR(s6, s7, 96)
      }
      store_sums(s0, s1, beta, 32, out + c);
      store_sums(s2, s3, beta, 32, out + c + 32);
      store_sums(s4, s5, beta, 32, out + c + 64);
      store_sums(s6, s7, beta, 32, out + c + 96);
    }
    // Past the last column whole vectors are read too, and what they give is not kept.
    for (; c < columns; c += 32) {
      __m512 low = _mm512_setzero_ps(), high = low;
      for (int32_t i = 0; i < count; i += 2) {
        bool is_pair = i + 1 < count;
        const uint16_t *one = rounded_row_of(w, index[i]) + c;
        const uint16_t *other = is_pair ? rounded_row_of(w, index[i + 1]) + c : one;
        __m512bh values = (__m512bh)_mm512_set1_epi32(pair_of(value[i], is_pair ? value[i + 1] : 0.0f));
        ADD_PAIR(low, high, 0)
      }
      store_sums(low, high, beta, columns - c, out + c);
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
