// Products that skip zeros. A masked image is mostly zeros, and a row of W is needed only where x is
// not one. Sixty-four columns of the result stay in registers while the non-zeros are run through.
#include "functions.h"
#include "kernels.h"

typedef float lanes __attribute__((vector_size(64), aligned(4)));
enum { width = 16, block = 4 * width };

STRATA_CLONES void strata_compress_rows(const float *x, int64_t stride, int64_t begin, int64_t end,
                                        int64_t columns, strata_sparse rows) {
  for (int64_t r = begin; r < end; r++) {
    const float *from = x + r * stride;
    int32_t *index = rows.indices + rows.starts[r];
    float *value = rows.values + rows.starts[r];
    int32_t count = 0;
    // Written whether zero or not, kept only when not: no branch to guess wrong.
    for (int64_t c = 0; c < columns; c++) {
      index[count] = (int32_t)c;
      value[count] = from[c];
      count += from[c] != 0.0f;
    }
    rows.counts[r] = count;
  }
}

void strata_transpose_rows(strata_sparse rows, int64_t count, int64_t begin, int64_t end,
                           strata_sparse columns) {
  for (int64_t c = begin; c < end; c++) columns.counts[c] = 0;
  for (int64_t r = 0; r < count; r++) {
    const int32_t *index = rows.indices + rows.starts[r];
    const float *value = rows.values + rows.starts[r];
    for (int32_t i = 0; i < rows.counts[r]; i++) {
      int64_t c = index[i];
      if (c < begin || c >= end) continue;
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

STRATA_CLONES void strata_sparse_product(strata_sparse x, int64_t begin, int64_t end, const float *w,
                                         int64_t w_stride, int64_t columns, float beta, float *y,
                                         int64_t y_stride) {
  // A strip of w that fits the second-level cache is used by every row before the next is touched.
  enum { strip = 4 * block };
  for (int64_t first = 0; first < columns; first += strip) {
    int64_t wide = columns - first < strip ? columns - first : strip;
    for (int64_t r = begin; r < end; r++)
      combine(x.indices + x.starts[r], x.values + x.starts[r], x.counts[r], w + first, w_stride,
              wide, beta, y + r * y_stride + first);
  }
}
