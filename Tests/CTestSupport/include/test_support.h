// What tests need from C: a watch on memory, and the kernels' inline functions by name.
#pragma once
#include <stdbool.h>
#include <stdint.h>

/// False where allocations cannot be counted: with another C library than glibc, and no sanitizer.
bool strata_test_counts_allocations(void);
/// False where memory on a boundary that was asked for is not counted: the thread sanitizer does not tell.
bool strata_test_counts_aligned_memory(void);
/// A count of its own, so that tests that run at the same time do not disturb each other.
int32_t strata_test_new_count(void);
/// Lets a count be used again; only for who needs very many, one after the other.
void strata_test_give_back_count(int32_t count);
/// Adds the calling thread's allocations to a count from now on; to none where it is 0.
void strata_test_count_this_thread(int32_t count);
/// Takes memory twice, the second time on a boundary, and gives it back; no optimizer leaves it out.
void strata_test_allocate(void);
/// The allocations counted so far.
int64_t strata_test_allocations(int32_t count);
/// The most bytes that were held at one time of what has been counted.
int64_t strata_test_peak_bytes(int32_t count);

float strata_test_exp(float x);
float strata_test_log(float x);
float strata_test_sigmoid(float x);
float strata_test_tanh(float x);
void strata_test_cos_sin_turn(float u, float *_Nonnull cosine, float *_Nonnull sine);
