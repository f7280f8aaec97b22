/* The sums of hidden values and targets in integers, what they come to as float64, and predictions. integer.h has the
 * paths and the layouts. */
#include "integer.h"

#define BAND 384 /* columns of H whose panels stay in the second cache */

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

/* Panels `first` .. `end` of 12 rows of G, which begin at g, += sign * the products of the panel `own`, signed, and
 * those panels of H. */
INLINE void add_panels(i32 path, i32 sign, i32 rows, i32 first, i32 end, i32 ld, const u8 *own, const u8 *H, i32 *g) {
  const i32 steps = words_of(path, rows), bytes = panel_bytes(path, rows);
  for (i32 j = first; j < end; j++)
    for (i32 r = 0; r < COLUMNS; r += 4) {
      v128 c[4][3];
      multiply(path, COLUMNS, 0, 0, steps, (const i32 *)own + r, (const i32 *)(H + (i64)j * bytes), c);
      UNROLL for (i32 t = 0; t < 4; t++) UNROLL for (i32 v = 0; v < 3; v++) {
        i32 *at = g + (i64)(r + t) * ld + j * COLUMNS + 4 * v;
        store(at, sign > 0 ? wasm_i32x4_add(load(at), c[t][v]) : wasm_i32x4_sub(load(at), c[t][v]));
      }
    }
}
#define ADD_PANELS(path)                                                                                        \
  static NOINLINE void add_##path(i32 sign, i32 rows, i32 first, i32 end, i32 ld, const u8 *own, const u8 *H,   \
                                  i32 *g) {                                                                     \
    add_panels(path, sign, rows, first, end, ld, own, H, g);                                                    \
  }
typedef void (*AddPanels)(i32, i32, i32, i32, i32, const u8 *, const u8 *, i32 *);
ADD_PANELS(WIDE)
#ifdef RELAXED
ADD_PANELS(DOT)
ADD_PANELS(PAIR)
static const AddPanels ADD_OF[3] = {add_DOT, add_PAIR, add_WIDE};
#else
static const AddPanels ADD_OF[3] = {add_WIDE, add_WIDE, add_WIDE};
#endif

/* G[i * ld + j] += sign * the sum over rows of h_i h'_j, for every pair of panels i <= j. The first `n_units` columns
 * (a multiple of 12) are hidden units, the others targets, which are never i. `scratch`: one panel. */
EXPORT void integer_products(i32 path, i32 sign, i32 n, i32 n_units, i32 ld, const u8 *H, u8 *scratch, i32 *G) {
  const i32 rows = (n + 3) & ~3, bytes = panel_bytes(path, rows);
  const v128 middle = path == WIDE ? wasm_i16x8_splat(MIDDLE) : wasm_i8x16_splat(MIDDLE);
  for (i32 band = 0; band < ld; band += BAND) {
    const i32 end = min_i32(band + BAND, ld);
    for (i32 i = 0; i < min_i32(n_units, end); i += COLUMNS) {
      const u8 *own = H + (i64)(i / COLUMNS) * bytes;
      for (i32 q = 0; q < bytes; q += 16)
        store(scratch + q, path == WIDE ? wasm_i16x8_sub(load(own + q), middle) : wasm_i8x16_sub(load(own + q), middle));
      ADD_OF[path](sign, rows, max_i32(i, band) / COLUMNS, end / COLUMNS, ld, scratch, H, G + (i64)i * ld);
    }
  }
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
