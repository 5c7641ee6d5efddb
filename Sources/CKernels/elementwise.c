// Batches, activations, gradients and updates. In each loop the slice's rows are the outer loop and
// its columns, contiguous in memory, the inner one.
#include "activations.h"
#include "functions.h"
#include "kernels.h"

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
  for (int64_t r = 0; r < rows; r++) {                                                              \
    const float *from = x + r * x_stride;                                                           \
    float *to = y + r * y_stride;                                                                   \
    if (bias)                                                                                       \
      STRATA_ELEMENTWISE for (int64_t c = 0; c < columns; c++) to[c] = FUNCTION(from[c] + bias[c]); \
    else                                                                                            \
      STRATA_ELEMENTWISE for (int64_t c = 0; c < columns; c++) to[c] = FUNCTION(from[c]);           \
    if (rounded) strata_round_row(to, columns, rounded + r * y_stride);                             \
  }

STRATA_CLONES void strata_activate(strata_activation kind, const float *x, int64_t x_stride,
                                   const float *bias, int64_t rows, int64_t columns, float *y,
                                   int64_t y_stride, uint16_t *rounded) {
#define CASE(NAME, ...)                                                                                  \
  case strata_activation_##NAME: ACTIVATE(NAME##_value) break;
  switch (kind) { STRATA_EACH_ACTIVATION(CASE) }
#undef CASE
}

#define ACTIVATE_BACKWARD(SLOPE)                                                                    \
  for (int64_t r = 0; r < rows; r++) {                                                              \
    const float *out = y + r * y_stride, *from = dy + r * dy_stride;                                \
    float *to = dx + r * dx_stride;                                                                 \
    if (accumulate)                                                                                 \
      STRATA_ELEMENTWISE for (int64_t c = 0; c < columns; c++) to[c] += from[c] * SLOPE(out[c]);    \
    else                                                                                            \
      STRATA_ELEMENTWISE for (int64_t c = 0; c < columns; c++) to[c] = from[c] * SLOPE(out[c]);     \
    if (rounded) strata_round_row(to, columns, rounded + r * dx_stride);                            \
  }

STRATA_CLONES void strata_activate_backward(strata_activation kind, const float *y, int64_t y_stride,
                                            const float *dy, int64_t dy_stride, int64_t rows,
                                            int64_t columns, bool accumulate, float *dx,
                                            int64_t dx_stride, uint16_t *rounded) {
#define CASE(NAME, ...)                                                                                  \
  case strata_activation_##NAME: ACTIVATE_BACKWARD(NAME##_slope) break;
  switch (kind) { STRATA_EACH_ACTIVATION(CASE) }
#undef CASE
}

STRATA_CLONES void strata_softmax(const float *x, int64_t x_stride, int64_t rows, int64_t columns,
                                  float *y, int64_t y_stride) {
  for (int64_t r = 0; r < rows; r++) {
    const float *from = x + r * x_stride;
    float *to = y + r * y_stride;
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

STRATA_CLONES void strata_softmax_backward(const float *y, int64_t y_stride, const float *dy,
                                           int64_t dy_stride, int64_t rows, int64_t columns,
                                           bool accumulate, float *dx, int64_t dx_stride) {
  for (int64_t r = 0; r < rows; r++) {
    const float *out = y + r * y_stride, *from = dy + r * dy_stride;
    float *to = dx + r * dx_stride;
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

STRATA_CLONES void strata_column_sums(const float *x, int64_t stride, int64_t rows, int64_t columns,
                                      float beta, float *out) {
  enum { block = 64 };
  for (int64_t first = 0; first < columns; first += block) {
    int64_t width = columns - first < block ? columns - first : block;
    float sums[block] = {0};
    for (int64_t r = 0; r < rows; r++)
      for (int64_t c = 0; c < width; c++) sums[c] += x[r * stride + first + c];
    // beta = 0 overwrites, whatever stood there.
    for (int64_t c = 0; c < width; c++)
      out[first + c] = sums[c] + (beta == 0.0f ? 0.0f : beta * out[first + c]);
  }
}

STRATA_CLONES void strata_momentum_update(float *w, const float *g, float *v, int64_t stride,
                                          int64_t rows, int64_t columns, float rate, float momentum,
                                          bool nesterov, float decay) {
  float look_ahead = nesterov ? momentum : 1.0f, direct = nesterov ? 1.0f : 0.0f;
  for (int64_t r = 0; r < rows; r++) {
    float *restrict weight = w + r * stride, *restrict velocity = v + r * stride;
    const float *restrict from = g + r * stride;
    for (int64_t c = 0; c < columns; c++) {
      float gradient = from[c] + decay * weight[c];
      velocity[c] = momentum * velocity[c] + gradient;
      weight[c] -= rate * (direct * gradient + look_ahead * velocity[c]);
    }
  }
}

STRATA_CLONES void strata_adam_update(float *w, const float *g, float *m, float *v, int64_t stride,
                                      int64_t rows, int64_t columns, float rate, float beta1,
                                      float beta2, float epsilon, float correction1,
                                      float correction2, float decay, float shrink) {
  // rate · (m / correction1) / (√(v / correction2) + epsilon) with one division for each element.
  float scale = rate / correction1, root = 1.0f / strata_sqrt(correction2);
  for (int64_t r = 0; r < rows; r++) {
    float *restrict weight = w + r * stride, *restrict first = m + r * stride,
                    *restrict second = v + r * stride;
    const float *restrict from = g + r * stride;
    for (int64_t c = 0; c < columns; c++) {
      float gradient = from[c] + decay * weight[c];
      first[c] = beta1 * first[c] + (1.0f - beta1) * gradient;
      second[c] = beta2 * second[c] + (1.0f - beta2) * gradient * gradient;
      weight[c] -= shrink * weight[c] + scale * first[c] / (root * strata_sqrt(second[c]) + epsilon);
    }
  }
}

STRATA_CLONES void strata_limit_column_norms(float *w, int64_t stride, int64_t rows, int64_t columns,
                                             float limit) {
  enum { block = 64 };
  for (int64_t first = 0; first < columns; first += block) {
    int64_t width = columns - first < block ? columns - first : block;
    float factor[block] = {0};
    for (int64_t r = 0; r < rows; r++)
      for (int64_t c = 0; c < width; c++) {
        float value = w[r * stride + first + c];
        factor[c] += value * value;
      }
    for (int64_t c = 0; c < width; c++) {
      float norm = strata_sqrt(factor[c]);
      factor[c] = norm > limit ? limit / norm : 1.0f;
    }
    for (int64_t r = 0; r < rows; r++)
      for (int64_t c = 0; c < width; c++) w[r * stride + first + c] *= factor[c];
  }
}
