/* Activations on 4 floats at once, as elmweb/estimators/layers/activations.py defines them.
 * Absolute error at most 1e-6 * max(1, |z|), sine for |z| <= 1e9; tests/test_kernel.py holds them to it.
 * The numbers are those of ACTIVATIONS in float-input.js.
 */
#ifndef ACTIVATIONS_H
#define ACTIVATIONS_H

#include "elm.h"

/* The last is of a distance: float_forward then adds up |x - w| in place of x w. */
enum { IDENTITY, RELU, LEAKY_RELU, TANH, SIGMOID, GELU, SIN, GAUSSIAN, LAPLACIAN };

#define F32(x) wasm_f32x4_const_splat(x)

/* exp(x) = scale * (1 + rest) with scale a power of two; x within -87 and 88, else taken as the nearer of them. */
typedef struct { v128 scale, rest; } Exponential;

INLINE Exponential exponential(v128 x) {
  x = wasm_f32x4_pmin(wasm_f32x4_pmax(x, F32(-87.0f)), F32(88.0f));
  const v128 n = wasm_f32x4_nearest(wasm_f32x4_mul(x, F32(1.44269504f)));
  v128 r = MADD_F32(n, F32(-0.693145752f), x); /* ln 2 in two parts: n times the first is exact */
  r = MADD_F32(n, F32(-1.42860677e-6f), r);
  v128 p = F32(1.0f / 5040); /* Taylor: |r| <= ln 2 / 2, the next term is below 6e-9 */
  p = MADD_F32(p, r, F32(1.0f / 720));
  p = MADD_F32(p, r, F32(1.0f / 120));
  p = MADD_F32(p, r, F32(1.0f / 24));
  p = MADD_F32(p, r, F32(1.0f / 6));
  p = MADD_F32(p, r, F32(0.5f));
  const v128 exponent = wasm_i32x4_add(wasm_i32x4_trunc_sat_f32x4(n), wasm_i32x4_const_splat(127));
  return (Exponential){wasm_i32x4_shl(exponent, 23), MADD_F32(p, wasm_f32x4_mul(r, r), r)};
}

INLINE v128 exp_f32(v128 x) {
  const Exponential e = exponential(x);
  return MADD_F32(e.scale, e.rest, e.scale);
}

/* (e^2|z| - 1) / (e^2|z| + 1) with the sign of z. The numerator is formed without cancelling: small z keep all digits. */
INLINE v128 tanh_f32(v128 z) {
  const v128 sign = wasm_v128_and(z, wasm_i32x4_const_splat((i32)0x80000000));
  const v128 twice = wasm_f32x4_pmin(wasm_f32x4_mul(wasm_f32x4_abs(z), F32(2.0f)), F32(20.0f));
  const Exponential e = exponential(twice);
  const v128 m = MADD_F32(e.scale, e.rest, wasm_f32x4_sub(e.scale, F32(1.0f)));
  return wasm_v128_or(wasm_f32x4_div(m, wasm_f32x4_add(m, F32(2.0f))), sign);
}

INLINE v128 sigmoid_f32(v128 z) {
  return wasm_f32x4_div(F32(1.0f), wasm_f32x4_add(F32(1.0f), exp_f32(wasm_f32x4_neg(z))));
}

/* z Phi(z), the normal tail by formula 7.1.26 of Abramowitz and Stegun (1964), error of Phi at most 7.5e-8. */
INLINE v128 gelu_f32(v128 z) {
  const v128 size = wasm_f32x4_abs(z);
  const v128 t = wasm_f32x4_div(F32(1.0f), MADD_F32(size, F32(0.3275911f * 0.70710678f), F32(1.0f)));
  v128 p = F32(0.5f * 1.061405429f);
  p = MADD_F32(p, t, F32(0.5f * -1.453152027f));
  p = MADD_F32(p, t, F32(0.5f * 1.421413741f));
  p = MADD_F32(p, t, F32(0.5f * -0.284496736f));
  p = MADD_F32(p, t, F32(0.5f * 0.254829592f));
  const v128 density = exp_f32(wasm_f32x4_mul(F32(-0.5f), wasm_f32x4_mul(z, z)));
  const v128 tail = wasm_f32x4_mul(size, wasm_f32x4_mul(wasm_f32x4_mul(p, t), density)); /* |z| Phi(-|z|) */
  return wasm_f32x4_sub(wasm_f32x4_pmax(F32(0.0f), z), tail);
}

/* z minus the nearest multiple of pi, in doubles, and whether that multiple is odd. */
INLINE v128 sin_f32(v128 z) {
  const v128 low = wasm_f64x2_promote_low_f32x4(z);
  const v128 high = wasm_f64x2_promote_low_f32x4(wasm_i64x2_shuffle(z, z, 1, 0));
  const v128 inverse = wasm_f64x2_const_splat(0.31830988618379067), pi = wasm_f64x2_const_splat(3.1415926535897931);
  const v128 n0 = wasm_f64x2_nearest(wasm_f64x2_mul(low, inverse));
  const v128 n1 = wasm_f64x2_nearest(wasm_f64x2_mul(high, inverse));
  const v128 r = wasm_i64x2_shuffle(
      wasm_f32x4_demote_f64x2_zero(wasm_f64x2_sub(low, wasm_f64x2_mul(n0, pi))),
      wasm_f32x4_demote_f64x2_zero(wasm_f64x2_sub(high, wasm_f64x2_mul(n1, pi))), 0, 2);
  const v128 n = wasm_i64x2_shuffle(wasm_i32x4_trunc_sat_f64x2_zero(n0), wasm_i32x4_trunc_sat_f64x2_zero(n1), 0, 2);
  const v128 square = wasm_f32x4_mul(r, r);
  v128 p = F32(-1.0f / 39916800); /* Taylor to r^11: |r| <= pi / 2, the next term is below 6e-8 */
  p = MADD_F32(p, square, F32(1.0f / 362880));
  p = MADD_F32(p, square, F32(-1.0f / 5040));
  p = MADD_F32(p, square, F32(1.0f / 120));
  p = MADD_F32(p, square, F32(-1.0f / 6));
  const v128 sine = MADD_F32(wasm_f32x4_mul(p, square), r, r);
  return wasm_v128_xor(sine, wasm_i32x4_shl(n, 31));
}

INLINE v128 relu_f32(v128 z) { return wasm_f32x4_pmax(F32(0.0f), z); }
INLINE v128 leaky_relu_f32(v128 z) { return wasm_f32x4_pmax(wasm_f32x4_mul(F32(0.01f), z), z); }
INLINE v128 gaussian_f32(v128 z) { return exp_f32(wasm_f32x4_neg(wasm_f32x4_mul(z, z))); }
INLINE v128 laplacian_f32(v128 z) { return exp_f32(wasm_f32x4_neg(z)); }

#define EACH(function) \
  for (i32 i = 0; i < length; i += 4) wasm_v128_store(z + i, function(wasm_v128_load(z + i)))

/* Overwrite z, of a length that is a multiple of 4, with its activation. */
INLINE void activate(float *z, i32 length, i32 activation) {
  switch (activation) {
    case RELU: EACH(relu_f32); break;
    case LEAKY_RELU: EACH(leaky_relu_f32); break;
    case TANH: EACH(tanh_f32); break;
    case SIGMOID: EACH(sigmoid_f32); break;
    case GELU: EACH(gelu_f32); break;
    case SIN: EACH(sin_f32); break;
    case GAUSSIAN: EACH(gaussian_f32); break;
    case LAPLACIAN: EACH(laplacian_f32); break;
    default: break; /* IDENTITY */
  }
}

#endif
