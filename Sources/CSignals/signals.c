#include "signals.h"

#include <signal.h>
#include <stdatomic.h>

// Without a lock wherever there are threads and signals: the only kind that a handler may touch.
static atomic_int first;
_Static_assert(ATOMIC_INT_LOCK_FREE == 2, "a signal handler needs atomic integers without locks");

int strata_signal_that_came(void) { return atomic_load_explicit(&first, memory_order_relaxed); }

void strata_note_signal(int number) {
  int none = 0;
  if (atomic_compare_exchange_strong(&first, &none, number)) return;
  signal(number, SIG_DFL);
  raise(number);
}
