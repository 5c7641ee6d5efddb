// The plain loops under Strata: threads, random numbers, elementwise work.
//
// Every loop takes views of row-major float matrices (`views.h`), which may be parts of larger ones, so that
// each worker of a team can be handed its own columns. Shapes must agree, which the callers check; x and y may
// be one matrix where that is said. Loops are compiled for x86-64-v4, -v3 and the baseline, and the best is
// chosen when the program starts.
#pragma once
#include "activations.h"
#include "views.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The instruction set whose loops run on this processor: "AVX-512", "AVX2", "SSE2" or "portable".
const char *_Nonnull strata_isa_name(void);
/// True where this processor multiplies bfloat16 (AVX-512 BF16).
bool strata_has_bfloat16(void);

// MARK: Memory

/// Asks the system for huge pages behind this memory, as far as it likes.
void strata_prefer_huge_pages(void *_Nonnull memory, size_t bytes);

// MARK: Threads

typedef struct strata_team strata_team;
/// Called once for each panel of each phase, on any of the team's threads.
typedef void (*strata_team_body)(void *_Nullable context, int32_t phase, int32_t panel);

/// One phase of a job: 1 to 64 panels, which may run side by side and in any order.
typedef struct {
  int32_t panels;
} strata_phase;

/// A team of `threads` workers: the caller is worker 0, the others wait. Null when threads are refused.
/// `processors` is the number that the process may run on, 0 where that is not known: a team that has them all
/// keeps a thread in reserve, and one that has more workers than there are does not look before it sleeps.
strata_team *_Nullable strata_team_create(int32_t threads, int32_t processors);
/// The threads that work for the team: the workers, the caller included, and the one in reserve.
int32_t strata_team_threads(const strata_team *_Nonnull team);
void strata_team_destroy(strata_team *_Nonnull team);
/// Runs the phases one after the other and returns when the last is done; what one phase wrote is visible to
/// the next. Worker w begins phase p with the panels whose bits are set in homes[p · threads + w]. False,
/// and nothing done, when the team is running already.
bool strata_team_run(strata_team *_Nonnull team, const strata_phase *_Nonnull phases,
                     const uint64_t *_Nonnull homes, int32_t count, strata_team_body _Nonnull body,
                     void *_Nullable context);

// MARK: Random numbers: Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as
// easy as 1, 2, 3", section 3.3)

/// Where a draw comes from; with an example and an element it is a pure function.
typedef struct {
  uint64_t seed;
  uint32_t purpose;
  uint32_t epoch;
} strata_stream;

/// One block of the generator, as published.
void strata_philox(const uint32_t counter[_Nonnull 4], const uint32_t key[_Nonnull 2],
                   uint32_t output[_Nonnull 4]);
/// The 32 random bits of elements `begin ..< end` of one example.
void strata_random_bits(strata_stream stream, uint32_t example, int64_t begin, int64_t end,
                        uint32_t *_Nonnull output);
/// Uniform in [0, 1).
void strata_random_uniform(strata_stream stream, uint32_t example, int64_t begin, int64_t end,
                           float *_Nonnull output);
/// Standard normal (Box and Muller 1958).
void strata_random_normal(strata_stream stream, uint32_t example, int64_t begin, int64_t end,
                          float *_Nonnull output);

// MARK: Taking a batch. Examples may be bytes, and the batch comes from Swift's protocol `Features` as a plain
// address, since users' own types conform to it too; so these take addresses and strides.

/// y[r][c] = scale · source[rows[r]][c] for columns begin ..< end; `y` points at column 0.
void strata_gather_bytes(const uint8_t *_Nonnull source, int64_t source_stride,
                         const int32_t *_Nonnull rows, int64_t count, int64_t begin, int64_t end,
                         float scale, float *_Nonnull y, int64_t stride);
void strata_gather_floats(const float *_Nonnull source, int64_t source_stride,
                          const int32_t *_Nonnull rows, int64_t count, int64_t begin, int64_t end,
                          float *_Nonnull y, int64_t stride);

/// y[c] = scale · source[partners[c - begin]][c] for columns begin ..< end, and y[c] as it was where the
/// partner is negative; `y` points at column 0 of one row.
void strata_exchange_bytes(const uint8_t *_Nonnull source, int64_t source_stride,
                           const int32_t *_Nonnull partners, int64_t begin, int64_t end, float scale,
                           float *_Nonnull y);
void strata_exchange_floats(const float *_Nonnull source, int64_t source_stride,
                            const int32_t *_Nonnull partners, int64_t begin, int64_t end,
                            float *_Nonnull y);

// MARK: Corruption of columns begin ..< end. Draws go by the number of a column, so x and y are whole rows; they
// may be the same. Row r is example examples[r]. Where `accumulate`, the result is added to y.

typedef enum {
  strata_corruption_masking,
  strata_corruption_flip,
  strata_corruption_salt_and_pepper,
  strata_corruption_gaussian,
  strata_corruption_dropout,
  strata_corruption_negation,
} strata_corruption;

void strata_corrupt(strata_corruption kind, float level, strata_stream stream,
                    const int32_t *_Nonnull examples, int64_t begin, int64_t end, bool accumulate,
                    strata_view x, strata_target y);
/// For columns begin ..< end of one example: below `count`, from `partner_stream`, where the draw of a
/// corruption of that level hits, else -1. `partners` points at column `begin`.
void strata_swap_partners(float level, strata_stream stream, strata_stream partner_stream,
                          uint32_t example, int64_t begin, int64_t end, uint32_t count,
                          int32_t *_Nonnull partners);
/// y = value where the draw of a corruption of that level hits, in columns begin ..< end.
void strata_mark_hits(float level, strata_stream stream, const int32_t *_Nonnull examples,
                      int64_t begin, int64_t end, float value, strata_target y);

// MARK: Activations

/// y = activation(x + bias), or without bias, and y's bfloat16 copy; x and y may be the same.
void strata_activate(strata_activation kind, strata_view x, strata_view bias, strata_target y);
/// dx = dy ⊙ activation'(·), written in terms of the output y, or dx += where `accumulate`, and dx's bfloat16
/// copy.
void strata_activate_backward(strata_activation kind, strata_view y, strata_view dy, bool accumulate,
                              strata_target dx);
/// Each row of y = softmax of the row of x.
void strata_softmax(strata_view x, strata_target y);
/// dx (+)= y ⊙ (dy − Σ dy·y) for each row.
void strata_softmax_backward(strata_view y, strata_view dy, bool accumulate, strata_target dx);

// MARK: Columns with numbers of their own, each of which is one row, and products of elements. Where `accumulate`,
// the result is added to y.

/// y[r][c] = x[r][c] · gain[c] + bias[c], or without bias.
void strata_scale_columns(strata_view x, strata_view gain, strata_view bias, bool accumulate,
                          strata_target y);
/// y[r][c] = (x[r][c] − mean[c]) / deviation[c], or without mean.
void strata_standardize_columns(strata_view x, strata_view mean, strata_view deviation, bool accumulate,
                                strata_target y);
/// mean[c] = the mean of column c of x, deviation[c] = √(the mean of (x[r][c] − mean[c])² + epsilon).
void strata_column_statistics(strata_view x, float epsilon, strata_target mean, strata_target deviation);
/// What standardizing columns by their own statistics hands down: dx[r][c] = (dy[r][c] − the mean of dy in the column
/// − y[r][c] · the mean of dy ⊙ y in it) / deviation[c], y being what was standardized.
void strata_standardize_backward(strata_view y, strata_view dy, strata_view deviation, bool accumulate,
                                 strata_target dx);
/// out[c] = Σ over rows of (x[r][c] − mean[c])².
void strata_column_spread(strata_view x, strata_view mean, strata_target out);
/// deviation[c] = √(share · spread[c] + epsilon), of one row.
void strata_column_deviation(strata_view spread, float share, float epsilon, strata_target deviation);
/// The same as `strata_standardize_backward` where y is a part of what was standardized: sums and slopes are those of dy
/// and of dy ⊙ y over all of it, and share one over the number of its rows.
void strata_standardize_backward_by(strata_view y, strata_view dy, strata_view sums, strata_view slopes,
                                    float share, strata_view deviation, bool accumulate,
                                    strata_target dx);
/// y = a ⊙ b.
void strata_multiply(strata_view a, strata_view b, bool accumulate, strata_target y);
/// out[c] = beta · out[c] + Σ over rows of a[r][c] · b[r][c].
void strata_column_products(strata_view a, strata_view b, float beta, strata_target out);

// MARK: Losses. Each returns the sum over the slice; `delta`, where given, receives scale · ∂loss/∂input, and
// may be z itself.

/// Cross-entropy of independent bits in logit space: max(z, 0) − z·x + log(1 + e^−|z|). Writes delta's bfloat16
/// copy too.
double strata_bernoulli_cross_entropy(strata_view z, strata_view x, float scale, strata_target delta);
/// (z − x)².
double strata_squared_error(strata_view z, strata_view x, float scale, strata_target delta);
/// The same, each element times its weight.
double strata_weighted_bernoulli_cross_entropy(strata_view z, strata_view x, strata_view weight,
                                               float scale, strata_target delta);
double strata_weighted_squared_error(strata_view z, strata_view x, strata_view weight, float scale,
                                     strata_target delta);
/// log Σ e^z − Σ t ⊙ z, where the target t is 1 − smoothing + smoothing / classes at the label and smoothing / classes
/// elsewhere.
double strata_softmax_cross_entropy(strata_view z, const int32_t *_Nonnull labels, float smoothing, float scale,
                                    strata_target delta);
/// max(0, 1 + max over j ≠ label of z[j] − z[label]) (Crammer and Singer 2001, equation 4).
double strata_multiclass_hinge(strata_view z, const int32_t *_Nonnull labels, float scale,
                               strata_target delta);

// MARK: The dual of the multiclass support vector machine (Crammer and Singer 2001)

/// Classes are kept in multiples of so many.
enum { strata_margin_lanes = 16 };

/// Shares q of examples (each at least 0, those of an example sum to 1) and the weights that follow from them:
/// w[j] = rate · Σ over examples of (1[j = label] − q[j]) · (x − mean), and a bias for each class.
///
/// The mean is never taken off an example, so that zeros stay zeros: w = weight − sums ⊗ mean, and the score
/// of class j is x · weight[:, j] − sums[j] · (x · mean) + offsets[j].
typedef struct {
  /// Features, classes, and classes rounded up to whole lanes: the stride of `weight`.
  int64_t width, classes, stride;
  /// width × stride.
  double *_Nonnull weight;
  /// A number for each class.
  double *_Nonnull sums, *_Nonnull offsets;
  /// Examples × classes.
  double *_Nonnull shares;
  /// For each example its class, x · mean, and rate · (‖x − mean‖² + bias_square).
  const int32_t *_Nonnull labels;
  const double *_Nonnull along, *_Nonnull curvatures;
  /// ‖mean‖², the square of the constant feature behind the biases, and 1 / (λ · examples).
  double mean_square, bias_square, rate;
  /// Room to work in: width, stride and classes numbers.
  int32_t *_Nonnull columns;
  double *_Nonnull scores, *_Nonnull targets;
} strata_margins;

/// Visits examples in turn; row r of x is example examples[r]. gaps[r] is what the example adds to the duality
/// gap, hinges[r] its loss. Where the gap is above the threshold, the example's shares become the best ones
/// with all others as they are, and weights follow. Returns the sum of the gaps.
double strata_margin_pass(strata_margins margins, strata_view x, const int32_t *_Nonnull examples,
                          double threshold, double *_Nonnull gaps, double *_Nonnull hinges);

// MARK: Penalties on a code. `out`, `factor`, `sums`, `slope` and `row` are one row.

/// out[c] = Σ over rows of x[r][c]².
void strata_column_squares(strata_view x, strata_target out);
/// out[c] = Σ over rows of activation'(·)², written in terms of the output x.
void strata_slope_squares(strata_activation kind, strata_view x, strata_target out);
/// dy[r][c] (+)= scale · factor[c] · ∂activation'²/∂y, written in terms of the output y.
void strata_slope_squares_backward(strata_activation kind, strata_view y, float scale,
                                   strata_view factor, bool accumulate, strata_target dy);
/// y[r][c] = beta · y[r][c] + scale · factor[c] · x[r][c]; x and y may be the same.
void strata_add_scaled_columns(strata_view x, float scale, strata_view factor, float beta,
                               strata_target y);
/// Σ over columns of KL(target ‖ sums / examples); `slope` receives its derivative with respect to the means.
/// Means are kept 1e-6 away from 0 and 1.
double strata_sparsity(float target, strata_view sums, int64_t examples, strata_target slope);
/// y[r][c] (+)= scale · row[c].
void strata_spread_row(strata_view row, float scale, bool accumulate, strata_target y);

// MARK: Gradients and updates

/// out[c] = beta · out[c] + Σ over rows of x[r][c].
void strata_column_sums(strata_view x, float beta, strata_target out);
/// Momentum (Polyak 1964) or Nesterov's (Sutskever et al. 2013, equations 3 and 4, restated at the
/// look-ahead point): v = momentum·v + g; w −= rate·v, or rate·(g + momentum·v). `decay`·w joins g.
void strata_momentum_update(strata_target w, strata_view g, strata_target v, float rate, float momentum,
                            bool nesterov, float decay);
/// Adam (Kingma and Ba 2015, algorithm 1). The corrections are 1 − beta^t. `decay`·w joins the gradient;
/// `shrink` is taken off the weight itself (Loshchilov and Hutter 2019, algorithm 2).
void strata_adam_update(strata_target w, strata_view g, strata_target m, strata_target v, float rate,
                        float beta1, float beta2, float epsilon, float correction1,
                        float correction2, float decay, float shrink);
/// Scales every column of w whose norm exceeds `limit` down to it; where `exactly`, shorter ones up to it too, but for
/// those of zeros.
void strata_limit_column_norms(strata_target w, float limit, bool exactly);
/// y += x; they share no memory.
void strata_add(strata_view x, strata_target y);
/// average += share · (w − average).
void strata_average_update(strata_target average, strata_view w, float share);

// MARK: bfloat16, the upper half of a float

/// Brings y's bfloat16 copy up to date: y rounded to the nearest, ties to even; what is not a number stays so.
void strata_round(strata_target y);
/// y = x's bfloat16 copy, exactly.
void strata_widen(strata_view x, strata_target y);

// MARK: Products

/// y = x · w + beta · y for one row x; w: as many rows as x has columns.
void strata_vector_product(strata_view x, strata_view w, float beta, strata_target y);
/// The same with the bfloat16 copies of x and w.
void strata_vector_product_rounded(strata_view x, strata_view w, float beta, strata_target y);
/// c = a · b + beta · c for factors that may be transposed, `inner` the length that they share: the product of builds
/// without a library for it.
void strata_plain_product(strata_view a, bool a_is_transposed, strata_view b, bool b_is_transposed, int64_t inner,
                          float beta, strata_target c);
/// c = a · b + beta · c for 1 to 8 columns of b and c.
void strata_narrow_product(strata_view a, strata_view b, float beta, strata_target c);

// MARK: Products that skip zeros

/// The non-zeros of a matrix, line by line: line l has counts[l] of them, from starts[l] on.
typedef struct {
  int32_t *_Nonnull counts;
  int64_t *_Nonnull starts;
  int32_t *_Nonnull indices;
  float *_Nonnull values;
} strata_sparse;

/// The non-zeros of rows begin ..< end of x, in ascending order; there is room for all columns in each. Where
/// `rounded`, their values are those of bfloat16.
void strata_compress_rows(strata_view x, int64_t begin, int64_t end, bool rounded, strata_sparse rows);
/// The non-zeros of columns begin ..< end, from those of the first `count` rows; there is room for
/// `count` in each.
void strata_transpose_rows(strata_sparse rows, int64_t count, int64_t begin, int64_t end,
                           strata_sparse columns);
/// y = x · w + beta · y for lines begin ..< end of x and all columns of w. Reads up to 15 floats
/// past the last row of w, without using them.
void strata_sparse_product(strata_sparse x, int64_t begin, int64_t end, strata_view w, float beta,
                           strata_target y);
/// The same with w's bfloat16 copy, and the values of x in bfloat16. Reads up to 31 numbers past the last row of w.
void strata_sparse_product_rounded(strata_sparse x, int64_t begin, int64_t end, strata_view w, float beta,
                                   strata_target y);

#ifdef __cplusplus
}
#endif
