/* The hidden layer and its sums in integers: exact, so the same in any order on any machine.
 *
 * Inputs are bytes, weights small integers, hidden values 7 bits: h' = 0..127. elmweb/compute/integer.py defines every
 * step; integer_layer.c and integer_sums.c do the same with three sets of instructions (`path`) that give equal
 * integers:
 *   DOT   relaxed SIMD, four products added to 32 bits in one instruction, where the processor has it (VNNI, sdot);
 *   PAIR  relaxed SIMD, two products to 16 bits; two such pairs are added before they are widened, which fits when
 *         the first factor is in -64..64 and the second in 0..127, or -128..127 and 0..63;
 *   WIDE  plain SIMD128, on 16-bit factors.
 * A word is 32 bits of consecutive factors of one row or column: 4 bytes, or 2 halves on the WIDE path. Matrices are
 * packed in panels of words: rows by four [word][4], columns by twelve [word][12]. The second factor of a relaxed dot
 * product is never above 127: beyond that engines differ.
 */
#ifndef INTEGER_H
#define INTEGER_H

#include "elm.h"

enum { DOT, PAIR, WIDE };
#define COLUMNS 12 /* columns in a panel */
#define MIDDLE 63  /* h = h' - MIDDLE is the signed form, -63..64 */

INLINE v128 load(const void *p) { return wasm_v128_load(p); }
INLINE void store(void *p, v128 v) { wasm_v128_store(p, v); }
INLINE v128 splat(const i32 *p) { return wasm_v128_load32_splat(p); }
INLINE i32 factors_in_word(i32 path) { return path == WIDE ? 2 : 4; }
INLINE i32 words_of(i32 path, i32 n) { const i32 f = factors_in_word(path); return (n + f - 1) / f; }

/* c + the dot products of words, and of two words each; x is signed, y in 0..127. */
#ifdef RELAXED
INLINE v128 dot(v128 x, v128 y, v128 c) { return wasm_i32x4_relaxed_dot_i8x16_i7x16_add(x, y, c); }
INLINE v128 dot_pair(v128 x, v128 y, v128 x2, v128 y2, v128 c) {
  const v128 sums = wasm_i16x8_add(wasm_i16x8_relaxed_dot_i8x16_i7x16(x, y), wasm_i16x8_relaxed_dot_i8x16_i7x16(x2, y2));
  return wasm_i32x4_add(c, wasm_i32x4_dot_i16x8(sums, wasm_i16x8_const_splat(1)));
}
#endif
INLINE v128 dot_wide(v128 x, v128 y, v128 c) { return wasm_i32x4_add(c, wasm_i32x4_dot_i16x8(x, y)); }

/* The words of the next step of four rows: one after the other, `stride` apart, or where an index says. */
INLINE const i32 *next(const i32 **a, i32 stride, const i32 **index) {
  const i32 *here = *index ? *a + *(*index)++ * 4 : *a;
  if (!*index) *a += stride;
  return here;
}

/* c[row][column / 4] = the products of `rows` rows and a panel of columns. */
INLINE void multiply_rows(i32 path, i32 rows, i32 stride, const i32 *index, int columns_first, i32 steps, const i32 *a,
                          const i32 *b, v128 c[][3]) {
  UNROLL for (i32 r = 0; r < rows; r++) UNROLL for (i32 v = 0; v < 3; v++) c[r][v] = wasm_i32x4_const_splat(0);
#ifdef RELAXED
  if (path == PAIR)
    for (; steps >= 2; steps -= 2, b += 2 * COLUMNS) {
      if (index) ONE_STEP(index, b); else ONE_STEP(a, b);
      const i32 *a0 = next(&a, stride, &index), *a1 = next(&a, stride, &index);
      UNROLL for (i32 r = 0; r < rows; r++) {
        const v128 x = splat(a0 + r), x2 = splat(a1 + r);
        UNROLL for (i32 v = 0; v < 3; v++) {
          const v128 y = load(b + 4 * v), y2 = load(b + COLUMNS + 4 * v);
          c[r][v] = columns_first ? dot_pair(y, x, y2, x2, c[r][v]) : dot_pair(x, y, x2, y2, c[r][v]);
        }
      }
    }
#endif
  for (; steps > 0; steps--, b += COLUMNS) {
    if (index) ONE_STEP(index, b); else ONE_STEP(a, b);
    const i32 *row = next(&a, stride, &index);
    UNROLL for (i32 r = 0; r < rows; r++) {
      const v128 x = splat(row + r);
      UNROLL for (i32 v = 0; v < 3; v++) {
        const v128 y = load(b + 4 * v);
#ifdef RELAXED
        if (path != WIDE) { c[r][v] = columns_first ? dot(y, x, c[r][v]) : dot(x, y, c[r][v]); continue; }
#endif
        c[r][v] = dot_wide(x, y, c[r][v]);
      }
    }
  }
  (void)path, (void)columns_first; /* of no matter where WIDE is the only path */
}

/* c[row][column / 4] = the products of 4 rows and a panel of columns; `columns_first`: the columns are the signed
 * factor. Everything but the number of steps and the addresses is a constant where this is inlined.
 * Two rows at a time have all they need in 15 registers: 6 sums, 3 or 6 words of the columns, those of a row, and what is
 * between them. DOT has nothing in between, but takes long enough that only 12 sums keep the processor busy. */
INLINE void multiply(i32 path, i32 stride, const i32 *index, int columns_first, i32 steps, const i32 *a, const i32 *b,
                     v128 c[4][3]) {
  const i32 rows = path == DOT ? 4 : 2;
  UNROLL for (i32 r = 0; r < 4; r += rows)
    multiply_rows(path, rows, stride, index, columns_first, steps, a + r, b, c + r);
}

/* Bytes of one panel of `rows` rows of hidden values (rows a multiple of 4). */
INLINE i32 panel_bytes(i32 path, i32 rows) { return rows * COLUMNS * (path == WIDE ? 2 : 1); }

/* Factor `value` of row or column `lane` in a panel `lanes` wide; `position` counts along the sum. */
INLINE void put(i32 path, u8 *panel, i32 lanes, i32 lane, i32 position, i32 value) {
  const i32 f = factors_in_word(path), i = (position / f * lanes + lane) * f + position % f;
  if (path == WIDE) ((i16 *)panel)[i] = (i16)value;
  else panel[i] = (u8)value;
}

#endif
