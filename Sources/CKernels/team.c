// A team of threads that runs one body on every worker. Waiting is spinning for a short while, since
// the phases of a training step are microseconds apart, and sleeping after that.
#include "kernels.h"
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#if defined(__x86_64__)
#include <immintrin.h>
#define RELAX() _mm_pause()
#elif defined(__aarch64__)
#define RELAX() __asm__ __volatile__("yield")
#else
#define RELAX()
#endif

enum { spins_before_yield = 1 << 12, spins_before_sleep = 1 << 15 };

struct strata_team {
  int32_t threads;
  strata_team_body body;
  void *context;
  // The number of the run; odd cache lines of their own keep spinners off each other's data.
  _Alignas(64) atomic_uint run;
  _Alignas(64) atomic_uint phase;
  _Alignas(64) atomic_int arrived;
  _Alignas(64) atomic_bool ending;
  pthread_mutex_t mutex;
  pthread_cond_t wake;
  pthread_t *handles;
};

typedef struct {
  strata_team *team;
  int32_t index;
} worker_start;

void strata_team_barrier(strata_team *team) {
  if (team->threads == 1) return;
  unsigned phase = atomic_load_explicit(&team->phase, memory_order_relaxed);
  if (atomic_fetch_add_explicit(&team->arrived, 1, memory_order_acq_rel) == team->threads - 1) {
    atomic_store_explicit(&team->arrived, 0, memory_order_relaxed);
    atomic_store_explicit(&team->phase, phase + 1, memory_order_release);
    return;
  }
  for (int spins = 0; atomic_load_explicit(&team->phase, memory_order_acquire) == phase; spins++) {
    if (spins < spins_before_yield) RELAX();
    else sched_yield();
  }
}

static void *work(void *start) {
  strata_team *team = ((worker_start *)start)->team;
  int32_t index = ((worker_start *)start)->index;
  free(start);
  unsigned seen = 0;
  for (;;) {
    for (int spins = 0; atomic_load_explicit(&team->run, memory_order_acquire) == seen; spins++) {
      if (spins < spins_before_sleep) {
        RELAX();
        continue;
      }
      pthread_mutex_lock(&team->mutex);
      while (atomic_load(&team->run) == seen) pthread_cond_wait(&team->wake, &team->mutex);
      pthread_mutex_unlock(&team->mutex);
    }
    seen++;
    if (atomic_load(&team->ending)) return NULL;
    team->body(team->context, index);
    strata_team_barrier(team);
  }
}

static void start_run(strata_team *team) {
  pthread_mutex_lock(&team->mutex);
  atomic_fetch_add_explicit(&team->run, 1, memory_order_release);
  pthread_cond_broadcast(&team->wake);
  pthread_mutex_unlock(&team->mutex);
}

strata_team *strata_team_create(int32_t threads) {
  strata_team *team = aligned_alloc(64, (sizeof *team + 63) / 64 * 64);
  pthread_t *handles = calloc((size_t)threads, sizeof *handles);
  if (!team || !handles) {
    free(team);
    free(handles);
    return NULL;
  }
  *team = (strata_team){.threads = 1, .handles = handles};
  pthread_mutex_init(&team->mutex, NULL);
  pthread_cond_init(&team->wake, NULL);
  for (int32_t index = 1; index < threads; index++) {
    worker_start *start = malloc(sizeof *start);
    if (start) *start = (worker_start){team, index};
    if (!start || pthread_create(&handles[index], NULL, work, start)) {
      free(start);
      strata_team_destroy(team);
      return NULL;
    }
    team->threads = index + 1;  // read by the workers only once a run has started
  }
  return team;
}

void strata_team_destroy(strata_team *team) {
  atomic_store(&team->ending, true);
  start_run(team);
  for (int32_t index = 1; index < team->threads; index++) pthread_join(team->handles[index], NULL);
  pthread_cond_destroy(&team->wake);
  pthread_mutex_destroy(&team->mutex);
  free(team->handles);
  free(team);
}

void strata_team_run(strata_team *team, strata_team_body body, void *context) {
  if (team->threads == 1) {
    body(context, 0);
    return;
  }
  team->body = body;
  team->context = context;
  start_run(team);
  body(context, 0);
  strata_team_barrier(team);
}
