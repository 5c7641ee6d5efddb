// How a product that skips zeros goes through memory: y = x · w + beta · y, x by its non-zeros.
//
// Every non-zero of a line of x reads a row of w, as far as a strip of columns that fits the registers. As many rows as
// the first-level cache holds are a tile: all lines use it before the next is touched. So most rows come from the
// first level, at twice the second's rate or more.
#pragma once
#include <stdint.h>

/// The most rows of a tile; 128 columns of floats take 64 KiB, a little more than there is room for. And the most lines
/// that go from tile to tile together.
enum { strata_tile_rows = 128, strata_lines_at_once = 128 };

/// The rows of a tile: all tiles of w are about as high.
static inline int64_t strata_tile_height(int64_t rows) {
  int64_t tiles = (rows + strata_tile_rows - 1) / strata_tile_rows;
  return tiles == 0 ? 1 : (rows + tiles - 1) / tiles;
}
