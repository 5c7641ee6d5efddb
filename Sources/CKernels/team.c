// A team of threads that works through the phases of a job. A phase is up to 64 panels, a bit each in one
// word; a worker claims a panel by clearing its bit, and whoever finishes the last one opens the next phase.
//
// Nobody waits for a worker, only for a panel that somebody has begun: a worker that the system has stopped
// between two panels is not missed, the others take what it would have taken. So each worker gives up its
// processor between two panels, every so often, to whoever else may be waiting for it: it is then not stopped
// within a panel, where all would have to wait.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "kernels.h"
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#if defined(__x86_64__)
#include <immintrin.h>
#define RELAX() _mm_pause()
#elif defined(__aarch64__)
#define RELAX() __asm__ __volatile__("yield")
#else
#define RELAX()
#endif

enum {
  // Looks at the team's news before a worker sleeps: phases are microseconds apart.
  looks_before_sleep = 2000,
  // How long a worker computes before it lets others have its processor: less than the shortest turn that
  // Linux gives a thread (sched_base_slice_ns, from 0.7 ms up).
  nanoseconds_before_yield = 700000,
};

typedef struct {
  // The panels of this phase that are this worker's own: it begins with them, then helps the others.
  _Alignas(64) atomic_ullong home;
  int64_t began;
} worker_state;

struct strata_team {
  int32_t threads, looks;
  pthread_t *handles;
  worker_state *workers;
  // The job; written by the caller before its first phase opens.
  const strata_phase *phases;
  const uint64_t *homes;
  int32_t phase_count;
  strata_team_body body;
  void *context;
  _Alignas(64) atomic_ullong unclaimed;
  _Alignas(64) atomic_int unfinished;
  // Counts whatever a worker may wait for: a phase that opens, a job that ends.
  _Alignas(64) atomic_uint news;
  _Alignas(64) atomic_int sleepers;
  atomic_int phase;
  atomic_bool running, ending;
};

typedef struct {
  strata_team *team;
  int32_t index;
} worker_start;

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000ll + time.tv_nsec;
}

static void announce(strata_team *team) {
  atomic_fetch_add(&team->news, 1);
  if (atomic_load(&team->sleepers) > 0)
    syscall(SYS_futex, &team->news, FUTEX_WAKE_PRIVATE, 1 << 30, NULL, NULL, 0);
}

static void wait_for_news(strata_team *team, unsigned seen) {
  for (int32_t look = 0; look < team->looks; look++) {
    if (atomic_load_explicit(&team->news, memory_order_acquire) != seen) return;
    RELAX();
  }
  atomic_fetch_add(&team->sleepers, 1);
  while (atomic_load(&team->news) == seen)
    syscall(SYS_futex, &team->news, FUTEX_WAIT_PRIVATE, seen, NULL, NULL, 0);
  atomic_fetch_sub(&team->sleepers, 1);
}

static void open_phase(strata_team *team, int32_t phase) {
  if (phase == team->phase_count) {
    atomic_store_explicit(&team->running, false, memory_order_release);
    announce(team);
    return;
  }
  int32_t panels = team->phases[phase].panels;
  atomic_store_explicit(&team->phase, phase, memory_order_relaxed);
  atomic_store_explicit(&team->unfinished, panels, memory_order_relaxed);
  for (int32_t index = 0; index < team->threads; index++)
    atomic_store_explicit(&team->workers[index].home, team->homes[phase * team->threads + index],
                          memory_order_relaxed);
  atomic_store_explicit(&team->unclaimed, panels == 64 ? ~0ull : (1ull << panels) - 1,
                        memory_order_release);
  announce(team);
}

/// The panel that is this worker's now, or -1. A bit that is set is always a panel of the open phase, so
/// however long a worker has slept over an old word, what it claims is there to be done.
static int32_t claim(strata_team *team, int32_t index) {
  unsigned long long unclaimed = atomic_load_explicit(&team->unclaimed, memory_order_acquire);
  while (unclaimed) {
    unsigned long long own =
        unclaimed & atomic_load_explicit(&team->workers[index].home, memory_order_relaxed);
    // One's own from the front, those of others from the back.
    int32_t panel = own ? __builtin_ctzll(own) : 63 - __builtin_clzll(unclaimed);
    unsigned long long bit = 1ull << panel;
    unsigned long long before = atomic_fetch_and_explicit(&team->unclaimed, ~bit, memory_order_acq_rel);
    if (before & bit) return panel;
    unclaimed = before;
  }
  return -1;
}

static void let_others_run(worker_state *worker) {
  int64_t time = now();
  if (time - worker->began < nanoseconds_before_yield) return;
  sched_yield();
  worker->began = now();
}

/// Computes one panel; false when there is none to claim.
static bool work(strata_team *team, int32_t index) {
  int32_t panel = claim(team, index);
  if (panel < 0) return false;
  // The phase stays open, and the job alive, until this panel is done.
  int32_t phase = atomic_load_explicit(&team->phase, memory_order_relaxed);
  team->body(team->context, phase, panel);
  if (atomic_fetch_sub_explicit(&team->unfinished, 1, memory_order_acq_rel) == 1)
    open_phase(team, phase + 1);
  let_others_run(&team->workers[index]);
  return true;
}

static void *work_until_the_end(void *start) {
  strata_team *team = ((worker_start *)start)->team;
  int32_t index = ((worker_start *)start)->index;
  free(start);
  for (;;) {
    unsigned seen = atomic_load_explicit(&team->news, memory_order_acquire);
    if (atomic_load_explicit(&team->ending, memory_order_acquire)) return NULL;
    if (!work(team, index)) wait_for_news(team, seen);
  }
}

static int32_t processors(void) {
  cpu_set_t set;
  return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1024;
}

strata_team *strata_team_create(int32_t threads) {
  strata_team *team = aligned_alloc(64, (sizeof *team + 63) / 64 * 64);
  pthread_t *handles = calloc((size_t)threads, sizeof *handles);
  worker_state *workers = aligned_alloc(64, (size_t)threads * sizeof *workers);
  if (!team || !handles || !workers) {
    free(team);
    free(handles);
    free(workers);
    return NULL;
  }
  // Where not every worker has a processor, one that looks keeps another from working.
  *team = (strata_team){.threads = 1,
                        .looks = threads <= processors() ? looks_before_sleep : 0,
                        .handles = handles,
                        .workers = workers};
  for (int32_t index = 0; index < threads; index++) workers[index] = (worker_state){0};
  for (int32_t index = 1; index < threads; index++) {
    worker_start *start = malloc(sizeof *start);
    if (start) *start = (worker_start){team, index};
    if (!start || pthread_create(&handles[index], NULL, work_until_the_end, start)) {
      free(start);
      strata_team_destroy(team);
      return NULL;
    }
    team->threads = index + 1;  // read by a worker only once it has claimed a panel
  }
  return team;
}

void strata_team_destroy(strata_team *team) {
  atomic_store(&team->ending, true);
  announce(team);
  for (int32_t index = 1; index < team->threads; index++) pthread_join(team->handles[index], NULL);
  free(team->handles);
  free(team->workers);
  free(team);
}

bool strata_team_run(strata_team *team, const strata_phase *phases, const uint64_t *homes, int32_t count,
                     strata_team_body body, void *context) {
  if (atomic_exchange(&team->running, true)) return false;
  team->phases = phases;
  team->homes = homes;
  team->phase_count = count;
  team->body = body;
  team->context = context;
  open_phase(team, 0);
  for (;;) {
    unsigned seen = atomic_load_explicit(&team->news, memory_order_acquire);
    if (!atomic_load_explicit(&team->running, memory_order_acquire)) return true;
    if (!work(team, 0)) wait_for_news(team, seen);
  }
}
