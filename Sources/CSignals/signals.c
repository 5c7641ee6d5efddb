#include "signals.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

// Without locks wherever there are threads and signals: the only kind that a handler may touch.
static atomic_int first;
static atomic_llong came;
_Static_assert(ATOMIC_INT_LOCK_FREE == 2 && ATOMIC_LLONG_LOCK_FREE == 2,
               "a signal handler needs atomic integers without locks");

static long long milliseconds(void) {
  struct timespec now = {0, 0};
  // Cannot fail with this clock; if it did, two signals would be taken for one.
  (void)clock_gettime(CLOCK_MONOTONIC, &now);
  return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int strata_signal_that_came(void) { return atomic_load_explicit(&first, memory_order_relaxed); }

void strata_ask_to_stop(int number) {
  int none = 0;
  atomic_compare_exchange_strong(&first, &none, number);
}

bool strata_is_ignored(int number) {
  struct sigaction action;
  return sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

void strata_note_signal(int number) {
  int none = 0;
  const long long now = milliseconds();
  if (atomic_compare_exchange_strong(&first, &none, number)) {
    atomic_store(&came, now);
    return;
  }
  // A terminal's end is told by the kernel and by the shell, a limit on time once a second: no hurry is meant.
  if (number != SIGINT && number != SIGQUIT && number != SIGTERM) return;
  // timeout(1) sends its signal to the process, and then to its group.
  if (number == none && now - atomic_load(&came) < 100) return;
  signal(number, SIG_DFL);
  raise(number);
}

void strata_send_when_ends(int parent, int number) {
  (void)prctl(PR_SET_PDEATHSIG, (unsigned long)number, 0ul, 0ul, 0ul);
  // Whose parent has ended by now belongs to another process.
  if (getppid() != parent) raise(number);
}
