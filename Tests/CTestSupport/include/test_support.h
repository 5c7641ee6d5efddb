// What tests need from C: a count of memory allocations, and the kernels' inline functions by name.
#pragma once
#include <stdbool.h>
#include <stdint.h>

/// False where allocations cannot be counted: under a sanitizer, or with another C library than glibc.
bool strata_test_counts_allocations(void);
/// Begins or ends counting the calling thread's allocations.
void strata_test_watch_this_thread(bool watched);
/// The allocations that watched threads have made so far.
int64_t strata_test_allocations(void);

float strata_test_exp(float x);
float strata_test_log(float x);
float strata_test_log1p_unit(float x);
float strata_test_sigmoid(float x);
float strata_test_tanh(float x);
void strata_test_cos_sin_turn(float u, float *_Nonnull cosine, float *_Nonnull sine);
