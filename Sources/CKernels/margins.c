// One pass of the sequential dual method for the multiclass support vector machine (Crammer and Singer 2001;
// Keerthi et al. 2008, "A sequential dual method for large scale multi-class linear SVMs").
#include "dispatch.h"
#include "kernels.h"
#include "rows.h"

// Classes are taken so many at a time: two vectors of AVX-512, or a few of a narrower kind.
enum { lanes = strata_margin_lanes };

/// sums = Σ over the listed columns of x[c] · w[c], for one block of classes.
STRATA_INLINE void add_up(const double *w, int64_t stride, const float *x, const int32_t *columns,
                          int64_t count, double *sums) {
  // Four sums side by side, so that an addition need not wait for the one before.
  double parts[4][lanes] = {{0}};
  int64_t k = 0;
  for (; k + 4 <= count; k += 4) {
    for (int p = 0; p < 4; p++) {
      STRATA_FAST
      const double *row = w + columns[k + p] * stride;
      double value = x[columns[k + p]];
      for (int j = 0; j < lanes; j++) parts[p][j] += value * row[j];
    }
  }
  for (; k < count; k++) {
    STRATA_FAST
    const double *row = w + columns[k] * stride;
    double value = x[columns[k]];
    for (int j = 0; j < lanes; j++) parts[0][j] += value * row[j];
  }
  for (int j = 0; j < lanes; j++) sums[j] = (parts[0][j] + parts[1][j]) + (parts[2][j] + parts[3][j]);
}

/// w[c] += x[c] · change for the listed columns, for one block of classes.
STRATA_INLINE void add_to(double *w, int64_t stride, const float *x, const int32_t *columns, int64_t count,
                          const double *change) {
  for (int64_t k = 0; k < count; k++) {
    STRATA_FAST
    double *row = w + columns[k] * stride;
    double value = x[columns[k]];
    STRATA_ELEMENTWISE for (int j = 0; j < lanes; j++) row[j] += value * change[j];
  }
}

/// The nearest point to v among numbers of at least 0 that sum to 1 (Michelot 1986): v − θ, cut off at 0.
/// Returns θ.
static double simplex_threshold(const double *v, int64_t count) {
  double sum = 0, theta = -1e300;
  int64_t kept = count;
  for (int64_t j = 0; j < count; j++) sum += v[j];
  for (;;) {
    double next = (sum - 1) / (double)kept;
    if (next <= theta) return theta;
    theta = next;
    int64_t left = 0;
    sum = 0;
    for (int64_t j = 0; j < count; j++)
      if (v[j] > theta) {
        sum += v[j];
        left++;
      }
    if (left == kept || left == 0) return theta;
    kept = left;
  }
}

STRATA_CLONES double strata_margin_pass(strata_margins m, strata_view x, const int32_t *examples,
                                        double threshold, double *gaps, double *hinges) {
  double total = 0;
  for (int64_t r = 0; r < x.rows; r++) {
    const float *row = row_of(x, r);
    int32_t example = examples[r], label = m.labels[example];
    double *share = m.shares + (int64_t)example * m.classes;
    int64_t filled = 0;
    for (int64_t c = 0; c < m.width; c++) {
      m.columns[filled] = (int32_t)c;
      filled += row[c] != 0;
    }
    for (int64_t first = 0; first < m.stride; first += lanes)
      add_up(m.weight + first, m.stride, row, m.columns, filled, m.scores + first);
    // Scores, with the margin that a rival is to keep.
    double along = m.along[example], highest = 0, mean = 0;
    for (int64_t j = 0; j < m.classes; j++) {
      double score = m.scores[j] - m.sums[j] * along + m.offsets[j] + (j == label ? 0 : 1);
      m.scores[j] = score;
      if (j == 0 || score > highest) highest = score;
      mean += share[j] * score;
    }
    double gap = highest - mean;
    gaps[r] = gap;
    hinges[r] = highest - m.scores[label];
    total += gap;
    if (!(gap > threshold)) continue;
    // The best shares of this example, all others as they are. Differences from the highest score keep their
    // digits, however small the curvature.
    double curvature = m.curvatures[example];
    for (int64_t j = 0; j < m.classes; j++) m.targets[j] = share[j] + (m.scores[j] - highest) / curvature;
    double theta = simplex_threshold(m.targets, m.classes);
    for (int64_t j = 0; j < m.classes; j++) {
      double next = m.targets[j] > theta ? m.targets[j] - theta : 0, change = (share[j] - next) * m.rate;
      share[j] = next;
      m.scores[j] = change;
      m.sums[j] += change;
      // What the bias and w · mean become.
      m.offsets[j] += change * (m.mean_square + m.bias_square - along);
    }
    for (int64_t j = m.classes; j < m.stride; j++) m.scores[j] = 0;
    for (int64_t first = 0; first < m.stride; first += lanes)
      add_to(m.weight + first, m.stride, row, m.columns, filled, m.scores + first);
  }
  return total;
}
