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

/// Has all lines go from tile to tile. ADD is what adds, of line `r`, the non-zeros from number `from` on whose row of w
/// is below `limit`, to `scale` times what stands in y, and has as its value the number of the first that is not added.
#define STRATA_TILE_BY_TILE(ADD)                                                                           \
  int64_t height = strata_tile_height(w.rows);                                                             \
  for (int64_t line = begin; line < end; line += strata_lines_at_once) {                                   \
    int64_t after = end - line < strata_lines_at_once ? end : line + strata_lines_at_once;                 \
    int32_t done[strata_lines_at_once] = {0};                                                              \
    /* Once at least: the first tile multiplies y by beta. */                                              \
    for (int64_t tile = 0; tile == 0 || tile < w.rows; tile += height) {                                   \
      int64_t limit = tile + height;                                                                       \
      float scale = tile == 0 ? beta : 1.0f;                                                               \
      for (int64_t r = line; r < after; r++) {                                                             \
        int32_t from = done[r - line];                                                                     \
        done[r - line] = ADD;                                                                              \
      }                                                                                                    \
    }                                                                                                      \
  }
