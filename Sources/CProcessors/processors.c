#define _GNU_SOURCE
#include "processors.h"

#include <errno.h>
#include <sched.h>
#include <stddef.h>

// The kernel refuses a mask that is too short for all processors of the machine, and a cpu_set_t has room for
// 1024 of them.
enum { most = 1 << 16 };

int strata_affinity(void) {
  for (int processors = CPU_SETSIZE; processors <= most; processors *= 2) {
    cpu_set_t *mask = CPU_ALLOC(processors);
    if (mask == NULL) return 0;
    size_t size = CPU_ALLOC_SIZE(processors);
    int failure = sched_getaffinity(0, size, mask) == 0 ? 0 : errno;
    int count = failure == 0 ? CPU_COUNT_S(size, mask) : 0;
    CPU_FREE(mask);
    if (failure != EINVAL) return count;
  }
  return 0;
}
