// The plain loops under Strata: threads, random numbers, elementwise work.
//
// Every loop takes a slice of a row-major float matrix (`rows` × `columns`, `stride` floats from one
// row to the next), so that each worker of a team can be handed its own columns. Loops are compiled
// for x86-64-v4, -v3 and the baseline, and the best is chosen when the program starts.
#pragma once
#include "activations.h"
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

// MARK: Taking a batch

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

// MARK: Corruption of columns begin ..< end; x and y point at column 0 and may be the same. Where
// `accumulate`, the result is added to y.

typedef enum {
  strata_corruption_masking,
  strata_corruption_flip,
  strata_corruption_salt_and_pepper,
  strata_corruption_gaussian,
  strata_corruption_dropout,
  strata_corruption_negation,
} strata_corruption;

void strata_corrupt(strata_corruption kind, float level, strata_stream stream,
                    const int32_t *_Nonnull examples, int64_t rows, int64_t begin, int64_t end,
                    bool accumulate, const float *_Nonnull x, int64_t x_stride, float *_Nonnull y,
                    int64_t y_stride);
/// For columns begin ..< end of one example: below `count`, from `partner_stream`, where the draw of a
/// corruption of that level hits, else -1. `partners` points at column `begin`.
void strata_swap_partners(float level, strata_stream stream, strata_stream partner_stream,
                          uint32_t example, int64_t begin, int64_t end, uint32_t count,
                          int32_t *_Nonnull partners);
/// y = value where the draw of a corruption of that level hits, in columns begin ..< end; y points at
/// column 0.
void strata_mark_hits(float level, strata_stream stream, const int32_t *_Nonnull examples,
                      int64_t rows, int64_t begin, int64_t end, float value, float *_Nonnull y,
                      int64_t y_stride);

// MARK: Activations

/// y = activation(x + bias); x and y may be the same. `rounded`, where given, receives y in bfloat16, with
/// y's stride.
void strata_activate(strata_activation kind, const float *_Nonnull x, int64_t x_stride,
                     const float *_Nullable bias, int64_t rows, int64_t columns, float *_Nonnull y,
                     int64_t y_stride, uint16_t *_Nullable rounded);
/// dx = dy ⊙ activation'(·), written in terms of the output y, or dx += where `accumulate`; `rounded` as above.
void strata_activate_backward(strata_activation kind, const float *_Nonnull y, int64_t y_stride,
                              const float *_Nonnull dy, int64_t dy_stride, int64_t rows,
                              int64_t columns, bool accumulate, float *_Nonnull dx, int64_t dx_stride,
                              uint16_t *_Nullable rounded);
/// Each row of y = softmax of the row of x.
void strata_softmax(const float *_Nonnull x, int64_t x_stride, int64_t rows, int64_t columns,
                    float *_Nonnull y, int64_t y_stride);
/// dx (+)= y ⊙ (dy − Σ dy·y) for each row.
void strata_softmax_backward(const float *_Nonnull y, int64_t y_stride, const float *_Nonnull dy,
                             int64_t dy_stride, int64_t rows, int64_t columns, bool accumulate,
                             float *_Nonnull dx, int64_t dx_stride);

// MARK: Columns with numbers of their own, and products of elements. Where `accumulate`, the result is added to y.

/// y[r][c] = x[r][c] · gain[c] + bias[c], or without bias.
void strata_scale_columns(const float *_Nonnull x, int64_t x_stride, const float *_Nonnull gain,
                          const float *_Nullable bias, int64_t rows, int64_t columns, bool accumulate,
                          float *_Nonnull y, int64_t y_stride);
/// y[r][c] = (x[r][c] − mean[c]) / deviation[c], or without mean.
void strata_standardize_columns(const float *_Nonnull x, int64_t x_stride, const float *_Nullable mean,
                                const float *_Nonnull deviation, int64_t rows, int64_t columns,
                                bool accumulate, float *_Nonnull y, int64_t y_stride);
/// y = a ⊙ b.
void strata_multiply(const float *_Nonnull a, int64_t a_stride, const float *_Nonnull b, int64_t b_stride,
                     int64_t rows, int64_t columns, bool accumulate, float *_Nonnull y, int64_t y_stride);
/// out[c] = beta · out[c] + Σ over rows of a[r][c] · b[r][c].
void strata_column_products(const float *_Nonnull a, int64_t a_stride, const float *_Nonnull b,
                            int64_t b_stride, int64_t rows, int64_t columns, float beta,
                            float *_Nonnull out);

// MARK: Losses. Each returns the sum over the slice; `delta`, where given, receives scale · ∂loss/∂input.

/// Cross-entropy of independent bits in logit space: max(z, 0) − z·x + log(1 + e^−|z|). `rounded`, where given,
/// receives delta in bfloat16, with delta's stride.
double strata_bernoulli_cross_entropy(const float *_Nonnull z, int64_t z_stride,
                                      const float *_Nonnull x, int64_t x_stride, int64_t rows,
                                      int64_t columns, float scale, float *_Nullable delta,
                                      int64_t delta_stride, uint16_t *_Nullable rounded);
/// (z − x)².
double strata_squared_error(const float *_Nonnull z, int64_t z_stride, const float *_Nonnull x,
                            int64_t x_stride, int64_t rows, int64_t columns, float scale,
                            float *_Nullable delta, int64_t delta_stride);
/// The same, each element times its weight.
double strata_weighted_bernoulli_cross_entropy(const float *_Nonnull z, int64_t z_stride,
                                               const float *_Nonnull x, int64_t x_stride,
                                               const float *_Nonnull weight, int64_t weight_stride,
                                               int64_t rows, int64_t columns, float scale,
                                               float *_Nullable delta, int64_t delta_stride);
double strata_weighted_squared_error(const float *_Nonnull z, int64_t z_stride,
                                     const float *_Nonnull x, int64_t x_stride,
                                     const float *_Nonnull weight, int64_t weight_stride, int64_t rows,
                                     int64_t columns, float scale, float *_Nullable delta,
                                     int64_t delta_stride);
/// log Σ e^z − z[label].
double strata_softmax_cross_entropy(const float *_Nonnull z, int64_t z_stride,
                                    const int32_t *_Nonnull labels, int64_t rows, int64_t columns,
                                    float scale, float *_Nullable delta, int64_t delta_stride);
/// max(0, 1 + max over j ≠ label of z[j] − z[label]) (Crammer and Singer 2001, equation 4).
double strata_multiclass_hinge(const float *_Nonnull z, int64_t z_stride,
                               const int32_t *_Nonnull labels, int64_t rows, int64_t columns,
                               float scale, float *_Nullable delta, int64_t delta_stride);

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
double strata_margin_pass(strata_margins margins, const float *_Nonnull x, int64_t stride,
                          const int32_t *_Nonnull examples, int64_t count, double threshold,
                          double *_Nonnull gaps, double *_Nonnull hinges);

// MARK: Penalties on a code

/// out[c] = Σ over rows of x[r][c]².
void strata_column_squares(const float *_Nonnull x, int64_t stride, int64_t rows, int64_t columns,
                           float *_Nonnull out);
/// out[c] = Σ over rows of activation'(·)², written in terms of the output x.
void strata_slope_squares(strata_activation kind, const float *_Nonnull x, int64_t stride,
                          int64_t rows, int64_t columns, float *_Nonnull out);
/// dy[r][c] (+)= scale · factor[c] · ∂activation'²/∂y, written in terms of the output y.
void strata_slope_squares_backward(strata_activation kind, const float *_Nonnull y, int64_t y_stride,
                                   int64_t rows, int64_t columns, float scale,
                                   const float *_Nonnull factor, bool accumulate, float *_Nonnull dy,
                                   int64_t dy_stride);
/// y[r][c] = beta · y[r][c] + scale · factor[c] · x[r][c]; x and y may be the same.
void strata_add_scaled_columns(const float *_Nonnull x, int64_t x_stride, int64_t rows,
                               int64_t columns, float scale, const float *_Nonnull factor, float beta,
                               float *_Nonnull y, int64_t y_stride);
/// Σ over columns of KL(target ‖ sums / rows); `slope` receives its derivative with respect to the means.
/// Means are kept 1e-6 away from 0 and 1.
double strata_sparsity(float target, const float *_Nonnull sums, int64_t rows, int64_t columns,
                       float *_Nonnull slope);
/// y[r][c] (+)= scale · row[c].
void strata_spread_row(const float *_Nonnull row, float scale, int64_t rows, int64_t columns,
                       bool accumulate, float *_Nonnull y, int64_t stride);

// MARK: Gradients and updates

/// out[c] = beta · out[c] + Σ over rows of x[r][c].
void strata_column_sums(const float *_Nonnull x, int64_t stride, int64_t rows, int64_t columns,
                        float beta, float *_Nonnull out);
/// Momentum (Polyak 1964) or Nesterov's (Sutskever et al. 2013, equations 3 and 4, restated at the
/// look-ahead point): v = momentum·v + g; w −= rate·v, or rate·(g + momentum·v). `decay`·w joins g.
/// w, g and v share one shape and stride.
void strata_momentum_update(float *_Nonnull w, const float *_Nonnull g, float *_Nonnull v,
                            int64_t stride, int64_t rows, int64_t columns, float rate,
                            float momentum, bool nesterov, float decay);
/// Adam (Kingma and Ba 2015, algorithm 1). The corrections are 1 − beta^t. `decay`·w joins the gradient;
/// `shrink` is taken off the weight itself (Loshchilov and Hutter 2019, algorithm 2).
void strata_adam_update(float *_Nonnull w, const float *_Nonnull g, float *_Nonnull m,
                        float *_Nonnull v, int64_t stride, int64_t rows, int64_t columns, float rate,
                        float beta1, float beta2, float epsilon, float correction1,
                        float correction2, float decay, float shrink);
/// Scales every column of w whose norm exceeds `limit` down to it.
void strata_limit_column_norms(float *_Nonnull w, int64_t stride, int64_t rows, int64_t columns,
                               float limit);

// MARK: bfloat16, the upper half of a float

/// y = x rounded to the nearest, ties to even; what is not a number stays so.
void strata_round(const float *_Nonnull x, int64_t x_stride, int64_t rows, int64_t columns,
                  uint16_t *_Nonnull y, int64_t y_stride);
/// y = x, exactly.
void strata_widen(const uint16_t *_Nonnull x, int64_t x_stride, int64_t rows, int64_t columns,
                  float *_Nonnull y, int64_t y_stride);

// MARK: Products

/// y = x · w + beta · y for one row x of `inner` numbers; w: inner × columns.
void strata_vector_product(const float *_Nonnull x, const float *_Nonnull w, int64_t stride,
                           int64_t inner, int64_t columns, float beta, float *_Nonnull y);
/// The same with x and w in bfloat16.
void strata_vector_product_rounded(const uint16_t *_Nonnull x, const uint16_t *_Nonnull w, int64_t stride,
                                   int64_t inner, int64_t columns, float beta, float *_Nonnull y);
/// c = a · b + beta · c for 1 to 8 columns of b and c, row-major; a: rows × inner.
void strata_narrow_product(const float *_Nonnull a, int64_t a_stride, const float *_Nonnull b,
                           int64_t b_stride, int64_t rows, int64_t inner, int64_t columns,
                           float beta, float *_Nonnull c, int64_t c_stride);

// MARK: Products that skip zeros

/// The non-zeros of a matrix, line by line: line l has counts[l] of them, from starts[l] on.
typedef struct {
  int32_t *_Nonnull counts;
  int64_t *_Nonnull starts;
  int32_t *_Nonnull indices;
  float *_Nonnull values;
} strata_sparse;

/// The non-zeros of rows begin ..< end of x, in ascending order; there is room for `columns` in each. Where
/// `rounded`, their values are those of bfloat16.
void strata_compress_rows(const float *_Nonnull x, int64_t stride, int64_t begin, int64_t end,
                          int64_t columns, bool rounded, strata_sparse rows);
/// The non-zeros of columns begin ..< end, from those of the first `count` rows; there is room for
/// `count` in each.
void strata_transpose_rows(strata_sparse rows, int64_t count, int64_t begin, int64_t end,
                           strata_sparse columns);
/// y = x · w + beta · y for lines begin ..< end of x and all columns of w. Reads up to 15 floats
/// past the last row of w, without using them.
void strata_sparse_product(strata_sparse x, int64_t begin, int64_t end, const float *_Nonnull w,
                           int64_t w_stride, int64_t columns, float beta,
                           float *_Nonnull y, int64_t y_stride);
/// The same with w, and the values of x, in bfloat16. Reads up to 31 numbers past the last row of w.
void strata_sparse_product_rounded(strata_sparse x, int64_t begin, int64_t end, const uint16_t *_Nonnull w,
                                   int64_t w_stride, int64_t columns, float beta, float *_Nonnull y,
                                   int64_t y_stride);

#ifdef __cplusplus
}
#endif
