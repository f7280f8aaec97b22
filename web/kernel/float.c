/* Float arithmetic, the two products that take all the time: hidden layers and sums of their products.
 *
 * A row block of a hidden layer lies in panels: 8 units side by side, row after row, panels `stride` rows long.
 * SYRK reads exactly that, so nothing is packed twice. Behind the P panels of the units come Q panels of the targets
 * and of a column of ones, so that H'T and the sums of H fall out of the same product.
 *
 * Sums are doubles in tiles of 8 x 8, in the order in which they are visited:
 *   tile (i, j), i <= j < P     H_i' H_j   at j (j + 1) / 2 + i
 *   tile (i, P + q)             H_i' T_q   at P (P + 1) / 2 + q P + i
 * and in a tile the column of panel i runs fastest. Only rows of one block are summed in floats.
 */
#include "activations.h"

enum { WIDTH = 8, TILE = 64, DEPTH = 256, L2_PANELS = 32 };
enum { X_U8, X_F32, X_F64 };

/* c[r][v] = the sums over `depth` of a[r] b[4 v ..], with `apart` of |a[r] - b[4 v ..]|: 4 x 8 numbers in 8 registers
 * of 4. A multiply-add takes 4 cycles and two begin in each, so fewer sums would wait for each other; 3 x 12 and 6 x 8
 * have been tried, and are slower. */
INLINE void add_up(i32 apart, i32 depth, const float *a, i32 a_stride, const float *b, v128 c[4][2]) {
  UNROLL for (i32 r = 0; r < 4; r++) c[r][0] = c[r][1] = F32(0.0f);
  for (; depth > 0; depth--) {
    ONE_STEP(a, b);
    const v128 b0 = wasm_v128_load(b), b1 = wasm_v128_load(b + 4);
    UNROLL for (i32 r = 0; r < 4; r++) {
      const v128 x = wasm_v128_load32_splat(a + r);
      c[r][0] = apart ? wasm_f32x4_add(c[r][0], wasm_f32x4_abs(wasm_f32x4_sub(x, b0))) : MADD_F32(x, b0, c[r][0]);
      c[r][1] = apart ? wasm_f32x4_add(c[r][1], wasm_f32x4_abs(wasm_f32x4_sub(x, b1))) : MADD_F32(x, b1, c[r][1]);
    }
    a += a_stride, b += WIDTH;
  }
}

/* c[4][8] = sums + addend, whose rows are `addend_stride` floats apart (0: the same row, a bias). */
INLINE void store_tile(const v128 sums[4][2], float *c, const float *addend, i32 addend_stride) {
  UNROLL for (i32 r = 0; r < 4; r++, c += WIDTH, addend += addend_stride) {
    wasm_v128_store(c, wasm_f32x4_add(sums[r][0], wasm_v128_load(addend)));
    wasm_v128_store(c + 4, wasm_f32x4_add(sums[r][1], wasm_v128_load(addend + 4)));
  }
}

/* c[4][8] = a' b + addend. */
static NOINLINE void forward_tile(i32 depth, const float *a, const float *b, float *c, const float *addend,
                                  i32 addend_stride) {
  v128 sums[4][2];
  add_up(0, depth, a, 4, b, sums);
  store_tile(sums, c, addend, addend_stride);
}

/* c[4][8] = the distances of each a from each b, coordinate by coordinate, + addend. */
static NOINLINE void distance_tile(i32 depth, const float *a, const float *b, float *c, const float *addend,
                                   i32 addend_stride) {
  v128 sums[4][2];
  add_up(1, depth, a, 4, b, sums);
  store_tile(sums, c, addend, addend_stride);
}

/* c[0..1] += factor v[0..1]. */
INLINE void add_doubles(v128 factor, v128 v, double *c) {
  wasm_v128_store(c, MADD_F64(factor, wasm_f64x2_promote_low_f32x4(v), wasm_v128_load(c)));
}

/* c[4][8] += sign a' b, c in doubles. */
static NOINLINE void syrk_tile(i32 depth, const float *a, const float *b, double *c, double sign) {
  v128 sums[4][2];
  add_up(0, depth, a, WIDTH, b, sums);
  const v128 factor = wasm_f64x2_splat(sign);
  UNROLL for (i32 r = 0; r < 4; r++)
    UNROLL for (i32 v = 0; v < 2; v++, c += 4) {
      add_doubles(factor, sums[r][v], c);
      add_doubles(factor, wasm_i64x2_shuffle(sums[r][v], sums[r][v], 1, 0), c + 2);
    }
}

/* W, d x L row after row, to panels of 8 units: packed[panel][d][8], zeros behind unit L. depths[panel] is how many of
 * the d inputs its units see: those behind have weight 0, as half of a triangular matrix has. */
EXPORT void float_pack_weights(const float *W, i32 d, i32 L, float *packed, i32 *depths) {
  for (i32 j = 0; j < L; j += WIDTH, depths++) {
    *depths = 0;
    for (i32 k = 0; k < d; k++)
      for (i32 t = 0; t < WIDTH; t++, packed++) {
        *packed = j + t < L ? W[(u32)k * (u32)L + (u32)(j + t)] : 0.0f;
        if (*packed != 0.0f) *depths = k + 1;
      }
  }
}

#define STORE_TRANSPOSED_U8(v, at)                                                                     \
  {                                                                                                    \
    const v128 low = wasm_u16x8_extend_low_u8x16(v), high = wasm_u16x8_extend_high_u8x16(v);           \
    const v128 parts[4] = {wasm_u32x4_extend_low_u16x8(low), wasm_u32x4_extend_high_u16x8(low),        \
                           wasm_u32x4_extend_low_u16x8(high), wasm_u32x4_extend_high_u16x8(high)};     \
    for (i32 t = 0; t < 4; t++) wasm_v128_store((at) + 4 * t, wasm_f32x4_mul(factor, wasm_f32x4_convert_u32x4(parts[t]))); \
  }

/* `count` columns of 4 rows of bytes, times scale, to out[count][4]. */
static void pack_u8(const u8 *const row[4], i32 count, float scale, float *out) {
  const v128 factor = wasm_f32x4_splat(scale);
  i32 k = 0;
  for (; k + 16 <= count; k += 16, out += 64) {
    const v128 r0 = wasm_v128_load(row[0] + k), r1 = wasm_v128_load(row[1] + k);
    const v128 r2 = wasm_v128_load(row[2] + k), r3 = wasm_v128_load(row[3] + k);
    const v128 low01 = wasm_i8x16_shuffle(r0, r1, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const v128 low23 = wasm_i8x16_shuffle(r2, r3, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const v128 high01 = wasm_i8x16_shuffle(r0, r1, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    const v128 high23 = wasm_i8x16_shuffle(r2, r3, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    STORE_TRANSPOSED_U8(wasm_i16x8_shuffle(low01, low23, 0, 8, 1, 9, 2, 10, 3, 11), out)
    STORE_TRANSPOSED_U8(wasm_i16x8_shuffle(low01, low23, 4, 12, 5, 13, 6, 14, 7, 15), out + 16)
    STORE_TRANSPOSED_U8(wasm_i16x8_shuffle(high01, high23, 0, 8, 1, 9, 2, 10, 3, 11), out + 32)
    STORE_TRANSPOSED_U8(wasm_i16x8_shuffle(high01, high23, 4, 12, 5, 13, 6, 14, 7, 15), out + 48)
  }
  for (; k < count; k++, out += 4)
    for (i32 t = 0; t < 4; t++) out[t] = (float)row[t][k] * scale;
}

/* Packing real numbers adds up 0 * x as well: zero, unless one is not finite or too large for a float. */
static v128 pack_f32(const float *const row[4], i32 count, float *out) {
  v128 zero = F32(0.0f);
  for (i32 k = 0; k < count; k++, out += 4) {
    const v128 x = wasm_f32x4_make(row[0][k], row[1][k], row[2][k], row[3][k]);
    wasm_v128_store(out, x);
    zero = wasm_f32x4_add(zero, wasm_f32x4_mul(x, F32(0.0f)));
  }
  return zero;
}

static v128 pack_f64(const double *const row[4], i32 count, float *out) {
  v128 zero = F32(0.0f);
  for (i32 k = 0; k < count; k++, out += 4) {
    const v128 x = wasm_f32x4_make((float)row[0][k], (float)row[1][k], (float)row[2][k], (float)row[3][k]);
    wasm_v128_store(out, x);
    zero = wasm_f32x4_add(zero, wasm_f32x4_mul(x, F32(0.0f)));
  }
  return zero;
}

/* Columns k0 .. k0 + count of n rows to packed[n / 4][count][4]; rows behind n repeat row n - 1. Returns 0, or 1 when
 * a number is not finite. */
static i32 pack_inputs(const void *X, i32 type, i32 n, i32 d, i32 k0, i32 count, float scale, float *packed) {
  v128 zero = F32(0.0f);
  for (i32 r = 0; r < n; r += 4, packed += 4 * count) {
    u32 at[4];
    for (i32 t = 0; t < 4; t++) at[t] = (u32)min_i32(r + t, n - 1) * (u32)d + (u32)k0;
#define ROWS_OF(T) {(const T *)X + at[0], (const T *)X + at[1], (const T *)X + at[2], (const T *)X + at[3]}
    if (type == X_U8) pack_u8((const u8 *const[4])ROWS_OF(u8), count, scale, packed);
    else if (type == X_F32) zero = wasm_f32x4_add(zero, pack_f32((const float *const[4])ROWS_OF(float), count, packed));
    else zero = wasm_f32x4_add(zero, pack_f64((const double *const[4])ROWS_OF(double), count, packed));
  }
  return wasm_v128_any_true(wasm_f32x4_ne(zero, zero));
}

/* Means over n rows of one panel's 8 units, to shift. */
static void panel_means(const float *h, i32 n, float *shift) {
  double sums[WIDTH] = {0};
  for (i32 r = 0; r < n; r++)
    for (i32 t = 0; t < WIDTH; t++) sums[t] += h[r * WIDTH + t];
  for (i32 t = 0; t < WIDTH; t++) shift[t] = (float)(sums[t] / n);
}

/* h = root (h - shift), row by row; roots NULL means 1. */
static void panel_centre(float *h, i32 n, const float *shift, const float *roots) {
  const v128 s0 = wasm_v128_load(shift), s1 = wasm_v128_load(shift + 4);
  for (i32 r = 0; r < n; r++, h += WIDTH) {
    const v128 root = roots ? wasm_v128_load32_splat(roots + r) : F32(1.0f);
    wasm_v128_store(h, wasm_f32x4_mul(root, wasm_f32x4_sub(wasm_v128_load(h), s0)));
    wasm_v128_store(h + 4, wasm_f32x4_mul(root, wasm_f32x4_sub(wasm_v128_load(h + 4), s1)));
  }
}

/* H = activation(X W + bias) for one row block, then, with a shift, root (H - shift). With LAPLACIAN the columns of W
 * are points, and H = exp(-(sum |x - w| + bias)).
 *   X        n x d row after row, of type 0 bytes (multiplied by scale), 1 floats, 2 doubles
 *   W        from float_pack_weights, as depths; bias: 8 panels floats
 *   packed   room for 4 ceil(n / 4) * DEPTH floats
 *   H        panels of `stride` rows, stride >= 4 ceil(n / 4)
 *   shift    8 panels floats, or NULL; with pilot != 0 it is first set to the means of this block
 *   roots    n square roots of sample weights, or NULL
 * Returns 0, or 1 when X has a value that is not finite or beyond floats. */
EXPORT i32 float_forward(const void *X, i32 type, i32 n, i32 d, float scale, const float *W, const i32 *depths,
                         const float *bias, i32 panels, i32 activation, float *packed, float *H, i32 stride,
                         float *shift, i32 pilot, const float *roots) {
  i32 bad = 0;
  for (i32 k0 = 0; k0 < d; k0 += DEPTH) {
    const i32 count = min_i32(DEPTH, d - k0);
    bad |= pack_inputs(X, type, n, d, k0, count, scale, packed);
    for (i32 j = 0; j < panels; j++) {
      float *h = H + (u32)j * (u32)stride * WIDTH;
      const float *w = W + ((u32)j * (u32)d + (u32)k0) * WIDTH;
      const i32 seen = activation == LAPLACIAN ? count : max_i32(0, min_i32(count, depths[j] - k0));
      for (i32 r = 0; r < n && (seen || k0 == 0); r += 4) {
        float *c = h + r * WIDTH;
        const float *addend = k0 ? c : bias + j * WIDTH;
        if (activation == LAPLACIAN) distance_tile(seen, packed + r * count, w, c, addend, k0 ? WIDTH : 0);
        else forward_tile(seen, packed + r * count, w, c, addend, k0 ? WIDTH : 0);
      }
      if (k0 + count < d) continue;
      activate(h, n * WIDTH, activation);
      if (shift && pilot) panel_means(h, n, shift + j * WIDTH);
      if (shift) panel_centre(h, n, shift + j * WIDTH, roots);
    }
  }
  return bad;
}

/* Add sign H'[H T] of one row block to the sums; see the top of this file for both layouts.
 * A group of L2_PANELS panels stays in the second cache while every later panel, in the first, meets it. */
EXPORT void float_syrk(i32 n, i32 stride, i32 P, i32 Q, const float *H, double *sums, double sign) {
  const u32 length = (u32)stride * WIDTH;
  for (i32 group = 0; group < P; group += L2_PANELS)
    for (i32 j = group; j < P + Q; j++) {
      const u32 row = j < P ? (u32)j * (u32)(j + 1) / 2 : (u32)P * (u32)(P + 1) / 2 + (u32)(j - P) * (u32)P;
      const float *a = H + (u32)j * length;
      const i32 end = min_i32(min_i32(group + L2_PANELS, P), j + 1);
      for (i32 i = group; i < end; i++) {
        const float *b = H + (u32)i * length;
        double *c = sums + (row + (u32)i) * TILE;
        syrk_tile(n, a, b, c, sign);
        syrk_tile(n, a + 4, b, c + TILE / 2, sign);
      }
    }
}

/* 24 * 4 multiply-adds on floats a round, in 12 chains that wait for nothing: what a core can do at most. */
EXPORT float fma_peak(i32 rounds, float start) {
  const v128 x = wasm_f32x4_splat(start), y = wasm_f32x4_splat(start * 0.5f);
#define CHAINS(M) M(0) M(1) M(2) M(3) M(4) M(5) M(6) M(7) M(8) M(9) M(10) M(11)
#define CHAIN(i) v128 c##i = wasm_f32x4_splat(start + (i));
  CHAINS(CHAIN)
#ifdef RELAXED
#define ROUND(i) c##i = MADD_F32(x, y, c##i);
#else
#define ROUND(i) c##i = MADD_F32(c##i, x, y); /* x * y alone would be taken out of the loop */
#endif
  for (i32 r = 0; r < rounds; r++) { CHAINS(ROUND) CHAINS(ROUND) }
  v128 sum = F32(0.0f);
#define TOTAL(i) sum = wasm_f32x4_add(sum, c##i);
  CHAINS(TOTAL)
  return wasm_f32x4_extract_lane(sum, 0);
}
