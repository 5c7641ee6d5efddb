// A watch on memory: how often threads that ask for it allocate, and how many bytes they hold at most.
//
// The test executable's own malloc and its kin take the place of the C library's for the whole process,
// count, and hand on. A sanitizer brings a malloc of its own, and calls whoever asks to be told of it.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "test_support.h"
#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define SANITIZED 1
#endif
#endif
#if defined(__GLIBC__) && !defined(SANITIZED)
#define REPLACES_MALLOC 1
#endif

enum { most_counts = 1 << 16 };
static struct {
  atomic_bool is_used;
  atomic_llong allocations;
  atomic_llong held;
  atomic_llong peak;
} watched[most_counts];
static atomic_uint newest;
static _Thread_local int32_t own_count;

bool strata_test_counts_aligned_memory(void) {
#if defined(__has_feature) && __has_feature(thread_sanitizer)
  return false;
#else
  return strata_test_counts_allocations();
#endif
}

int32_t strata_test_new_count(void) {
  for (int32_t tries = 0; tries < most_counts; ++tries) {
    int32_t count = 1 + (int32_t)(atomic_fetch_add(&newest, 1) % (most_counts - 1));
    if (atomic_exchange(&watched[count].is_used, true)) continue;
    atomic_store(&watched[count].allocations, 0);
    atomic_store(&watched[count].held, 0);
    atomic_store(&watched[count].peak, 0);
    return count;
  }
  abort();
}

void strata_test_give_back_count(int32_t count) { atomic_store(&watched[count].is_used, false); }

void strata_test_count_this_thread(int32_t count) { own_count = count; }
int64_t strata_test_allocations(int32_t count) { return atomic_load(&watched[count].allocations); }
int64_t strata_test_peak_bytes(int32_t count) { return atomic_load(&watched[count].peak); }

void strata_test_allocate(void) {
  // What is read from a volatile variable may be anything, so nothing is known of the memory.
  void *volatile plain = malloc(40);
  free(plain);
  void *volatile aligned = aligned_alloc(64, 64);
  free(aligned);
}

#if defined(SANITIZED) || defined(REPLACES_MALLOC)
// The sanitizers call these from within their malloc, where their own instructions have no place.
#define PLAIN __attribute__((no_sanitize("address", "thread", "coverage")))

bool strata_test_counts_allocations(void) { return true; }

PLAIN static void taken(size_t size) {
  if (!own_count) return;
  atomic_fetch_add_explicit(&watched[own_count].allocations, 1, memory_order_relaxed);
  long long added = (long long)size;
  long long held = atomic_fetch_add_explicit(&watched[own_count].held, added, memory_order_relaxed) + added;
  long long peak = atomic_load_explicit(&watched[own_count].peak, memory_order_relaxed);
  while (held > peak &&
         !atomic_compare_exchange_weak_explicit(
             &watched[own_count].peak, &peak, held, memory_order_relaxed, memory_order_relaxed)) {
  }
}

PLAIN static void given_back(size_t size) {
  if (own_count)
    atomic_fetch_sub_explicit(&watched[own_count].held, (long long)size, memory_order_relaxed);
}
#else
bool strata_test_counts_allocations(void) { return false; }
#endif

#ifdef SANITIZED
int __sanitizer_install_malloc_and_free_hooks(
    void (*malloc_hook)(const volatile void *memory, size_t size),
    void (*free_hook)(const volatile void *memory));
size_t __sanitizer_get_allocated_size(const volatile void *memory);

PLAIN static void on_malloc(const volatile void *memory, size_t size) { taken(size); }

PLAIN static void on_free(const volatile void *memory) {
  if (own_count && memory) given_back(__sanitizer_get_allocated_size(memory));
}

__attribute__((constructor)) static void install(void) {
  if (!__sanitizer_install_malloc_and_free_hooks(on_malloc, on_free)) abort();
}
#endif

#ifdef REPLACES_MALLOC
#include <dlfcn.h>
#include <malloc.h>
#include <pthread.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *memory);

static void *counted(void *memory) {
  if (own_count && memory) taken(malloc_usable_size(memory));
  return memory;
}

void *malloc(size_t size) { return counted(__libc_malloc(size)); }
void *calloc(size_t number, size_t size) { return counted(__libc_calloc(number, size)); }

void *realloc(void *memory, size_t size) {
  size_t before = own_count && memory ? malloc_usable_size(memory) : 0;
  void *moved = __libc_realloc(memory, size);
  if (own_count && (moved || size == 0)) given_back(before);
  return counted(moved);
}

void free(void *memory) {
  if (own_count && memory) given_back(malloc_usable_size(memory));
  __libc_free(memory);
}

void *memalign(size_t alignment, size_t size) { return counted(__libc_memalign(alignment, size)); }
void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **result, size_t alignment, size_t size) {
  if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0) return EINVAL;
  void *memory = memalign(alignment, size);
  if (!memory) return ENOMEM;
  *result = memory;
  return 0;
}

// A thread counts where the one that started it does.
typedef struct {
  void *(*body)(void *);
  void *argument;
  int32_t count;
} inheriting_start;

static void *begin(void *memory) {
  inheriting_start start = *(inheriting_start *)memory;
  free(memory);
  own_count = start.count;
  return start.body(start.argument);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*body)(void *),
                   void *argument) {
  static int (*_Atomic create)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
  if (!create) create = (int (*)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *))
      dlsym(RTLD_NEXT, "pthread_create");
  if (!own_count) return create(thread, attributes, body, argument);
  inheriting_start *start = malloc(sizeof *start);
  if (!start) return EAGAIN;
  *start = (inheriting_start){body, argument, own_count};
  int code = create(thread, attributes, begin, start);
  if (code) free(start);
  return code;
}
#endif
