// Products through dnnl_sgemm, and through matmul primitives where the factors are bfloat16. A primitive
// is made once for each shape on each thread and found again by its shape.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "onednn.h"
#include <dlfcn.h>
#include <dnnl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#if DNNL_VERSION_MAJOR >= 3
typedef dnnl_memory_desc_t description;
#else
typedef dnnl_memory_desc_t description[1];
#endif

/// Our own team splits a product, so oneDNN's OpenMP is told to start no thread from this one. The
/// runtime is whichever oneDNN was built with, so it is asked for by name.
static void stay_on_this_thread(void) {
  static _Thread_local bool is_told;
  if (is_told) return;
  is_told = true;
  void (*set_threads)(int) = (void (*)(int))dlsym(RTLD_DEFAULT, "omp_set_num_threads");
  if (set_threads) set_threads(1);
}

/// Signals wait while oneDNN computes: up to version 3.11 its products point the stack register into the heap,
/// where a handler's frame then overwrites whatever lies there (oneDNN's issue 4845).
static void hold_signals(sigset_t *before) {
  sigset_t held;
  sigfillset(&held);
  // These are not sent by anybody: they say that the product itself went wrong.
  const int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT};
  for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) sigdelset(&held, faults[i]);
  pthread_sigmask(SIG_SETMASK, &held, before);
}

static void release_signals(const sigset_t *before) { pthread_sigmask(SIG_SETMASK, before, NULL); }

void strata_onednn_version(int32_t version[3]) {
  const dnnl_version_t *loaded = dnnl_version();
  version[0] = loaded->major;
  version[1] = loaded->minor;
  version[2] = loaded->patch;
}

static bool has(dnnl_cpu_isa_t isa) { return (dnnl_get_effective_cpu_isa() & isa) == isa; }

const char *strata_onednn_instruction_set(void) {
  if (has(dnnl_cpu_isa_avx512_core_amx)) return "AMX";
  if (has(dnnl_cpu_isa_avx512_core_bf16)) return "AVX-512 BF16";
  if (has(dnnl_cpu_isa_avx512_core)) return "AVX-512";
  if (has(dnnl_cpu_isa_avx2)) return "AVX2";
  return "SSE4.1 or portable";
}

bool strata_onednn_has_bfloat16(void) { return has(dnnl_cpu_isa_avx512_core_bf16); }

void strata_onednn_product(strata_product s, const float *a, const float *b, float beta, float *c) {
  stay_on_this_thread();
  sigset_t signals;
  hold_signals(&signals);
  dnnl_sgemm(s.a_is_transposed ? 'T' : 'N', s.b_is_transposed ? 'T' : 'N', s.m, s.n, s.k, 1.0f, a,
             s.a_stride, b, s.b_stride, beta, c, s.c_stride);
  release_signals(&signals);
}

// MARK: Matmul primitives

/// All that a primitive depends on, as whole numbers, so that two are compared as bytes.
typedef struct {
  int64_t m, n, k, a_is_transposed, b_is_transposed, a_stride, b_stride, c_stride, type, accumulate;
} product_key;

typedef struct product_entry {
  product_key key;
  dnnl_primitive_t primitive;
  dnnl_memory_t a, b, c;
  struct product_entry *next;
} product_entry;

/// What one thread has made.
typedef struct {
  dnnl_engine_t engine;
  dnnl_stream_t stream;
  product_entry *entries;
} product_cache;

static pthread_key_t cache_key;
static pthread_once_t cache_once = PTHREAD_ONCE_INIT;

static void destroy_entry(product_entry *entry) {
  if (entry->c) dnnl_memory_destroy(entry->c);
  if (entry->b) dnnl_memory_destroy(entry->b);
  if (entry->a) dnnl_memory_destroy(entry->a);
  if (entry->primitive) dnnl_primitive_destroy(entry->primitive);
  free(entry);
}

static void destroy_cache(void *memory) {
  product_cache *cache = memory;
  while (cache->entries) {
    product_entry *entry = cache->entries;
    cache->entries = entry->next;
    destroy_entry(entry);
  }
  if (cache->stream) dnnl_stream_destroy(cache->stream);
  if (cache->engine) dnnl_engine_destroy(cache->engine);
  free(cache);
}

static void make_cache_key(void) { pthread_key_create(&cache_key, destroy_cache); }

static product_cache *this_threads_cache(void) {
  pthread_once(&cache_once, make_cache_key);
  product_cache *cache = pthread_getspecific(cache_key);
  if (cache) return cache;
  cache = calloc(1, sizeof *cache);
  if (!cache) return NULL;
  if (dnnl_engine_create(&cache->engine, dnnl_cpu, 0) != dnnl_success ||
      dnnl_stream_create(&cache->stream, cache->engine, dnnl_stream_default_flags) != dnnl_success) {
    destroy_cache(cache);
    return NULL;
  }
  pthread_setspecific(cache_key, cache);
  return cache;
}

static bool describe(description *it, int64_t rows, int64_t columns, bool is_transposed,
                     int64_t stride, dnnl_data_type_t type) {
  dnnl_dims_t dims = {rows, columns};
  dnnl_dims_t strides = {is_transposed ? 1 : stride, is_transposed ? stride : 1};
#if DNNL_VERSION_MAJOR >= 3
  return dnnl_memory_desc_create_with_strides(it, 2, dims, type, strides) == dnnl_success;
#else
  return dnnl_memory_desc_init_by_strides(*it, 2, dims, type, strides) == dnnl_success;
#endif
}

static dnnl_primitive_desc_t describe_matmul(dnnl_engine_t engine, description *a, description *b,
                                             description *c, bool accumulate) {
  dnnl_primitive_attr_t attributes = NULL;
  dnnl_post_ops_t after = NULL;
  dnnl_primitive_desc_t result = NULL;
  bool is_ready = dnnl_primitive_attr_create(&attributes) == dnnl_success &&
                  dnnl_post_ops_create(&after) == dnnl_success;
#if DNNL_VERSION_MAJOR >= 3
  if (is_ready && accumulate)
    is_ready = dnnl_post_ops_append_sum(after, 1.0f, 0, dnnl_data_type_undef) == dnnl_success;
#else
  if (is_ready && accumulate) is_ready = dnnl_post_ops_append_sum(after, 1.0f) == dnnl_success;
#endif
  is_ready = is_ready && dnnl_primitive_attr_set_post_ops(attributes, after) == dnnl_success;
#if DNNL_VERSION_MAJOR >= 3
  if (is_ready &&
      dnnl_matmul_primitive_desc_create(&result, engine, *a, *b, NULL, *c, attributes) != dnnl_success)
    result = NULL;
#else
  dnnl_matmul_desc_t operation;
  if (is_ready && (dnnl_matmul_desc_init(&operation, *a, *b, NULL, *c) != dnnl_success ||
                   dnnl_primitive_desc_create(&result, &operation, attributes, engine, NULL) != dnnl_success))
    result = NULL;
#endif
  if (after) dnnl_post_ops_destroy(after);
  if (attributes) dnnl_primitive_attr_destroy(attributes);
  return result;
}

static bool fill_entry(product_entry *entry, dnnl_engine_t engine) {
  product_key s = entry->key;
  dnnl_data_type_t type = (dnnl_data_type_t)s.type;
  description a, b, c;
  if (!describe(&a, s.m, s.k, s.a_is_transposed, s.a_stride, type) ||
      !describe(&b, s.k, s.n, s.b_is_transposed, s.b_stride, type) ||
      !describe(&c, s.m, s.n, false, s.c_stride, dnnl_f32))
    return false;
  dnnl_primitive_desc_t matmul = describe_matmul(engine, &a, &b, &c, s.accumulate);
  bool is_made = matmul && dnnl_primitive_create(&entry->primitive, matmul) == dnnl_success &&
                 dnnl_memory_create(&entry->a, a, engine, DNNL_MEMORY_NONE) == dnnl_success &&
                 dnnl_memory_create(&entry->b, b, engine, DNNL_MEMORY_NONE) == dnnl_success &&
                 dnnl_memory_create(&entry->c, c, engine, DNNL_MEMORY_NONE) == dnnl_success;
  if (matmul) dnnl_primitive_desc_destroy(matmul);
#if DNNL_VERSION_MAJOR >= 3
  dnnl_memory_desc_destroy(a);
  dnnl_memory_desc_destroy(b);
  dnnl_memory_desc_destroy(c);
#endif
  return is_made;
}

static product_entry *find_or_make(product_cache *cache, product_key key) {
  for (product_entry *entry = cache->entries; entry; entry = entry->next)
    if (!memcmp(&entry->key, &key, sizeof key)) return entry;
  product_entry *entry = calloc(1, sizeof *entry);
  if (!entry) return NULL;
  entry->key = key;
  if (!fill_entry(entry, cache->engine)) {
    destroy_entry(entry);
    return NULL;
  }
  entry->next = cache->entries;
  cache->entries = entry;
  return entry;
}

static bool multiply(strata_product shape, dnnl_data_type_t type, const void *a, const void *b,
                     bool accumulate, float *c) {
  stay_on_this_thread();
  product_key key = {shape.m,        shape.n,        shape.k,        shape.a_is_transposed, shape.b_is_transposed,
                     shape.a_stride, shape.b_stride, shape.c_stride, type,                  accumulate};
  product_cache *cache = this_threads_cache();
  product_entry *entry = cache ? find_or_make(cache, key) : NULL;
  if (!entry) return false;
  if (dnnl_memory_set_data_handle(entry->a, (void *)a) != dnnl_success ||
      dnnl_memory_set_data_handle(entry->b, (void *)b) != dnnl_success ||
      dnnl_memory_set_data_handle(entry->c, c) != dnnl_success)
    return false;
  dnnl_exec_arg_t arguments[] = {
      {DNNL_ARG_SRC, entry->a}, {DNNL_ARG_WEIGHTS, entry->b}, {DNNL_ARG_DST, entry->c}};
  sigset_t signals;
  hold_signals(&signals);
  bool is_done = dnnl_primitive_execute(entry->primitive, cache->stream, 3, arguments) == dnnl_success &&
                 dnnl_stream_wait(cache->stream) == dnnl_success;
  release_signals(&signals);
  return is_done;
}

bool strata_onednn_bfloat16_product(strata_product shape, const uint16_t *a, const uint16_t *b,
                                    bool accumulate, float *c) {
  return multiply(shape, dnnl_bf16, a, b, accumulate, c);
}

bool strata_onednn_matmul_product(strata_product shape, const float *a, const float *b,
                                  bool accumulate, float *c) {
  return multiply(shape, dnnl_f32, a, b, accumulate, c);
}
