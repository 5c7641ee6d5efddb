// Batches, activations, gradients and updates. In each loop the slice's rows are the outer loop and
// its columns, contiguous in memory, the inner one.
#include "activations.h"
#include "functions.h"
#include "kernels.h"
#include "rows.h"

const char *strata_isa_name(void) {
#if defined(__x86_64__) && !defined(STRATA_SANITIZED)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"))
    return "AVX-512";
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return "AVX2";
  return "SSE2";
#else
  return "portable";
#endif
}

bool strata_has_bfloat16(void) {
#if defined(__x86_64__) && !defined(STRATA_SANITIZED)
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512bf16");
#else
  return false;
#endif
}

STRATA_CLONES void strata_gather_bytes(const uint8_t *source, int64_t source_stride,
                                       const int32_t *rows, int64_t count, int64_t begin, int64_t end,
                                       float scale, float *y, int64_t stride) {
  for (int64_t r = 0; r < count; r++) {
    const uint8_t *restrict from = source + rows[r] * source_stride;
    float *restrict to = y + r * stride;
    for (int64_t c = begin; c < end; c++) to[c] = (float)from[c] * scale;
  }
}

STRATA_CLONES void strata_gather_floats(const float *source, int64_t source_stride,
                                        const int32_t *rows, int64_t count, int64_t begin, int64_t end,
                                        float *y, int64_t stride) {
  for (int64_t r = 0; r < count; r++) {
    const float *restrict from = source + rows[r] * source_stride;
    float *restrict to = y + r * stride;
    for (int64_t c = begin; c < end; c++) to[c] = from[c];
  }
}

void strata_exchange_bytes(const uint8_t *source, int64_t source_stride, const int32_t *partners,
                           int64_t begin, int64_t end, float scale, float *y) {
  for (int64_t c = begin; c < end; c++) {
    int32_t partner = partners[c - begin];
    if (partner >= 0) y[c] = (float)source[partner * source_stride + c] * scale;
  }
}

void strata_exchange_floats(const float *source, int64_t source_stride, const int32_t *partners,
                            int64_t begin, int64_t end, float *y) {
  for (int64_t c = begin; c < end; c++) {
    int32_t partner = partners[c - begin];
    if (partner >= 0) y[c] = source[partner * source_stride + c];
  }
}

// MARK: Activations

#define ACTIVATE(FUNCTION)                                                                          \
  for (int64_t r = 0; r < y.rows; r++) {                                                            \
    const float *from = row_of(x, r);                                                               \
    float *to = row_to(y, r);                                                                       \
    if (added)                                                                                      \
      STRATA_ELEMENTWISE for (int64_t c = 0; c < columns; c++) to[c] = FUNCTION(from[c] + added[c]); \
    else                                                                                            \
      STRATA_ELEMENTWISE for (int64_t c = 0; c < columns; c++) to[c] = FUNCTION(from[c]);           \
    if (y.rounded) strata_round_row(to, columns, rounded_row_to(y, r));                             \
  }

STRATA_CLONES void strata_activate(strata_activation kind, strata_view x, strata_view bias,
                                   strata_target y) {
  const float *added = bias.data;
  int64_t columns = y.columns;
#define CASE(NAME, ...)                                                                             \
  case strata_activation_##NAME: ACTIVATE(NAME##_value) break;
  switch (kind) { STRATA_EACH_ACTIVATION(CASE) }
#undef CASE
}

#define ACTIVATE_BACKWARD(SLOPE)                                                                    \
  for (int64_t r = 0; r < dx.rows; r++) {                                                           \
    const float *out = row_of(y, r), *from = row_of(dy, r);                                         \
    float *to = row_to(dx, r);                                                                      \
    if (accumulate)                                                                                 \
      STRATA_ELEMENTWISE for (int64_t c = 0; c < columns; c++) to[c] += from[c] * SLOPE(out[c]);    \
    else                                                                                            \
      STRATA_ELEMENTWISE for (int64_t c = 0; c < columns; c++) to[c] = from[c] * SLOPE(out[c]);     \
    if (dx.rounded) strata_round_row(to, columns, rounded_row_to(dx, r));                           \
  }

STRATA_CLONES void strata_activate_backward(strata_activation kind, strata_view y, strata_view dy,
                                            bool accumulate, strata_target dx) {
  int64_t columns = dx.columns;
#define CASE(NAME, ...)                                                                             \
  case strata_activation_##NAME: ACTIVATE_BACKWARD(NAME##_slope) break;
  switch (kind) { STRATA_EACH_ACTIVATION(CASE) }
#undef CASE
}

STRATA_CLONES void strata_softmax(strata_view x, strata_target y) {
  int64_t columns = y.columns;
  for (int64_t r = 0; r < y.rows; r++) {
    const float *from = row_of(x, r);
    float *to = row_to(y, r);
    float largest = from[0], sum = 0;
    for (int64_t c = 1; c < columns; c++) largest = from[c] > largest ? from[c] : largest;
    STRATA_ELEMENTWISE for (int64_t c = 0; c < columns; c++) {
      STRATA_FAST
      to[c] = strata_exp(from[c] - largest);
      sum += to[c];
    }
    for (int64_t c = 0; c < columns; c++) to[c] /= sum;
  }
}

STRATA_CLONES void strata_softmax_backward(strata_view y, strata_view dy, bool accumulate,
                                           strata_target dx) {
  int64_t columns = dx.columns;
  for (int64_t r = 0; r < dx.rows; r++) {
    const float *out = row_of(y, r), *from = row_of(dy, r);
    float *to = row_to(dx, r);
    float dot = 0;
    for (int64_t c = 0; c < columns; c++) {
      STRATA_FAST
      dot += from[c] * out[c];
    }
    STRATA_ELEMENTWISE for (int64_t c = 0; c < columns; c++)
      to[c] = (accumulate ? to[c] : 0.0f) + out[c] * (from[c] - dot);
  }
}

// MARK: Gradients and updates

STRATA_CLONES void strata_column_sums(strata_view x, float beta, strata_target out) {
  enum { block = 64 };
  int64_t columns = x.columns;
  for (int64_t first = 0; first < columns; first += block) {
    int64_t width = columns - first < block ? columns - first : block;
    float sums[block] = {0};
    for (int64_t r = 0; r < x.rows; r++) {
      const float *from = row_of(x, r) + first;
      for (int64_t c = 0; c < width; c++) sums[c] += from[c];
    }
    float *to = out.data + first;
    // beta = 0 overwrites, whatever stood there.
    for (int64_t c = 0; c < width; c++) to[c] = sums[c] + (beta == 0.0f ? 0.0f : beta * to[c]);
  }
}

STRATA_CLONES void strata_momentum_update(strata_target w, strata_view g, strata_target v, float rate,
                                          float momentum, bool nesterov, float decay) {
  float look_ahead = nesterov ? momentum : 1.0f, direct = nesterov ? 1.0f : 0.0f;
  int64_t columns = w.columns;
  for (int64_t r = 0; r < w.rows; r++) {
    float *restrict weight = row_to(w, r), *restrict velocity = row_to(v, r);
    const float *restrict from = row_of(g, r);
    for (int64_t c = 0; c < columns; c++) {
      float gradient = from[c] + decay * weight[c];
      velocity[c] = momentum * velocity[c] + gradient;
      weight[c] -= rate * (direct * gradient + look_ahead * velocity[c]);
    }
  }
}

STRATA_CLONES void strata_adam_update(strata_target w, strata_view g, strata_target m, strata_target v,
                                      float rate, float beta1, float beta2, float epsilon,
                                      float correction1, float correction2, float decay, float shrink) {
  // rate · (m / correction1) / (√(v / correction2) + epsilon) with one division for each element.
  float scale = rate / correction1, root = 1.0f / strata_sqrt(correction2);
  int64_t columns = w.columns;
  for (int64_t r = 0; r < w.rows; r++) {
    float *restrict weight = row_to(w, r), *restrict first = row_to(m, r), *restrict second = row_to(v, r);
    const float *restrict from = row_of(g, r);
    for (int64_t c = 0; c < columns; c++) {
      float gradient = from[c] + decay * weight[c];
      first[c] = beta1 * first[c] + (1.0f - beta1) * gradient;
      second[c] = beta2 * second[c] + (1.0f - beta2) * gradient * gradient;
      weight[c] -= shrink * weight[c] + scale * first[c] / (root * strata_sqrt(second[c]) + epsilon);
    }
  }
}

STRATA_CLONES void strata_limit_column_norms(strata_target w, float limit, bool exactly) {
  enum { block = 64 };
  int64_t columns = w.columns;
  for (int64_t first = 0; first < columns; first += block) {
    int64_t width = columns - first < block ? columns - first : block;
    float factor[block] = {0};
    for (int64_t r = 0; r < w.rows; r++) {
      const float *from = row_to(w, r) + first;
      for (int64_t c = 0; c < width; c++) factor[c] += from[c] * from[c];
    }
    for (int64_t c = 0; c < width; c++) {
      float norm = strata_sqrt(factor[c]);
      factor[c] = norm > limit || (exactly && norm > 0) ? limit / norm : 1.0f;
    }
    for (int64_t r = 0; r < w.rows; r++) {
      float *to = row_to(w, r) + first;
      for (int64_t c = 0; c < width; c++) to[c] *= factor[c];
    }
  }
}

STRATA_CLONES void strata_add(strata_view x, strata_target y) {
  int64_t columns = x.columns;
  for (int64_t r = 0; r < x.rows; r++) {
    const float *restrict from = row_of(x, r);
    float *restrict to = row_to(y, r);
    for (int64_t c = 0; c < columns; c++) to[c] += from[c];
  }
}

STRATA_CLONES void strata_average_update(strata_target average, strata_view w, float share) {
  int64_t columns = w.columns;
  for (int64_t r = 0; r < w.rows; r++) {
    const float *restrict from = row_of(w, r);
    float *restrict to = row_to(average, r);
    for (int64_t c = 0; c < columns; c++) to[c] += share * (from[c] - to[c]);
  }
}
