/* Float arithmetic, around the products: targets, merging, centring, prediction. float.c has the layouts.
 *
 * Rows are summed about a shift a of the units and b of the targets, with weight w: s = sum w (h - a), and so on.
 * Targets are scaled by powers of two, t' = (t - b) scale, so that floats hold them; column k of T is ones, for which
 * t' = 1. `moments` are sum w t' of those k + 1 columns and behind them sum w t'^2: the last of the first is sum w.
 */
#include "elm.h"

enum { WIDTH = 8, TILE = 64 };

INLINE u32 hidden_tile(i32 i, i32 j) { return ((u32)j * (u32)(j + 1) / 2 + (u32)i) * TILE; }

INLINE u32 target_tile(i32 P, i32 i, i32 q) { return hidden_tile(0, P) + ((u32)q * (u32)P + (u32)i) * TILE; }

/* Sum of sign w t' of every row over unit u, target column c. */
INLINE double *cross_sum(double *sums, i32 P, i32 u, i32 c) {
  return sums + target_tile(P, u / WIDTH, c / WIDTH) + (c % WIDTH) * WIDTH + u % WIDTH;
}

/* Targets of a block to panels, with their ones, and their moments.
 *   T       n x k doubles, row after row;  shift, scale: k doubles
 *   roots   n square roots of sample weights, or NULL for 1
 *   panels  ceil((k + 1) / 8) panels of `stride` rows, zeros in columns behind k
 *   moments 2 (k + 1) doubles, added to with sign */
EXPORT void float_targets(const double *T, i32 n, i32 k, const double *shift, const double *scale, const float *roots,
                          float *panels, i32 stride, double *moments, double sign) {
  for (i32 c = 0; c < (k / WIDTH + 1) * WIDTH; c++) {
    float *out = panels + (u32)(c / WIDTH) * (u32)stride * WIDTH + c % WIDTH;
    double sum = 0, squares = 0;
    for (i32 r = 0; r < n; r++, out += WIDTH) {
      const double root = roots ? roots[r] : 1.0;
      const double t = c < k ? (T[(u32)r * (u32)k + (u32)c] - shift[c]) * scale[c] : c == k;
      *out = (float)(root * t);
      sum += root * root * t, squares += root * root * t * t;
    }
    if (c <= k) moments[c] += sign * sum, moments[k + 1 + c] += sign * squares;
  }
}

/* Their H'H of unit j and those before, moved to our shifts; float_merge has the formula. */
static NOINLINE void merge_unit(i32 P, i32 k, i32 j, double weight, double *sums, double *theirs, const double *step) {
  const double s = *cross_sum(theirs, P, j, k);
  for (i32 i = 0; i < (j / WIDTH + 1) * WIDTH; i++) {
    const u32 at = hidden_tile(i / WIDTH, j / WIDTH) + (u32)(j % WIDTH * WIDTH + i % WIDTH);
    const double si = *cross_sum(theirs, P, i, k);
    sums[at] += theirs[at] + (si * step[j] + step[i] * s + weight * step[i] * step[j]);
  }
}

/* Add the sums of other rows, taken about other shifts, moving them to ours.
 *   step      8 P doubles, d = their shift of the units minus ours
 *   ratio     k + 1 doubles, our scale over theirs;  offset: k + 1 doubles, (their shift - ours) times our scale
 *   H'H + s d' + d s' + w d d';  H'T r + s o' + d (r sum t' + w o)' */
EXPORT void float_merge(i32 P, i32 k, double *sums, double *moments, double *theirs, const double *their_moments,
                        const double *step, const double *ratio, const double *offset) {
  const double weight = their_moments[k];
  for (i32 j = 0; j < 8 * P; j++) merge_unit(P, k, j, weight, sums, theirs, step);
  for (i32 c = 0; c <= k; c++) {
    const double sum = ratio[c] * their_moments[c] + weight * offset[c];
    for (i32 j = 0; j < 8 * P; j++) {
      const double s = *cross_sum(theirs, P, j, k);
      /* The column of ones is what s itself is read from: it changes in ours, not in theirs. */
      *cross_sum(sums, P, j, c) += ratio[c] * *cross_sum(theirs, P, j, c) + s * offset[c] + step[j] * sum;
    }
    moments[k + 1 + c] += ratio[c] * ratio[c] * their_moments[k + 1 + c] +
                          offset[c] * (2 * ratio[c] * their_moments[c] + weight * offset[c]);
    moments[c] += sum;
  }
}

/* Centred sums of the first L units as LAPACK reads them.
 *   G  order x order, order >= L, column after column: H'H - s s' / w, zeros above the diagonal, the identity behind L
 *   C  L x k, column after column: (H'T - s sum t' / w) / scale */
EXPORT void float_gram(i32 L, i32 k, i32 order, double *sums, const double *moments, const double *scale, double *G,
                       double *C) {
  const i32 P = (L + WIDTH - 1) / WIDTH;
  const double weight = moments[k];
  for (i32 i = 0; i < L; i++) {
    const double mean = *cross_sum(sums, P, i, k) / weight;
    double *column = G + (u32)i * (u32)order;
    for (i32 j = 0; j < order; j++) column[j] = 0;
    for (i32 j = i; j < L; j++) {
      const u32 at = hidden_tile(i / WIDTH, j / WIDTH) + (u32)(j % WIDTH * WIDTH + i % WIDTH);
      column[j] = sums[at] - mean * *cross_sum(sums, P, j, k);
    }
    for (i32 c = 0; c < k; c++) C[(u32)c * (u32)L + (u32)i] = (*cross_sum(sums, P, i, c) - mean * moments[c]) / scale[c];
  }
  for (i32 i = L; i < order; i++)
    for (i32 j = 0; j < order; j++) G[(u32)i * (u32)order + (u32)j] = i == j;
}

/* out = H coef + intercept for one row block, hidden units in floats, all else in doubles.
 *   H     P panels of `stride` rows;  coef: k columns of 8 P doubles, zeros behind unit L;  out: n x k */
EXPORT void float_predict(i32 n, i32 stride, i32 P, i32 k, const float *H, const double *coef, const double *intercept,
                          double *out) {
  for (i32 r = 0; r < n; r++)
    for (i32 c = 0; c < k; c++) {
      const float *h = H + (u32)r * WIDTH;
      const double *w = coef + (u32)c * (u32)P * WIDTH;
      v128 s0 = wasm_f64x2_const_splat(0), s1 = s0, s2 = s0, s3 = s0;
      for (i32 j = 0; j < P; j++, h += (u32)stride * WIDTH, w += WIDTH) {
        s0 = MADD_F64(wasm_f64x2_promote_low_f32x4(wasm_v128_load64_zero(h)), wasm_v128_load(w), s0);
        s1 = MADD_F64(wasm_f64x2_promote_low_f32x4(wasm_v128_load64_zero(h + 2)), wasm_v128_load(w + 2), s1);
        s2 = MADD_F64(wasm_f64x2_promote_low_f32x4(wasm_v128_load64_zero(h + 4)), wasm_v128_load(w + 4), s2);
        s3 = MADD_F64(wasm_f64x2_promote_low_f32x4(wasm_v128_load64_zero(h + 6)), wasm_v128_load(w + 6), s3);
      }
      const v128 s = wasm_f64x2_add(wasm_f64x2_add(s0, s1), wasm_f64x2_add(s2, s3));
      out[(u32)r * (u32)k + (u32)c] = wasm_f64x2_extract_lane(s, 0) + wasm_f64x2_extract_lane(s, 1) + intercept[c];
    }
}
