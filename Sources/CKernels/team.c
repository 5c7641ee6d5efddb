// A team of threads that works through the phases of a job. A phase is up to 64 panels, a bit each in one
// word; a worker claims a panel by clearing its bit, and whoever finishes the last one opens the next phase.
//
// Nobody waits for a worker, only for a panel that somebody has begun: a worker that the system has stopped
// between two panels is not missed, the others take what it would have taken. One that is stopped within a
// panel holds up all, and beside other programs that happens to some worker most of the time. Against that,
// - a worker gives up its processor between two panels, every so often, to whoever else waits for it;
// - a team that has every processor of the machine has one thread in reserve. It sleeps until a worker notes
//   that other programs take its time. Then, for a while, the reserve works too and whoever has to wait sleeps at
//   once, so that the system finds a processor for the thread that was stopped. Which thread computes a panel
//   does not matter to the result.
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
  // How long a worker computes before it lets others have its processor: about the shortest turn that Linux gives
  // a thread (sched_base_slice_ns).
  turn = 1400000,
  // A worker that was kept from running for so many nanoseconds within a window works beside other programs; for
  // how long the team then reckons with them.
  most_lost = 1500000,
  window = 20000000,
  busy_for = 100000000,
};

typedef struct {
  // The panels of this phase that are this worker's own: it begins with them, then helps the others.
  _Alignas(64) atomic_ullong home;
  // When its turn began and its window; the processor time that it had then, and how long it has slept since.
  int64_t turn_began, window_began, had, slept;
} worker_state;

struct strata_team {
  // The workers, and with the reserve all threads.
  int32_t threads, all;
  int32_t looks;
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
  // Until when the team reckons with other programs, and what the reserve waits for.
  _Alignas(64) atomic_llong busy_until;
  atomic_uint calls_for_reserve;
};

typedef struct {
  strata_team *team;
  int32_t index;
  bool is_reserve;
} worker_start;

static int64_t read_clock(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return time.tv_sec * 1000000000ll + time.tv_nsec;
}

static int64_t now(void) { return read_clock(CLOCK_MONOTONIC); }

static void wait_while(atomic_uint *word, unsigned value) {
  syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, NULL, NULL, 0);
}

static void wake_all(atomic_uint *word) {
  syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1 << 30, NULL, NULL, 0);
}

static bool is_busy(strata_team *team, int64_t time) {
  return time < atomic_load_explicit(&team->busy_until, memory_order_relaxed);
}

static void announce(strata_team *team) {
  atomic_fetch_add(&team->news, 1);
  if (atomic_load(&team->sleepers) > 0) wake_all(&team->news);
}

static void wait_for_news(strata_team *team, worker_state *worker, unsigned seen) {
  int64_t before = now();
  for (int32_t look = is_busy(team, before) ? team->looks : 0; look < team->looks; look++) {
    if (atomic_load_explicit(&team->news, memory_order_acquire) != seen) return;
    RELAX();
  }
  before = now();
  atomic_fetch_add(&team->sleepers, 1);
  while (atomic_load(&team->news) == seen) wait_while(&team->news, seen);
  atomic_fetch_sub(&team->sleepers, 1);
  worker->slept += now() - before;
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

static void begin_window(worker_state *worker, int64_t time, int64_t had) {
  worker->window_began = time;
  worker->had = had;
  worker->slept = 0;
}

/// Looks how long this worker has been kept from running, and calls for the reserve.
static void watch(strata_team *team, worker_state *worker, int64_t time) {
  int64_t had = read_clock(CLOCK_THREAD_CPUTIME_ID);
  int64_t lost = time - worker->window_began - (had - worker->had) - worker->slept;
  if (is_busy(team, time) || time - worker->window_began > window) {
    begin_window(worker, time, had);
  } else if (lost > most_lost) {
    atomic_store_explicit(&team->busy_until, time + busy_for, memory_order_relaxed);
    atomic_fetch_add(&team->calls_for_reserve, 1);
    wake_all(&team->calls_for_reserve);
  }
}

/// Between two panels, where a worker that is stopped holds up nobody.
static void let_others_run(strata_team *team, worker_state *worker) {
  int64_t time = now();
  if (time - worker->turn_began < turn) return;
  if (team->all > team->threads) watch(team, worker, time);
  sched_yield();
  worker->turn_began = now();
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
  let_others_run(team, &team->workers[index]);
  return true;
}

static void *work_until_the_end(void *start) {
  strata_team *team = ((worker_start *)start)->team;
  int32_t index = ((worker_start *)start)->index;
  bool is_reserve = ((worker_start *)start)->is_reserve;
  free(start);
  for (;;) {
    unsigned calls = atomic_load(&team->calls_for_reserve);
    unsigned seen = atomic_load_explicit(&team->news, memory_order_acquire);
    if (atomic_load_explicit(&team->ending, memory_order_acquire)) return NULL;
    if (is_reserve && !is_busy(team, now())) {
      wait_while(&team->calls_for_reserve, calls);
    } else if (!work(team, index)) {
      wait_for_news(team, &team->workers[index], seen);
    }
  }
}

static bool start_worker(strata_team *team, int32_t index, bool is_reserve) {
  worker_start *start = malloc(sizeof *start);
  if (!start) return false;
  *start = (worker_start){team, index, is_reserve};
  if (!pthread_create(&team->handles[index], NULL, work_until_the_end, start)) return true;
  free(start);
  return false;
}

strata_team *strata_team_create(int32_t threads, int32_t processors) {
  strata_team *team = aligned_alloc(64, (sizeof *team + 63) / 64 * 64);
  pthread_t *handles = calloc((size_t)threads + 1, sizeof *handles);
  worker_state *workers = aligned_alloc(64, ((size_t)threads + 1) * sizeof *workers);
  if (!team || !handles || !workers) {
    free(team);
    free(handles);
    free(workers);
    return NULL;
  }
  // Where not every worker has a processor, one that looks keeps another from working.
  *team = (strata_team){.threads = threads,
                        .all = 1,
                        .looks = processors == 0 || threads <= processors ? looks_before_sleep : 0,
                        .handles = handles,
                        .workers = workers};
  for (int32_t index = 0; index <= threads; index++) workers[index] = (worker_state){0};
  for (; team->all < threads; team->all++) {
    if (start_worker(team, team->all, false)) continue;
    strata_team_destroy(team);
    return NULL;
  }
  // The team does without a reserve where it cannot be had.
  if (threads > 1 && threads == processors && start_worker(team, threads, true)) team->all++;
  return team;
}

int32_t strata_team_threads(const strata_team *team) { return team->all; }

void strata_team_destroy(strata_team *team) {
  atomic_store(&team->ending, true);
  announce(team);
  atomic_fetch_add(&team->calls_for_reserve, 1);
  wake_all(&team->calls_for_reserve);
  for (int32_t index = 1; index < team->all; index++) pthread_join(team->handles[index], NULL);
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
    if (!work(team, 0)) wait_for_news(team, &team->workers[0], seen);
  }
}
