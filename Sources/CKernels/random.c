// Philox4x32-10 and what is drawn from it. Elements are dealt to blocks in groups of 64: lane l of
// block b of a group serves element 16·l + b, so that sixteen blocks are computed side by side and
// each lane's results lie side by side too.
#include "functions.h"
#include "kernels.h"
#include "rows.h"

enum { group_size = 64, blocks_per_group = 16 };

STRATA_INLINE void philox_blocks(const uint32_t *first, uint32_t c1, uint32_t c2, uint32_t c3,
                                 uint32_t k0, uint32_t k1, int count, uint32_t *lanes) {
  for (int b = 0; b < count; b++) {
    uint32_t x0 = first[b], x1 = c1, x2 = c2, x3 = c3, key0 = k0, key1 = k1;
#pragma clang loop unroll(full)
    for (int round = 0; round < 10; round++) {
      uint64_t p0 = (uint64_t)0xD2511F53u * x0, p1 = (uint64_t)0xCD9E8D57u * x2;
      uint32_t y0 = (uint32_t)(p1 >> 32) ^ x1 ^ key0, y2 = (uint32_t)(p0 >> 32) ^ x3 ^ key1;
      x1 = (uint32_t)p1;
      x3 = (uint32_t)p0;
      x0 = y0;
      x2 = y2;
      key0 += 0x9E3779B9u;
      key1 += 0xBB67AE85u;
    }
    lanes[b] = x0;
    lanes[count + b] = x1;
    lanes[2 * count + b] = x2;
    lanes[3 * count + b] = x3;
  }
}

void strata_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t output[4]) {
  philox_blocks(counter, counter[1], counter[2], counter[3], key[0], key[1], 1, output);
}

/// The 64 draws of one group.
STRATA_INLINE void draw_group(strata_stream stream, uint32_t example, int64_t group, uint32_t *bits) {
  uint32_t first[blocks_per_group];
  for (int b = 0; b < blocks_per_group; b++) first[b] = (uint32_t)(group * blocks_per_group) + (uint32_t)b;
  philox_blocks(first, example, stream.epoch, stream.purpose, (uint32_t)stream.seed,
                (uint32_t)(stream.seed >> 32), blocks_per_group, bits);
}

STRATA_INLINE float unit_interval(uint32_t bits) { return (float)(int32_t)(bits >> 8) * 0x1p-24f; }

/// 64 standard normals from 64 draws: lanes 0 and 1 make a pair, and so do lanes 2 and 3.
STRATA_INLINE void normal_group(const uint32_t *bits, float *normals) {
  for (int half = 0; half < 2; half++) {
    const uint32_t *a = bits + half * 32, *b = a + 16;
    for (int i = 0; i < 16; i++) {
      // 1 − u lies in (0, 1], where the logarithm is finite.
      float radius = strata_sqrt(-2.0f * strata_log(1.0f - unit_interval(a[i])));
      float cosine, sine;
      strata_cos_sin_turn(unit_interval(b[i]), &cosine, &sine);
      normals[half * 32 + i] = radius * cosine;
      normals[half * 32 + 16 + i] = radius * sine;
    }
  }
}

#define FOR_EACH_GROUP(begin, end)                                                                  \
  for (int64_t group = (begin) / group_size; group * group_size < (end); group++)
#define LOWER(group, begin) ((group) * group_size < (begin) ? (begin) - (group) * group_size : 0)
#define UPPER(group, end) ((end) - (group) * group_size < group_size ? (end) - (group) * group_size : group_size)

STRATA_CLONES void strata_random_bits(strata_stream stream, uint32_t example, int64_t begin,
                                      int64_t end, uint32_t *output) {
  FOR_EACH_GROUP(begin, end) {
    uint32_t bits[group_size];
    draw_group(stream, example, group, bits);
    for (int64_t i = LOWER(group, begin); i < UPPER(group, end); i++)
      output[group * group_size + i - begin] = bits[i];
  }
}

STRATA_CLONES void strata_random_uniform(strata_stream stream, uint32_t example, int64_t begin,
                                         int64_t end, float *output) {
  FOR_EACH_GROUP(begin, end) {
    uint32_t bits[group_size];
    draw_group(stream, example, group, bits);
    for (int64_t i = LOWER(group, begin); i < UPPER(group, end); i++)
      output[group * group_size + i - begin] = unit_interval(bits[i]);
  }
}

STRATA_CLONES void strata_random_normal(strata_stream stream, uint32_t example, int64_t begin,
                                        int64_t end, float *output) {
  FOR_EACH_GROUP(begin, end) {
    uint32_t bits[group_size];
    float normals[group_size];
    draw_group(stream, example, group, bits);
    normal_group(bits, normals);
    for (int64_t i = LOWER(group, begin); i < UPPER(group, end); i++)
      output[group * group_size + i - begin] = normals[i];
  }
}

/// Bernoulli(level) is "31 bits below level · 2³¹", so that level 1 is certain.
STRATA_INLINE uint32_t hit_limit(float level) { return (uint32_t)((double)level * 0x1p31); }

STRATA_CLONES void strata_swap_partners(float level, strata_stream stream,
                                        strata_stream partner_stream, uint32_t example, int64_t begin,
                                        int64_t end, uint32_t count, int32_t *partners) {
  uint32_t limit = hit_limit(level);
  FOR_EACH_GROUP(begin, end) {
    uint32_t bits[group_size], others[group_size];
    draw_group(stream, example, group, bits);
    draw_group(partner_stream, example, group, others);
    // The high half of draw · count is uniform in 0 ..< count up to count / 2³² (Lemire 2019).
    for (int64_t i = LOWER(group, begin); i < UPPER(group, end); i++)
      partners[group * group_size + i - begin] =
          bits[i] >> 1 < limit ? (int32_t)(((uint64_t)others[i] * count) >> 32) : -1;
  }
}

STRATA_CLONES void strata_mark_hits(float level, strata_stream stream, const int32_t *examples,
                                    int64_t begin, int64_t end, float value, strata_target y) {
  uint32_t limit = hit_limit(level);
  for (int64_t r = 0; r < y.rows; r++) {
    FOR_EACH_GROUP(begin, end) {
      uint32_t bits[group_size];
      draw_group(stream, (uint32_t)examples[r], group, bits);
      float *to = row_to(y, r) + group * group_size;
      for (int64_t i = LOWER(group, begin); i < UPPER(group, end); i++)
        to[i] = bits[i] >> 1 < limit ? value : to[i];
    }
  }
}

STRATA_CLONES void strata_corrupt(strata_corruption kind, float level, strata_stream stream,
                                  const int32_t *examples, int64_t begin, int64_t end, bool accumulate,
                                  strata_view x, strata_target y) {
  uint32_t limit = hit_limit(level), half = limit / 2;
  float kept = level < 1.0f ? 1.0f / (1.0f - level) : 0.0f;
  for (int64_t r = 0; r < y.rows; r++) {
    FOR_EACH_GROUP(begin, end) {
      uint32_t bits[group_size];
      float result[group_size];
      draw_group(stream, (uint32_t)examples[r], group, bits);
      const float *from = row_of(x, r) + group * group_size;
      float *to = row_to(y, r) + group * group_size;
      int64_t lower = LOWER(group, begin), upper = UPPER(group, end);
#define REPLACE(VALUE) for (int64_t i = lower; i < upper; i++) result[i] = (VALUE)
#define HIT (bits[i] >> 1 < limit)
      switch (kind) {
        case strata_corruption_masking: REPLACE(HIT ? 0.0f : from[i]); break;
        case strata_corruption_flip: REPLACE(HIT ? 1.0f - from[i] : from[i]); break;
        case strata_corruption_negation: REPLACE(HIT ? -from[i] : from[i]); break;
        case strata_corruption_dropout: REPLACE(HIT ? 0.0f : from[i] * kept); break;
        case strata_corruption_salt_and_pepper:
          REPLACE(bits[i] >> 1 < half ? 0.0f : HIT ? 1.0f : from[i]);
          break;
        case strata_corruption_gaussian: {
          float normals[group_size];
          normal_group(bits, normals);
          REPLACE(from[i] + level * normals[i]);
          break;
        }
      }
      if (accumulate)
        for (int64_t i = lower; i < upper; i++) to[i] += result[i];
      else
        for (int64_t i = lower; i < upper; i++) to[i] = result[i];
    }
  }
}
