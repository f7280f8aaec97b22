/* Rows out of the kernel: hidden units as callers read them, row after row, in floats. */
#include "elm.h"

enum { WIDTH = 8 };

/* out[r * L + j] = H of unit j, from the panels of `stride` rows that float_forward fills. */
EXPORT void float_rows(i32 n, i32 stride, i32 L, const float *H, float *out) {
  const i32 whole = L / WIDTH;
  for (i32 r = 0; r < n; r++, out += L) {
    const float *h = H + (u32)r * WIDTH;
    float *to = out;
    for (i32 p = 0; p < whole; p++, h += (u32)stride * WIDTH, to += WIDTH) {
      wasm_v128_store(to, wasm_v128_load(h));
      wasm_v128_store(to + 4, wasm_v128_load(h + 4));
    }
    for (i32 t = 0; t < L - whole * WIDTH; t++) to[t] = h[t];
  }
}
