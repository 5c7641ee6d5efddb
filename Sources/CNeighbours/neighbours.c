#define _GNU_SOURCE
#include "neighbours.h"

#include <sys/prctl.h>
#include <sys/uio.h>

int64_t strata_read_neighbour(int32_t process, uint64_t address, void *into, int64_t count) {
  struct iovec here = {.iov_base = into, .iov_len = (size_t)count};
  struct iovec there = {.iov_base = (void *)(uintptr_t)address, .iov_len = (size_t)count};
  return process_vm_readv(process, &here, 1, &there, 1, 0);
}

void strata_admit_neighbour(int32_t process) {
  // Where there is no Yama this fails, and nobody has to be asked.
  (void)prctl(PR_SET_PTRACER, (unsigned long)process, 0UL, 0UL, 0UL);
}
