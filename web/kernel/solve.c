/* Ridge regression from its normal equations, the same bits on every machine.
 *
 * Plain IEEE float64 in one fixed order: no fused multiply-add in either variant of the module, so the result does
 * not depend on the engine. elmweb/compute/exact_solve.py does the same operations on the same numbers in NumPy.
 *
 * Matrices are symmetric, order n, a multiple of 4 (callers pad with rows and columns of the identity), stored by
 * rows with row length n; only the upper triangle is read: A[i * n + j], j >= i. To a reader of column-major
 * arrays that is the lower triangle, and the factor found here is the usual lower one.
 */
#include "elm.h"

#pragma STDC FP_CONTRACT OFF

#define BLOCK 64   /* pivots in a block; part of the order of operations, so also in exact_solve.py */
#define STRIP 16   /* columns that are solved together: eight chains hide the latency of one */
#define BAND 256   /* columns of the trailing matrix whose packed panels stay in the second cache */
#define EPSILON 0x1p-52

typedef double f64;

INLINE v128 load(const f64 *p) { return wasm_v128_load(p); }
INLINE void store(f64 *p, v128 v) { wasm_v128_store(p, v); }
INLINE v128 splat(const f64 *p) { return wasm_v128_load64_splat(p); }
INLINE v128 minus_product(v128 c, v128 a, v128 b) { return wasm_f64x2_sub(c, wasm_f64x2_mul(a, b)); }

/* Factorise the block on the diagonal, size x size from A on; its transpose goes to Dt (row length BLOCK).
 * The first `real` pivots must be larger than `least`; the others are padding. */
static NOINLINE i32 factor_diagonal(i32 size, i32 real, f64 *A, i32 n, f64 *Dt, f64 least) {
  for (i32 i = 0; i < size; i++) {
    f64 *row = A + (i64)i * n;
    if (i < real && !(row[i] > least)) return i + 1;
    const f64 root = __builtin_sqrt(row[i]);
    row[i] = root;
    for (i32 j = i + 1; j < size; j++) row[j] = row[j] / root;
    for (i32 t = i + 1; t < size; t++) {
      f64 *below = A + (i64)t * n;
      for (i32 j = t; j < size; j++) below[j] -= row[t] * row[j];
    }
    for (i32 j = i; j < size; j++) Dt[j * BLOCK + i] = row[j];
  }
  return 0;
}

/* Solve for STRIP columns of the rows beside the diagonal block. They come and go in A, `width` of them real; a
 * copy in packed panels of 4 columns, [column / 4][row][4], goes to P, zero where no column is. */
static NOINLINE void solve_strip(i32 size, f64 *A, i32 n, i32 width, const f64 *Dt, f64 *P) {
  for (i32 t = 0; t < size; t++) {
    f64 *row = A + (i64)t * n, *out = P + 4 * t;
    const f64 *u = Dt + t * BLOCK;
    v128 c[STRIP / 2];
    UNROLL for (i32 q = 0; q < STRIP / 2; q++) c[q] = 2 * q < width ? load(row + 2 * q) : wasm_f64x2_const_splat(0);
    for (i32 i = 0; i < t; i++) {
      const v128 f = splat(u + i);
      UNROLL for (i32 q = 0; q < STRIP / 2; q++) c[q] = minus_product(c[q], f, load(P + (q / 2) * 4 * size + 4 * i + 2 * (q % 2)));
    }
    const v128 pivot = splat(u + t);
    UNROLL for (i32 q = 0; q < STRIP / 2; q++) {
      c[q] = wasm_f64x2_div(c[q], pivot);
      store(out + (q / 2) * 4 * size + 2 * (q % 2), c[q]);
      if (2 * q < width) store(row + 2 * q, c[q]);
    }
  }
}

/* A[0..3][0..3] -= the sum over `size` steps, in ascending order, of a[step][r] * b[step][c]. */
static NOINLINE void update_tile(i32 size, const f64 *a, const f64 *b, f64 *A, i32 n) {
  v128 c[4][2];
  UNROLL for (i32 r = 0; r < 4; r++) c[r][0] = c[r][1] = wasm_f64x2_const_splat(0);
  for (; size > 0; size--, a += 4, b += 4) {
    ONE_STEP(a, b);
    const v128 b0 = load(b), b1 = load(b + 2);
    UNROLL for (i32 r = 0; r < 4; r++) {
      const v128 f = splat(a + r);
      c[r][0] = wasm_f64x2_add(c[r][0], wasm_f64x2_mul(f, b0));
      c[r][1] = wasm_f64x2_add(c[r][1], wasm_f64x2_mul(f, b1));
    }
  }
  UNROLL for (i32 r = 0; r < 4; r++) {
    f64 *row = A + (i64)r * n;
    store(row, wasm_f64x2_sub(load(row), c[r][0]));
    store(row + 2, wasm_f64x2_sub(load(row + 2), c[r][1]));
  }
}

/* Bytes that cholesky wants as workspace for order n. */
EXPORT i32 cholesky_workspace(i32 n) { return (i32)sizeof(f64) * BLOCK * (BLOCK + n + STRIP); }

/* A = U'U in place, U above the diagonal; what lies below it is overwritten with anything.
 * Returns 0, or 1 + the first pivot that is not larger than order * 2^-52 * the largest diagonal: singular. */
EXPORT i32 cholesky(i32 n, i32 order, f64 *A, f64 *workspace) {
  f64 *Dt = workspace, *P = workspace + BLOCK * BLOCK, largest = 0;
  for (i32 i = 0; i < order; i++) largest = A[(i64)i * n + i] > largest ? A[(i64)i * n + i] : largest;
  const f64 least = order * EPSILON * largest;
  for (i32 p = 0; p < n; p += BLOCK) {
    const i32 size = min_i32(BLOCK, n - p), first = p + size;
    const i32 failed = factor_diagonal(size, order - p, A + (i64)p * n + p, n, Dt, least);
    if (failed) return p + failed;
    for (i32 j = first; j < n; j += STRIP)
      solve_strip(size, A + (i64)p * n + j, n, min_i32(STRIP, n - j), Dt, P + (j - first) * size);
    for (i32 band = first; band < n; band += BAND) {
      const i32 end = min_i32(band + BAND, n);
      for (i32 i = first; i < end; i += 4)
        for (i32 j = max_i32(i, band); j < end; j += 4)
          update_tile(size, P + (i - first) * size, P + (j - first) * size, A + (i64)i * n + j, n);
    }
  }
  return 0;
}

/* Row i of U'Y = B is solved, and taken out of the rows below. */
static NOINLINE void solve_forward(i32 n, i32 order, i32 k, i32 i, const f64 *U, f64 *B) {
  const f64 *u = U + (i64)i * n;
  f64 *y = B + (i64)i * k;
  for (i32 c = 0; c < k; c += 2) store(y + c, wasm_f64x2_div(load(y + c), splat(u + i)));
  for (i32 j = i + 1; j < order; j++) {
    f64 *b = B + (i64)j * k;
    const v128 f = splat(u + j);
    for (i32 c = 0; c < k; c += 2) store(b + c, minus_product(load(b + c), f, load(y + c)));
  }
}

/* Row i of U X = Y is solved; those below are. */
static NOINLINE void solve_backward(i32 n, i32 order, i32 k, i32 i, const f64 *U, f64 *B) {
  const f64 *u = U + (i64)i * n;
  for (i32 c = 0; c < k; c += 2) {
    v128 x = load(B + (i64)i * k + c);
    for (i32 j = order - 1; j > i; j--) x = minus_product(x, splat(u + j), load(B + (i64)j * k + c));
    store(B + (i64)i * k + c, wasm_f64x2_div(x, splat(u + i)));
  }
}

/* Solve U'U X = B in place. B holds `order` rows of k targets, k even: B[i * k + c]. Every element takes its
 * subtractions one after the other: ascending rows on the way forward, descending on the way back. */
EXPORT void cholesky_solve(i32 n, i32 order, i32 k, const f64 *U, f64 *B) {
  for (i32 i = 0; i < order; i++) solve_forward(n, order, k, i, U, B);
  for (i32 i = order - 1; i >= 0; i--) solve_backward(n, order, k, i, U, B);
}

/* The power of two that is the unit in the last place of a sum that stays below `bound`. */
static f64 last_place(f64 bound) {
  union { f64 value; u64 bits; } power = {.value = bound};
  power.bits &= 0x7ff0000000000000ULL;
  return power.value * EPSILON;
}

/* Coefficients and intercepts from the solution B (order rows of k, of which `targets` are real).
 *
 * unit > 0: hidden values are multiples of it, at most 4 in size, and coefficients are rounded to a multiple of a
 * power of two so coarse that every partial sum of a prediction is exact. unit = 0: they are left as they are.
 * coef[c * order + j] and intercept[c] are written; h_mean[j] and t_mean[c] are read. */
EXPORT void finish_coefficients(i32 order, i32 k, i32 targets, f64 unit, const f64 *B, const f64 *h_mean,
                                const f64 *t_mean, f64 *coef, f64 *intercept) {
  for (i32 c = 0; c < targets; c++) {
    f64 largest = 0, sum = 0;
    for (i32 j = 0; j < order; j++) {
      const f64 size = __builtin_fabs(B[(i64)j * k + c]);
      largest = size > largest ? size : largest;
    }
    const f64 place = last_place(__builtin_fabs(t_mean[c]) + 16.0 * order * largest);
    const int rounded = unit > 0 && place > 0;
    const f64 step = rounded ? place / unit : 1;
    for (i32 j = 0; j < order; j++) {
      const f64 value = B[(i64)j * k + c];
      const f64 kept = rounded ? __builtin_rint(value / step) * step : value;
      coef[(i64)c * order + j] = kept;
      sum += h_mean[j] * kept;
    }
    intercept[c] = rounded ? __builtin_rint((t_mean[c] - sum) / place) * place : t_mean[c] - sum;
  }
}
