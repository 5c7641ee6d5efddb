// The part of libFuzzer that a program calls which brings its own `main`; linked into the fuzzer alone.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// Runs libFuzzer with a program's arguments; `read_one` is given one input after another and returns 0.
int LLVMFuzzerRunDriver(
    int *_Nonnull argc, char *_Nullable *_Nonnull *_Nonnull argv,
    int (*_Nonnull read_one)(const uint8_t *_Nullable bytes, size_t count));
