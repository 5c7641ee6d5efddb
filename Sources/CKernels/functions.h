// Elementary functions as straight-line code, so that a loop over them becomes vector code. The
// polynomials are those of the Cephes library (Moshier 1989); errors are a few units in the last place.
#pragma once
#include <math.h>
#include <stdint.h>
#include <string.h>
#include "dispatch.h"

STRATA_INLINE float strata_bits_to_float(int32_t bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

STRATA_INLINE int32_t strata_float_to_bits(float value) {
  int32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

/// bfloat16 is the upper half of a float: eight bits of exponent and eight of significand, one of them not
/// stored.
STRATA_INLINE float strata_from_bfloat16(uint16_t x) {
  return strata_bits_to_float((int32_t)((uint32_t)x << 16));
}

/// Rounded to the nearest, ties to even; what is not a number stays so.
STRATA_INLINE uint16_t strata_to_bfloat16(float x) {
  uint32_t bits = (uint32_t)strata_float_to_bits(x);
  // Half of the last place, less one where it is even already.
  uint32_t nearest = (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
  // Carrying would turn some of what is not a number into infinity.
  return (uint16_t)(x == x ? nearest : bits >> 16 | 0x40);
}

STRATA_INLINE void strata_round_row(const float *from, int64_t columns, uint16_t *to) {
  STRATA_ELEMENTWISE for (int64_t c = 0; c < columns; c++) to[c] = strata_to_bfloat16(from[c]);
}

/// e^x; the argument is clamped to ±87, where float's range of normal numbers ends. NaN stays NaN.
STRATA_INLINE float strata_exp(float x) {
  STRATA_FAST
  float clamped = x < -87.0f ? -87.0f : x > 87.0f ? 87.0f : x;
  // The nearest integer by adding and taking away 1.5·2²³: exact, and one addition on every machine.
  float shifted = clamped * 1.44269504088896341f + 12582912.0f;
  int32_t n = strata_float_to_bits(shifted) - 0x4B400000;
  float whole = (float)n;
  float r = clamped - whole * 0.693359375f;
  r = r + whole * 2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * (r * r) + r + 1.0f;
  float result = p * strata_bits_to_float((n + 127) << 23);
  return x != x ? x : result;
}

/// √x. The library's function may set errno, which keeps a loop from becoming vector code.
STRATA_INLINE float strata_sqrt(float x) { return __builtin_elementwise_sqrt(x); }

/// log(2^e · (1 + f)) for f in [√½ − 1, √2 − 1]: a polynomial, and log 2 in two parts.
STRATA_INLINE float strata_log_of_parts(float f, float e) {
  STRATA_FAST
  float z = f * f;
  float p = 7.0376836292e-2f;
  p = p * f - 1.1514610310e-1f;
  p = p * f + 1.1676998740e-1f;
  p = p * f - 1.2420140846e-1f;
  p = p * f + 1.4249322787e-1f;
  p = p * f - 1.6668057665e-1f;
  p = p * f + 2.0000714765e-1f;
  p = p * f - 2.4999993993e-1f;
  p = p * f + 3.3333331174e-1f;
  float y = p * f * z + e * -2.12194440e-4f - 0.5f * z;
  return f + y + e * 0.693359375f;
}

/// log(x) for positive normal x.
STRATA_INLINE float strata_log(float x) {
  int32_t bits = strata_float_to_bits(x);
  int32_t exponent = ((bits >> 23) & 0xFF) - 126;
  float m = strata_bits_to_float((bits & 0x007FFFFF) | 0x3F000000);  // in [0.5, 1)
  int32_t small = m < 0.707106781186547524f;
  return strata_log_of_parts(small ? m + m - 1.0f : m - 1.0f, (float)(exponent - small));
}

/// log(1 + t) for t in [0, 1].
STRATA_INLINE float strata_log1p(float t) {
  // What is beyond the polynomial's range is halved, which is exact.
  int32_t large = t > 0.414213562373095049f;
  return strata_log_of_parts(large ? 0.5f * (t - 1.0f) : t, (float)large);
}

/// 1 − e^−y for y from 0 on; a polynomial near zero, where the difference would lose digits.
STRATA_INLINE float strata_one_minus_exp(float y) {
  float p = 2.48015873e-5f;
  p = 1.98412698e-4f - p * y;
  p = 1.38888889e-3f - p * y;
  p = 8.33333333e-3f - p * y;
  p = 4.16666667e-2f - p * y;
  p = 1.66666667e-1f - p * y;
  p = 0.5f - p * y;
  float near = y - p * y * y;
  float far = 1.0f - strata_exp(-y);
  return y < 0.5f ? near : far;
}

/// cos(2πu) and sin(2πu) for u in [0, 1).
STRATA_INLINE void strata_cos_sin_turn(float u, float *cosine, float *sine) {
  STRATA_FAST
  float quarter = u * 4.0f;
  int32_t n = (int32_t)(quarter + 0.5f);
  float r = (quarter - (float)n) * 1.57079632679489662f;  // in [−π/4, π/4]
  float z = r * r;
  float s = ((-1.9515295891e-4f * z + 8.3321608736e-3f) * z - 1.6666654611e-1f) * z * r + r;
  float c = ((2.443315711809948e-5f * z - 1.388731625493765e-3f) * z + 4.166664568298827e-2f) * z * z -
            0.5f * z + 1.0f;
  float a = (n & 1) ? s : c;
  float b = (n & 1) ? c : s;
  *cosine = ((n + 1) & 2) ? -a : a;
  *sine = (n & 2) ? -b : b;
}

/// 1 / (1 + e^−x).
STRATA_INLINE float strata_sigmoid(float x) { return 1.0f / (1.0f + strata_exp(-x)); }

/// tanh(x); a polynomial near zero, where 1 − 2/(e^2x + 1) would lose digits.
STRATA_INLINE float strata_tanh(float x) {
  STRATA_FAST
  float z = x * x;
  float p = -5.70498872745e-3f;
  p = p * z + 2.06390887954e-2f;
  p = p * z - 5.37397155531e-2f;
  p = p * z + 1.33314422036e-1f;
  p = p * z - 3.33332819422e-1f;
  float near = x + x * z * p;
  float far = 1.0f - 2.0f / (strata_exp(2.0f * x) + 1.0f);
  float magnitude = x < 0 ? -x : x;
  return magnitude < 0.625f ? near : far;
}
