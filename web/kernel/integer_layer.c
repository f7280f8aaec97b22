/* From bytes to hidden values in integers: packing, the product with the weights, the activation. integer.h has the
 * paths and the layouts. */
#include "integer.h"

EXPORT i32 words(i32 path, i32 n) { return words_of(path, n); }

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

/* Weights W[k * L + j], d x L, to panels of columns. `offset` makes them 0..127 on the relaxed paths, where X is the
 * signed factor; it is 0 where the weights are. Unused places are 0. */
EXPORT void pack_weights(i32 path, i32 d, i32 L, i32 offset, const i8 *W, u8 *panels) {
  const i32 steps = words_of(path, d), all = steps * factors_in_word(path);
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
  const i32 steps = words_of(path, d), all = steps * factors_in_word(path);
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
  const i32 steps = words_of(path, 4 * n_runs);
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

/* H' of a block for one panel of units. A: packed rows; B: the panel's weights; row_sums: from pack_rows, or zeros; index:
 * with patches the `steps` words of A that these units look at; finish: of unit j on. H: rows x 12, rows = n rounded up
 * to a multiple of 4; rows past n are 0. */
INLINE void forward_panel(i32 path, i32 kind, int patches, i32 n, i32 j, i32 steps, i32 a_steps, const i32 *A, const i32 *B,
                          const i32 *row_sums, const i32 *index, Finish finish, u8 *H) {
  const i32 rows = (n + 3) & ~3, row_bytes = panel_bytes(path, 4);
  finish.kind = kind;
  for (i32 r = 0; r < rows; r += 4) {
    v128 c[4][3];
    multiply(path, 4, patches ? index : 0, patches, steps, A + r * a_steps, B, c);
    finish_tile(&finish, path, c, j, row_sums + r, H + r / 4 * row_bytes);
  }
  for (i32 r = n; r < rows; r++)
    for (i32 t = 0; t < COLUMNS; t++) put(path, H, COLUMNS, t, r, 0);
}
#define FORWARD(name, path, kind, patches)                                                                             \
  static NOINLINE void name(i32 n, i32 j, i32 steps, i32 a_steps, const i32 *A, const i32 *B, const i32 *row_sums,     \
                            const i32 *index, const Finish *finish, u8 *H) {                                           \
    forward_panel(path, kind, patches, n, j, steps, a_steps, A, B, row_sums, index, *finish, H);                       \
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

/* H' of a block, panel after panel; index: null, or all panels' one after the other. */
EXPORT void integer_forward(i32 path, i32 kind, i32 n, i32 L, i32 steps, i32 a_steps, const i32 *A, const i32 *B,
                            const i32 *row_sums, const i32 *index, i32 shift, const i32 *bias, const i32 *multiplier,
                            const i32 *limit, u8 *H) {
  const Finish finish = {kind, shift, bias, multiplier, limit};
  const Forward forward = FORWARD_OF[path][index != 0][kind];
  const i32 bytes = panel_bytes(path, (n + 3) & ~3);
  for (i32 j = 0; j < L; j += COLUMNS, B += steps * COLUMNS, H += bytes) {
    forward(n, j, steps, a_steps, A, B, row_sums, index, &finish, H);
    if (index) index += steps;
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
