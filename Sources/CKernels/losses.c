// Losses and their gradients side by side. A sum over a slice is kept in float along a row, where it
// becomes vector code, and in double from one part of it to the next.
#include "functions.h"
#include "kernels.h"
#include "rows.h"

// The sum of log(1 + e) is the logarithm of a product, taken once for so many factors of at most 2 that
// the product stays far below the largest double.
enum { factors = 512 };

STRATA_CLONES double strata_bernoulli_cross_entropy(strata_view z, strata_view x, float scale,
                                                    strata_target delta) {
  double total = 0;
  int64_t columns = z.columns;
  for (int64_t r = 0; r < z.rows; r++) {
    for (int64_t first = 0; first < columns; first += factors) {
      const float *logit = row_of(z, r) + first, *target = row_of(x, r) + first;
      int64_t count = columns - first < factors ? columns - first : factors;
      float sum = 0;
      double product = 1;
      if (delta.data) {
        float *gradient = row_to(delta, r) + first;
        STRATA_ELEMENTWISE for (int64_t c = 0; c < count; c++) {
          STRATA_FAST
          float v = logit[c], t = target[c];
          float e = strata_exp(v < 0 ? v : -v), q = 1.0f / (1.0f + e);
          sum += (v > 0 ? v : 0.0f) - v * t;
          product *= 1.0 + (double)e;
          gradient[c] = ((v < 0 ? e * q : q) - t) * scale;
        }
        if (delta.rounded) strata_round_row(gradient, count, rounded_row_to(delta, r) + first);
      } else {
        for (int64_t c = 0; c < count; c++) {
          STRATA_FAST
          float v = logit[c];
          sum += (v > 0 ? v : 0.0f) - v * target[c];
          product *= 1.0 + (double)strata_exp(v < 0 ? v : -v);
        }
      }
      total += sum + log(product);
    }
  }
  return total;
}

STRATA_CLONES double strata_squared_error(strata_view z, strata_view x, float scale,
                                          strata_target delta) {
  double total = 0;
  int64_t columns = z.columns;
  for (int64_t r = 0; r < z.rows; r++) {
    const float *output = row_of(z, r), *target = row_of(x, r);
    float sum = 0;
    for (int64_t c = 0; c < columns; c++) {
      STRATA_FAST
      float difference = output[c] - target[c];
      sum += difference * difference;
    }
    if (delta.data) {
      float *gradient = row_to(delta, r);
      STRATA_ELEMENTWISE for (int64_t c = 0; c < columns; c++)
        gradient[c] = 2.0f * scale * (output[c] - target[c]);
    }
    total += sum;
  }
  return total;
}

STRATA_CLONES double strata_weighted_bernoulli_cross_entropy(strata_view z, strata_view x,
                                                             strata_view weight, float scale,
                                                             strata_target delta) {
  double total = 0;
  int64_t columns = z.columns;
  for (int64_t r = 0; r < z.rows; r++) {
    const float *logit = row_of(z, r), *target = row_of(x, r), *w = row_of(weight, r);
    float sum = 0;
    // The sum comes first: the gradient may take the logits' place.
    for (int64_t c = 0; c < columns; c++) {
      STRATA_FAST
      float v = logit[c];
      sum += w[c] * ((v > 0 ? v : 0.0f) - v * target[c] + strata_log(1.0f + strata_exp(v < 0 ? v : -v)));
    }
    total += sum;
    if (delta.data) {
      float *gradient = row_to(delta, r);
      STRATA_ELEMENTWISE for (int64_t c = 0; c < columns; c++)
        gradient[c] = scale * w[c] * (strata_sigmoid(logit[c]) - target[c]);
    }
  }
  return total;
}

STRATA_CLONES double strata_weighted_squared_error(strata_view z, strata_view x, strata_view weight,
                                                   float scale, strata_target delta) {
  double total = 0;
  int64_t columns = z.columns;
  for (int64_t r = 0; r < z.rows; r++) {
    const float *output = row_of(z, r), *target = row_of(x, r), *w = row_of(weight, r);
    float sum = 0;
    for (int64_t c = 0; c < columns; c++) {
      STRATA_FAST
      float difference = output[c] - target[c];
      sum += w[c] * difference * difference;
    }
    if (delta.data) {
      float *gradient = row_to(delta, r);
      STRATA_ELEMENTWISE for (int64_t c = 0; c < columns; c++)
        gradient[c] = 2.0f * scale * w[c] * (output[c] - target[c]);
    }
    total += sum;
  }
  return total;
}

STRATA_CLONES double strata_softmax_cross_entropy(strata_view z, const int32_t *labels, float smoothing,
                                                  float scale, strata_target delta) {
  double total = 0;
  int64_t columns = z.columns;
  float elsewhere = smoothing / (float)columns;
  for (int64_t r = 0; r < z.rows; r++) {
    const float *logit = row_of(z, r);
    float largest = logit[0], sum = 0;
    for (int64_t c = 1; c < columns; c++) largest = logit[c] > largest ? logit[c] : largest;
    float right = logit[labels[r]] - largest;
    if (smoothing > 0) {
      float all = 0;
      for (int64_t c = 0; c < columns; c++) all += logit[c] - largest;
      right = (1.0f - smoothing) * right + elsewhere * all;
    }
    for (int64_t c = 0; c < columns; c++) {
      STRATA_FAST
      sum += strata_exp(logit[c] - largest);
    }
    total += logf(sum) - right;
    if (delta.data) {
      float *gradient = row_to(delta, r), factor = scale / sum;
      STRATA_ELEMENTWISE for (int64_t c = 0; c < columns; c++)
        gradient[c] = strata_exp(logit[c] - largest) * factor - scale * elsewhere;
      gradient[labels[r]] -= scale * (1.0f - smoothing);
    }
  }
  return total;
}

double strata_multiclass_hinge(strata_view z, const int32_t *labels, float scale, strata_target delta) {
  double total = 0;
  int64_t columns = z.columns;
  for (int64_t r = 0; r < z.rows; r++) {
    const float *score = row_of(z, r);
    int32_t label = labels[r];
    int64_t rival = label == 0 ? 1 : 0;
    // A score that is not a number is the rival, so that it is seen.
    for (int64_t c = 0; c < columns; c++)
      if (c != label && (score[c] > score[rival] || score[c] != score[c])) rival = c;
    float loss = 1.0f + score[rival] - score[label];
    bool violated = !(loss <= 0);  // NaN is a violation
    total += violated ? loss : 0;
    if (delta.data) {
      float *gradient = row_to(delta, r);
      for (int64_t c = 0; c < columns; c++) gradient[c] = 0;
      if (violated) {
        gradient[rival] = scale;
        gradient[label] = -scale;
      }
    }
  }
  return total;
}
