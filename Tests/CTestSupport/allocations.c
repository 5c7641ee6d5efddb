// A count of memory allocations: the test executable's own malloc and its kin take the place of the C
// library's for the whole process, count, and hand on. Only threads that ask for it are counted.
#include "test_support.h"
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define SANITIZED 1
#endif
#endif
#if defined(__GLIBC__) && !defined(SANITIZED)
#define COUNTS_ALLOCATIONS 1
#endif

enum { most_counts = 1 << 16 };
static atomic_llong allocations[most_counts];
static atomic_int counts;
static _Thread_local int32_t own_count;

int32_t strata_test_new_count(void) {
  int32_t count = atomic_fetch_add(&counts, 1) + 1;
  if (count >= most_counts) abort();
  return count;
}

void strata_test_count_this_thread(int32_t count) { own_count = count; }
int64_t strata_test_allocations(int32_t count) { return atomic_load(&allocations[count]); }

#ifdef COUNTS_ALLOCATIONS
bool strata_test_counts_allocations(void) { return true; }

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static void count(void) {
  if (own_count) atomic_fetch_add_explicit(&allocations[own_count], 1, memory_order_relaxed);
}

void *malloc(size_t size) {
  count();
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  count();
  return __libc_calloc(number, size);
}

void *realloc(void *memory, size_t size) {
  count();
  return __libc_realloc(memory, size);
}

void *memalign(size_t alignment, size_t size) {
  count();
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **result, size_t alignment, size_t size) {
  if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0) return EINVAL;
  void *memory = memalign(alignment, size);
  if (!memory) return ENOMEM;
  *result = memory;
  return 0;
}
#else
bool strata_test_counts_allocations(void) { return false; }
#endif
