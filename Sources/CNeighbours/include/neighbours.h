// Reading the memory of another process of this machine: one copy, where a socket makes two.
#pragma once
#include <stdint.h>

/// Copies bytes of another process into memory of this one; returns how many, or -1 with the reason in `errno`.
int64_t strata_read_neighbour(int32_t process, uint64_t address, void *into, int64_t count);

/// Lets a process, and those that it has started, read the memory of this one, where the system would have to be asked for
/// that (Yama).
void strata_admit_neighbour(int32_t process);
