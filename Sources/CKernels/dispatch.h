// One source, three instruction sets; the loader picks the best. The thread sanitizer cannot follow
// the loader's choice (its runtime is not up yet when the choice is made), so it gets one version.
#pragma once
#if defined(__has_feature)
#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer)
#define STRATA_SANITIZED 1
#endif
#endif
#if defined(__x86_64__) && defined(__linux__) && !defined(STRATA_SANITIZED)
#define STRATA_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define STRATA_CLONES
#endif
#define STRATA_INLINE static inline __attribute__((always_inline))
// Before a loop whose arrays may be one and the same: an element depends on elements of its own place
// alone, so whole vectors may be taken. Without it the compiler checks, and falls back to one by one.
#define STRATA_ELEMENTWISE _Pragma("clang loop vectorize(assume_safety)")
// Sums may be reordered and products fused: that is what lets a loop use whole vectors.
#define STRATA_FAST _Pragma("clang fp reassociate(on) contract(fast)")
