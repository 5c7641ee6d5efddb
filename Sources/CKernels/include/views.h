// How a matrix is handed to the loops: where it lies, and its shape.
#pragma once
#include <stdint.h>

/// A row-major matrix of floats that is only read; one row of numbers is a matrix too. A function that can do
/// without one of its matrices takes a view whose data are null for none.
typedef struct {
  const float *_Nullable data;
  /// The same numbers in bfloat16, with the same stride; null where no such copy is kept.
  const uint16_t *_Nullable rounded;
  int64_t rows, columns;
  /// Numbers from one row to the next.
  int64_t stride;
} strata_view;

/// One that is written. The bfloat16 copy is written by the functions that say so, and by no others.
typedef struct {
  float *_Nullable data;
  uint16_t *_Nullable rounded;
  int64_t rows, columns;
  int64_t stride;
} strata_target;
