#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "kernels.h"
#include <sys/mman.h>

void strata_prefer_huge_pages(void *memory, size_t bytes) {
#ifdef MADV_HUGEPAGE
  madvise(memory, bytes, MADV_HUGEPAGE);
#endif
}
