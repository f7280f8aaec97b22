/* The hidden layer, its sums and its predictions in integers: exact, so the same in any order on any machine.
 *
 * Inputs are bytes, weights small integers, hidden values 7 bits: h' = 0..127. elmweb/compute/integer.py defines every
 * step; this file does the same with three sets of instructions (`path`) that give equal integers:
 *   DOT   relaxed SIMD, four products added to 32 bits in one instruction, where the processor has it (VNNI, sdot);
 *   PAIR  relaxed SIMD, two products to 16 bits; two such pairs are added before they are widened, which fits when
 *         the first factor is in -64..64 and the second in 0..127, or -128..127 and 0..63;
 *   WIDE  plain SIMD128, on 16-bit factors.
 * A word is 32 bits of consecutive factors of one row or column: 4 bytes, or 2 halves on the WIDE path. Matrices are
 * packed in panels of words: rows by four [word][4], columns by twelve [word][12]. The second factor of a relaxed dot
 * product is never above 127: beyond that engines differ.
 */
#include "elm.h"

enum { DOT, PAIR, WIDE };
#define COLUMNS 12 /* columns in a panel */
#define MIDDLE 63  /* h = h' - MIDDLE is the signed form, -63..64 */
#define BAND 384   /* columns of H whose panels stay in the second cache */
#define UNROLL _Pragma("clang loop unroll(full)")

INLINE v128 load(const void *p) { return wasm_v128_load(p); }
INLINE void store(void *p, v128 v) { wasm_v128_store(p, v); }
INLINE v128 splat(const i32 *p) { return wasm_v128_load32_splat(p); }
INLINE i32 factors_in_word(i32 path) { return path == WIDE ? 2 : 4; }
EXPORT i32 words(i32 path, i32 n) { const i32 f = factors_in_word(path); return (n + f - 1) / f; }

/* c + the dot products of words, and of two words each; x is signed, y in 0..127. */
#ifdef RELAXED
INLINE v128 dot(v128 x, v128 y, v128 c) { return wasm_i32x4_relaxed_dot_i8x16_i7x16_add(x, y, c); }
INLINE v128 dot_pair(v128 x, v128 y, v128 x2, v128 y2, v128 c) {
  const v128 sums = wasm_i16x8_add(wasm_i16x8_relaxed_dot_i8x16_i7x16(x, y), wasm_i16x8_relaxed_dot_i8x16_i7x16(x2, y2));
  return wasm_i32x4_add(c, wasm_i32x4_extadd_pairwise_i16x8(sums));
}
#endif
INLINE v128 dot_wide(v128 x, v128 y, v128 c) { return wasm_i32x4_add(c, wasm_i32x4_dot_i16x8(x, y)); }

/* Where the words of step `s` of four rows lie: one after the other, `stride` apart, or as an index says. */
INLINE const i32 *at(const i32 *a, i32 stride, const i32 *index, i32 s) { return a + (index ? index[s] * 4 : s * stride); }

/* c[row][column / 4] = the products of 4 rows and a panel of columns; `columns_first`: the columns are the signed
 * factor. Everything but the number of steps and the addresses is a constant where this is inlined. */
INLINE void multiply(i32 path, i32 stride, const i32 *index, int columns_first, i32 steps, const i32 *a, const i32 *b,
                     v128 c[4][3]) {
  UNROLL for (i32 r = 0; r < 4; r++) UNROLL for (i32 v = 0; v < 3; v++) c[r][v] = wasm_i32x4_const_splat(0);
  i32 s = 0;
#ifndef RELAXED
  (void)path, (void)columns_first;
#else
  if (path == PAIR)
    for (; s + 2 <= steps; s += 2, b += 2 * COLUMNS) {
      const i32 *a0 = at(a, stride, index, s), *a1 = at(a, stride, index, s + 1);
      UNROLL for (i32 v = 0; v < 3; v++) {
        const v128 y = load(b + 4 * v), y2 = load(b + COLUMNS + 4 * v);
        UNROLL for (i32 r = 0; r < 4; r++) {
          const v128 x = splat(a0 + r), x2 = splat(a1 + r);
          c[r][v] = columns_first ? dot_pair(y, x, y2, x2, c[r][v]) : dot_pair(x, y, x2, y2, c[r][v]);
        }
      }
    }
#endif
  for (; s < steps; s++, b += COLUMNS) {
    const i32 *row = at(a, stride, index, s);
    UNROLL for (i32 r = 0; r < 4; r++) {
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
}

/* Activations on 8 numbers of 16 bits, 32767 = full range; see elmweb/compute/integer.py. Gives h' = 0..127. */
enum { TANH, RELU, IDENTITY };
INLINE v128 activate(i32 kind, v128 t) {
  const v128 one = wasm_i16x8_const_splat(32767), middle = wasm_i16x8_const_splat(MIDDLE);
  if (kind == RELU) return wasm_i16x8_q15mulr_sat(wasm_i16x8_max(t, wasm_i16x8_const_splat(0)), wasm_i16x8_const_splat(127));
  if (kind == TANH) {
    const v128 size = wasm_u16x8_min(wasm_i16x8_abs(t), one), sign = wasm_i16x8_shr(t, 15);
    const v128 e = wasm_i16x8_sub(one, size);
    const v128 cube = wasm_i16x8_q15mulr_sat(wasm_i16x8_q15mulr_sat(e, e), e);
    const v128 slope = wasm_i16x8_sub(e, wasm_i16x8_q15mulr_sat(size, wasm_i16x8_const_splat(19661)));
    const v128 y = wasm_i16x8_sub_sat(one, wasm_i16x8_q15mulr_sat(cube, slope));
    t = wasm_i16x8_sub(wasm_v128_xor(y, sign), sign);
  }
  return wasm_i16x8_add(wasm_i16x8_q15mulr_sat(t, middle), middle);
}

/* What turns sums of products into hidden values, per unit: [unit] arrays, padded to whole panels. */
typedef struct {
  i32 kind, shift;
  const i32 *bias, *multiplier, *limit; /* limit: beyond it t is saturated; bias includes all that X contributes alone */
} Finish;

/* 4 rows x 12 columns of sums to h', written to a panel of hidden values at its rows. row_sums[4] is subtracted. */
INLINE void finish_tile(const Finish *f, i32 path, v128 c[4][3], i32 j, const i32 *row_sums, u8 *h) {
  const v128 half = wasm_i32x4_splat(1 << (f->shift - 1));
  UNROLL for (i32 v = 0; v < 3; v++) {
    const v128 bias = load(f->bias + j + 4 * v), multiplier = load(f->multiplier + j + 4 * v);
    const v128 high = load(f->limit + j + 4 * v), low = wasm_i32x4_neg(high);
    v128 t[4];
    UNROLL for (i32 r = 0; r < 4; r++) {
      v128 z = wasm_i32x4_add(wasm_i32x4_sub(c[r][v], splat(row_sums + r)), bias);
      z = wasm_i32x4_max(wasm_i32x4_min(z, high), low);
      t[r] = wasm_i32x4_shr(wasm_i32x4_add(wasm_i32x4_mul(z, multiplier), half), f->shift);
    }
    const v128 top = activate(f->kind, wasm_i16x8_narrow_i32x4(t[0], t[1]));
    const v128 bottom = activate(f->kind, wasm_i16x8_narrow_i32x4(t[2], t[3]));
    if (path == WIDE) {
      store(h + 16 * v, wasm_i16x8_shuffle(top, top, 0, 4, 1, 5, 2, 6, 3, 7));
      store(h + 48 + 16 * v, wasm_i16x8_shuffle(bottom, bottom, 0, 4, 1, 5, 2, 6, 3, 7));
    } else {
      const v128 bytes = wasm_u8x16_narrow_i16x8(top, bottom);
      store(h + 16 * v, wasm_i8x16_shuffle(bytes, bytes, 0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15));
    }
  }
}

/* Bytes of one panel of `rows` rows of hidden values (rows a multiple of 4). */
INLINE i32 panel_bytes(i32 path, i32 rows) { return rows * COLUMNS * (path == WIDE ? 2 : 1); }

/* Factor `value` of row or column `lane` in a panel `lanes` wide; `position` counts along the sum. */
INLINE void put(i32 path, u8 *panel, i32 lanes, i32 lane, i32 position, i32 value) {
  const i32 f = factors_in_word(path), i = (position / f * lanes + lane) * f + position % f;
  if (path == WIDE) ((i16 *)panel)[i] = (i16)value;
  else panel[i] = (u8)value;
}

/* Weights W[k * L + j], d x L, to panels of columns. `offset` makes them 0..127 on the relaxed paths, where X is the
 * signed factor; it is 0 where the weights are. Unused places are 0. */
EXPORT void pack_weights(i32 path, i32 d, i32 L, i32 offset, const i8 *W, u8 *panels) {
  const i32 steps = words(path, d), all = steps * factors_in_word(path);
  for (i32 j = 0; j < L; j += COLUMNS, panels += 4 * COLUMNS * steps)
    for (i32 k = 0; k < all; k++)
      for (i32 t = 0; t < COLUMNS; t++)
        put(path, panels, COLUMNS, t, k, k < d && j + t < L ? W[(i64)k * L + j + t] + offset : 0);
}

INLINE void transpose_words(v128 a, v128 b, v128 c, v128 d, i32 *out) {
  const v128 low0 = wasm_i32x4_shuffle(a, b, 0, 4, 1, 5), low1 = wasm_i32x4_shuffle(c, d, 0, 4, 1, 5);
  const v128 high0 = wasm_i32x4_shuffle(a, b, 2, 6, 3, 7), high1 = wasm_i32x4_shuffle(c, d, 2, 6, 3, 7);
  store(out, wasm_i64x2_shuffle(low0, low1, 0, 2));
  store(out + 4, wasm_i64x2_shuffle(low0, low1, 1, 3));
  store(out + 8, wasm_i64x2_shuffle(high0, high1, 0, 2));
  store(out + 12, wasm_i64x2_shuffle(high0, high1, 1, 3));
}

/* 16 bytes of X as signed factors x - 128 . */
INLINE v128 centred(const u8 *x) { return wasm_v128_xor(load(x), wasm_i8x16_const_splat(-128)); }
INLINE i32 sum_bytes(v128 v) {
  v = wasm_i32x4_extadd_pairwise_i16x8(wasm_i16x8_extadd_pairwise_i8x16(v));
  return wasm_i32x4_extract_lane(v, 0) + wasm_i32x4_extract_lane(v, 1) + wasm_i32x4_extract_lane(v, 2) + wasm_i32x4_extract_lane(v, 3);
}

/* Rows X[r * d + k] to panels of four rows of x - 128; row_sums[r] = offset * their sum. n rows are real, the last
 * one stands for those that fill up the last panel. */
EXPORT void pack_rows(i32 path, i32 n, i32 d, i32 offset, const u8 *X, i32 *panels, i32 *row_sums) {
  const i32 steps = words(path, d), all = steps * factors_in_word(path);
  for (i32 r = 0; r < n; r += 4, panels += 4 * steps) {
    const u8 *x[4];
    i32 k = 0, total[4] = {0, 0, 0, 0};
    for (i32 t = 0; t < 4; t++) x[t] = X + (i64)min_i32(r + t, n - 1) * d;
    for (; k + 16 <= d; k += 16) {
      const v128 a = centred(x[0] + k), b = centred(x[1] + k), c = centred(x[2] + k), e = centred(x[3] + k);
      if (path == WIDE) {
        transpose_words(wasm_i16x8_extend_low_i8x16(a), wasm_i16x8_extend_low_i8x16(b), wasm_i16x8_extend_low_i8x16(c),
                        wasm_i16x8_extend_low_i8x16(e), panels + 2 * k);
        transpose_words(wasm_i16x8_extend_high_i8x16(a), wasm_i16x8_extend_high_i8x16(b), wasm_i16x8_extend_high_i8x16(c),
                        wasm_i16x8_extend_high_i8x16(e), panels + 2 * k + 16);
        continue;
      }
      transpose_words(a, b, c, e, panels + k);
      total[0] += sum_bytes(a), total[1] += sum_bytes(b), total[2] += sum_bytes(c), total[3] += sum_bytes(e);
    }
    for (; k < all; k++)
      for (i32 t = 0; t < 4; t++) {
        const i32 value = k < d ? x[t][k] - 128 : 0;
        put(path, (u8 *)panels, 4, t, k, value);
        total[t] += value;
      }
    for (i32 t = 0; t < 4; t++) row_sums[r + t] = offset * total[t];
  }
}

/* The same for patches: runs of four pixels, run u of a row starting at byte runs[u], as x >> 1 = 0..127. */
EXPORT void pack_runs(i32 path, i32 n, i32 d, i32 n_runs, const i32 *runs, const u8 *X, i32 *panels) {
  const i32 steps = words(path, 4 * n_runs);
  for (i32 r = 0; r < n; r += 4, panels += 4 * steps)
    for (i32 t = 0; t < 4; t++) {
      const u8 *x = X + (i64)min_i32(r + t, n - 1) * d;
      for (i32 u = 0; u < n_runs; u++) {
        const u32 four = (*(const u32 *)(x + runs[u]) >> 1) & 0x7f7f7f7fu;
        if (path != WIDE) {
          panels[4 * u + t] = (i32)four;
          continue;
        }
        panels[8 * u + t] = (i32)((four & 0x7f) | (four & 0x7f00) << 8);
        panels[8 * u + 4 + t] = (i32)((four >> 16 & 0x7f) | (four >> 24) << 16);
      }
    }
}

/* H' of a block. A: packed rows; B: packed weights; row_sums: from pack_rows, or zeros; index: null, or for each
 * panel of twelve units the `steps` words of A they look at. H: panels of rows x 12, rows = n rounded up to a
 * multiple of 4; rows past n are 0. */
INLINE void forward_with(i32 path, i32 kind, int patches, i32 n, i32 L, i32 steps, i32 a_steps, const i32 *A, const i32 *B,
                         const i32 *row_sums, const i32 *index, Finish finish, u8 *H) {
  const i32 rows = (n + 3) & ~3, row_bytes = panel_bytes(path, 4);
  finish.kind = kind;
  for (i32 j = 0; j < L; j += COLUMNS, B += steps * COLUMNS, H += panel_bytes(path, rows)) {
    for (i32 r = 0; r < rows; r += 4) {
      v128 c[4][3];
      multiply(path, 4, patches ? index : 0, patches, steps, A + r * a_steps, B, c);
      finish_tile(&finish, path, c, j, row_sums + r, H + r / 4 * row_bytes);
    }
    if (patches) index += steps;
    for (i32 r = n; r < rows; r++)
      for (i32 t = 0; t < COLUMNS; t++) put(path, H, COLUMNS, t, r, 0);
  }
}
#define FORWARD(name, path, kind, patches)                                                                             \
  static NOINLINE void name(i32 n, i32 L, i32 steps, i32 a_steps, const i32 *A, const i32 *B, const i32 *row_sums,     \
                            const i32 *index, const Finish *finish, u8 *H) {                                           \
    forward_with(path, kind, patches, n, L, steps, a_steps, A, B, row_sums, index, *finish, H);                        \
  }
#define FORWARDS(path)                                                                                                 \
  FORWARD(path##_tanh, path, TANH, 0) FORWARD(path##_relu, path, RELU, 0) FORWARD(path##_identity, path, IDENTITY, 0)  \
  FORWARD(path##_tanh_p, path, TANH, 1) FORWARD(path##_relu_p, path, RELU, 1) FORWARD(path##_identity_p, path, IDENTITY, 1)
#define NAMES(path) {path##_tanh, path##_relu, path##_identity}, {path##_tanh_p, path##_relu_p, path##_identity_p}
typedef void (*Forward)(i32, i32, i32, i32, const i32 *, const i32 *, const i32 *, const i32 *, const Finish *, u8 *);
FORWARDS(WIDE)
#ifdef RELAXED
FORWARDS(DOT)
FORWARDS(PAIR)
static const Forward FORWARD_OF[3][2][3] = {{NAMES(DOT)}, {NAMES(PAIR)}, {NAMES(WIDE)}};
#else
static const Forward FORWARD_OF[3][2][3] = {{NAMES(WIDE)}, {NAMES(WIDE)}, {NAMES(WIDE)}};
#endif

EXPORT void integer_forward(i32 path, i32 kind, i32 n, i32 L, i32 steps, i32 a_steps, const i32 *A, const i32 *B,
                            const i32 *row_sums, const i32 *index, i32 shift, const i32 *bias, const i32 *multiplier,
                            const i32 *limit, u8 *H) {
  const Finish finish = {kind, shift, bias, multiplier, limit};
  FORWARD_OF[path][index != 0][kind](n, L, steps, a_steps, A, B, row_sums, index, &finish, H);
}

/* Targets as panels of columns after those of H: k digits 0..127, T[r * k + c], then a column of ones. */
EXPORT void pack_targets(i32 path, i32 n, i32 k, const u8 *T, u8 *panels) {
  const i32 rows = (n + 3) & ~3, bytes = panel_bytes(path, rows);
  for (i32 j = 0; j <= k; j += COLUMNS, panels += bytes) {
    for (i32 i = 0; i < bytes; i++) panels[i] = 0;
    for (i32 r = 0; r < n; r++)
      for (i32 t = 0; t < COLUMNS && j + t <= k; t++)
        put(path, panels, COLUMNS, t, r, j + t == k ? 1 : T[(i64)r * k + j + t]);
  }
}

/* G[i * ld + j] += sign * the sum over rows of h_i h'_j, for every pair of panels i <= j. The first `n_units` columns
 * (a multiple of 12) are hidden units, the others targets, which are never i. `scratch`: one panel. */
INLINE void add_products(i32 path, i32 sign, i32 n, i32 n_units, i32 ld, const u8 *H, u8 *scratch, i32 *G) {
  const i32 rows = (n + 3) & ~3, steps = words(path, rows), bytes = panel_bytes(path, rows);
  const v128 middle = path == WIDE ? wasm_i16x8_const_splat(MIDDLE) : wasm_i8x16_const_splat(MIDDLE);
  for (i32 band = 0; band < ld; band += BAND) {
    const i32 end = min_i32(band + BAND, ld);
    for (i32 i = 0; i < min_i32(n_units, end); i += COLUMNS) {
      const u8 *own = H + (i64)(i / COLUMNS) * bytes;
      for (i32 q = 0; q < bytes; q += 16)
        store(scratch + q, path == WIDE ? wasm_i16x8_sub(load(own + q), middle) : wasm_i8x16_sub(load(own + q), middle));
      for (i32 j = max_i32(i, band); j < end; j += COLUMNS)
        for (i32 r = 0; r < COLUMNS; r += 4) {
          v128 c[4][3];
          multiply(path, COLUMNS, 0, 0, steps, (const i32 *)scratch + r, (const i32 *)(H + (i64)(j / COLUMNS) * bytes), c);
          UNROLL for (i32 t = 0; t < 4; t++) UNROLL for (i32 v = 0; v < 3; v++) {
            i32 *g = G + (i64)(i + r + t) * ld + j + 4 * v;
            store(g, sign > 0 ? wasm_i32x4_add(load(g), c[t][v]) : wasm_i32x4_sub(load(g), c[t][v]));
          }
        }
    }
  }
}
EXPORT void integer_products(i32 path, i32 sign, i32 n, i32 n_units, i32 ld, const u8 *H, u8 *scratch, i32 *G) {
#ifdef RELAXED
  if (path == DOT) { add_products(DOT, sign, n, n_units, ld, H, scratch, G); return; }
  if (path == PAIR) { add_products(PAIR, sign, n, n_units, ld, H, scratch, G); return; }
#endif
  (void)path;
  add_products(WIDE, sign, n, n_units, ld, H, scratch, G);
}

/* G64 += G32 and G32 = 0, `n` of each: before 32 bits could overflow. */
EXPORT void integer_flush(i32 n, i32 *G32, i64 *G64) {
  for (i32 i = 0; i < n; i++) G64[i] += G32[i], G32[i] = 0;
}
EXPORT void integer_add32(i32 n, i32 *to, const i32 *from) {
  for (i32 i = 0; i < n; i++) to[i] += from[i];
}
EXPORT void integer_add64(i32 n, i64 *to, const i64 *from) {
  for (i32 i = 0; i < n; i++) to[i] += from[i];
}

/* sums[target][1 + digits][digits]: first the sums of a target's digits, then those of their products by pairs. */
EXPORT void integer_target_sums(i32 sign, i32 n, i32 targets, i32 digits, const u8 *T, i64 *sums) {
  for (i32 r = 0; r < n; r++)
    for (i32 c = 0; c < targets; c++, T += digits) {
      i64 *s = sums + (i64)c * (1 + digits) * digits;
      for (i32 p = 0; p < digits; p++) {
        s[p] += sign * T[p];
        for (i32 q = 0; q < digits; q++) s[(1 + p) * digits + q] += sign * T[p] * T[q];
      }
    }
}

/* Where the exact sums lie, how to read them, and how many rows they are of. */
typedef struct {
  const i32 *G32;
  const i64 *G64; /* or null */
  i32 ld, ones;   /* row length; the column of ones */
  i64 n;
  i32 offset; /* the h' that means 0 */
} Sums;

INLINE i64 raw(const Sums *s, i32 i, i32 j) {
  const i64 at = (i64)i * s->ld + j;
  return s->G32[at] + (s->G64 ? s->G64[at] : 0);
}
/* Column sum of h' - MIDDLE, as the kernel adds it up. */
INLINE i64 signed_sum(const Sums *s, i32 i) { return raw(s, i, s->ones); }
/* Column sum of h' - offset, the value that is meant. */
INLINE i64 value_sum(const Sums *s, i32 i) { return signed_sum(s, i) + (MIDDLE - s->offset) * s->n; }

/* The sum of products about the means, n * product - a * b, divided by n. In integers up to 2^24 rows, where they fit
 * 64 bits; beyond, in float64 in this order. */
#define MOST_EXACT_ROWS (1 << 24)
INLINE double about_means(i64 n, i64 product, i64 a, i64 b) {
  if (n <= MOST_EXACT_ROWS) return (double)(n * product - a * b) / (double)n;
  return (double)product - (double)a * (double)b / (double)n;
}

/* Centred sums as float64. A[i * N + j], j >= i: H'H, padded to order N with the identity; means and sums of the L
 * units; C[c * L + i]: H'T of the real targets, whose digits are recombined from the highest to the lowest and
 * multiplied by quantum[c]. target_sums: as above. All powers of two, so only the recombination rounds again. */
EXPORT void integer_centre(i32 L, i32 N, i32 ld, i32 ones, i32 n_units, double n_rows, i32 offset, double unit, i32 targets,
                           i32 digits, const double *zero, const double *quantum, const i64 *target_sums, const i32 *G32,
                           const i64 *G64, double *A, double *C, double *h_mean, double *t_mean, double *t_squares) {
  const Sums s = {G32, G64, ld, ones, (i64)n_rows, offset};
  const i64 n = s.n, delta = MIDDLE - offset;
  const double square = unit * unit;
  for (i32 i = 0; i < N; i++) {
    double *row = A + (i64)i * N;
    if (i >= L) {
      for (i32 j = i; j < N; j++) row[j] = j == i;
      continue;
    }
    const i64 own = signed_sum(&s, i), own_value = own + delta * n;
    h_mean[i] = (double)own_value / n_rows * unit;
    for (i32 j = i; j < L; j++) {
      const i64 other = value_sum(&s, j); /* of h'_j - offset; of h'_j itself it is offset * n more */
      const i64 product = raw(&s, i, j) + delta * (other + offset * n) - offset * own - offset * delta * n;
      row[j] = about_means(n, product, own_value, other) * square;
    }
    for (i32 j = L; j < N; j++) row[j] = 0;
    for (i32 c = 0; c < targets; c++) {
      const i64 *t = target_sums + (i64)c * (1 + digits) * digits;
      double sum = 0;
      for (i32 q = digits - 1; q >= 0; q--)
        sum = sum * 128 + about_means(n, raw(&s, i, n_units + c * digits + q) + delta * t[q], own_value, t[q]);
      C[(i64)c * L + i] = sum * unit * quantum[c];
    }
  }
  for (i32 c = 0; c < targets; c++) {
    const i64 *t = target_sums + (i64)c * (1 + digits) * digits;
    double mean = 0, squares = 0;
    for (i32 p = digits - 1; p >= 0; p--) {
      double sum = 0;
      for (i32 q = digits - 1; q >= 0; q--)
        sum = sum * 128 + about_means(n, t[(1 + p) * digits + q], t[p], t[q]);
      mean = mean * 128 + (double)t[p];
      squares = squares * 128 + sum;
    }
    t_mean[c] = zero[c] + mean / n_rows * quantum[c];
    t_squares[c] = squares * quantum[c] * quantum[c];
  }
}

/* out[r * targets + c] = intercept[c] + the sum over units of (h'_rj - offset) * unit * coef[c * L + j]. The caller has
 * rounded coefficients so that every partial sum is exact. H: panels of n rows. */
EXPORT void integer_predict(i32 path, i32 n, i32 L, i32 targets, i32 offset, double unit, const double *coef,
                            const double *intercept, const u8 *H, double *out) {
  const i32 rows = (n + 3) & ~3, bytes = panel_bytes(path, rows);
  for (i32 r = 0; r < n; r += 4)
    for (i32 c0 = 0; c0 < targets; c0 += 4) {
      const i32 width = min_i32(4, targets - c0);
      v128 low[4], high[4];
      UNROLL for (i32 c = 0; c < 4; c++) low[c] = high[c] = wasm_f64x2_splat(c < width ? intercept[c0 + c] : 0);
      for (i32 j = 0; j < L; j++) {
        const u8 *p = H + (i64)(j / COLUMNS) * bytes;
        const i32 t = j % COLUMNS;
        i32 level[4];
        if (path == WIDE) {
          const i16 *two = (const i16 *)p + r * COLUMNS + 2 * t;
          level[0] = two[0], level[1] = two[1], level[2] = two[2 * COLUMNS], level[3] = two[2 * COLUMNS + 1];
        } else {
          const u8 *four = p + r * COLUMNS + 4 * t;
          level[0] = four[0], level[1] = four[1], level[2] = four[2], level[3] = four[3];
        }
        const v128 h0 = wasm_f64x2_mul(wasm_f64x2_make(level[0] - offset, level[1] - offset), wasm_f64x2_splat(unit));
        const v128 h1 = wasm_f64x2_mul(wasm_f64x2_make(level[2] - offset, level[3] - offset), wasm_f64x2_splat(unit));
        UNROLL for (i32 c = 0; c < 4; c++) {
          const v128 w = wasm_f64x2_splat(coef[(i64)(c0 + min_i32(c, width - 1)) * L + j]);
          low[c] = wasm_f64x2_add(low[c], wasm_f64x2_mul(h0, w));
          high[c] = wasm_f64x2_add(high[c], wasm_f64x2_mul(h1, w));
        }
      }
      for (i32 c = 0; c < width; c++) {
        const double value[4] = {wasm_f64x2_extract_lane(low[c], 0), wasm_f64x2_extract_lane(low[c], 1),
                                 wasm_f64x2_extract_lane(high[c], 0), wasm_f64x2_extract_lane(high[c], 1)};
        for (i32 t = 0; t < 4 && r + t < n; t++) out[(i64)(r + t) * targets + c0 + c] = value[t];
      }
    }
}

/* out[r * L + j] = (h'_rj - offset) * unit, exact in floats. H: panels of n rows. */
EXPORT void integer_rows(i32 path, i32 n, i32 L, i32 offset, float unit, const u8 *H, float *out) {
  const i32 rows = (n + 3) & ~3, bytes = panel_bytes(path, rows);
  for (i32 j = 0; j < L; j++) {
    const u8 *p = H + (i64)(j / COLUMNS) * bytes;
    const i32 t = j % COLUMNS;
    for (i32 r = 0; r < n; r++) {
      const i32 level = path == WIDE ? ((const i16 *)p)[(r & ~1) * COLUMNS + 2 * t + (r & 1)]
                                     : p[(r & ~3) * COLUMNS + 4 * t + (r & 3)];
      out[(i64)r * L + j] = (float)(level - offset) * unit;
    }
  }
}
