/* The arithmetic of networks that learn by backpropagation, on arrays where they lie: in the memory of Python.
 *
 * Nothing is copied for it, so even what is short pays. This file therefore has no memory of its own: no data, no stack
 * (the build checks that), no allocation; who calls it brings the room. Arrays are floats, row after row; images are
 * (n, height, width, channels). A panel is 8 columns of a matrix side by side, row after row, zeros behind the last.
 *
 * Nothing here is WebAssembly's alone but the fused multiply-add, so that tests can run it in the process of CPython.
 */
typedef int i32;
typedef unsigned int u32;
typedef float v4 __attribute__((vector_size(16), aligned(4), may_alias));
typedef int mask4 __attribute__((vector_size(16), aligned(4), may_alias));

#define EXPORT __attribute__((visibility("default"), used)) extern
#define NOINLINE __attribute__((noinline)) /* elm.h says why */
#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

#ifdef RELAXED
#define MADD(a, b, c) ((v4)__builtin_wasm_relaxed_madd_f32x4(a, b, c))
#else
#define MADD(a, b, c) ((a) * (b) + (c))
#endif

#ifdef __wasm__
#define SQRT(v) ((v4)__builtin_wasm_sqrt_f32x4(v))
#define ONE_STEP(p, q) __asm__ volatile("" : "+r"(p), "+r"(q) : : "memory") /* as in elm.h */
#else
#define SQRT(v) ((v4){__builtin_sqrtf((v)[0]), __builtin_sqrtf((v)[1]), __builtin_sqrtf((v)[2]), __builtin_sqrtf((v)[3])})
#define ONE_STEP(p, q)
#endif

enum { WIDTH = 8, DEPTH = 512 };
#define SPLAT(x) ((v4){(x), (x), (x), (x)})
#define AT(p) (*(v4 *)(p))

INLINE i32 min_i32(i32 a, i32 b) { return a < b ? a : b; }

/* The first `count` numbers of v to `to`. */
INLINE void put(v4 v, float *to, i32 count) {
  if (count >= 4) { AT(to) = v; return; }
  UNROLL for (i32 t = 0; t < 3; t++) if (t < count) to[t] = v[t];
}

/* The first `count` numbers at `from`, zeros behind them. */
INLINE v4 get(const float *from, i32 count) {
  if (count >= 4) return AT(from);
  v4 v = SPLAT(0.0f);
  UNROLL for (i32 t = 0; t < 3; t++) if (t < count) v[t] = from[t];
  return v;
}

/* c (rows x cols, at most 4 x 8) = bias, or what is there, or zero, plus the sums of a' b.
 * Each of the `rounds` adds up `depth` products: a moves by a_step, b by b_step, and at the end of a round by a_jump
 * and b_jump from where the round began. Row r of c takes a from a_row floats behind that of row r - 1. */
static NOINLINE void tile(i32 rounds, i32 depth, const float *a, i32 a_row, i32 a_step, i32 a_jump, const float *b,
                          i32 b_step, i32 b_jump, const float *bias, i32 add, float *c, i32 c_row, i32 rows, i32 cols) {
  v4 s00, s01, s10, s11, s20, s21, s30, s31;
  s00 = s10 = s20 = s30 = bias ? AT(bias) : SPLAT(0.0f);
  s01 = s11 = s21 = s31 = bias ? AT(bias + 4) : SPLAT(0.0f);
  const i32 r1 = rows > 1 ? a_row : 0, r2 = rows > 2 ? 2 * a_row : r1, r3 = rows > 3 ? 3 * a_row : r2;
  for (; rounds > 0; rounds--, a += a_jump, b += b_jump) {
    const float *a0 = a, *a1 = a + r1, *a2 = a + r2, *a3 = a + r3, *q = b;
    for (i32 k = depth; k > 0; k--) {
      ONE_STEP(a0, q);
      const v4 b0 = AT(q), b1 = AT(q + 4);
      v4 x = SPLAT(*a0);
      s00 = MADD(x, b0, s00), s01 = MADD(x, b1, s01);
      x = SPLAT(*a1);
      s10 = MADD(x, b0, s10), s11 = MADD(x, b1, s11);
      x = SPLAT(*a2);
      s20 = MADD(x, b0, s20), s21 = MADD(x, b1, s21);
      x = SPLAT(*a3);
      s30 = MADD(x, b0, s30), s31 = MADD(x, b1, s31);
      a0 += a_step, a1 += a_step, a2 += a_step, a3 += a_step, q += b_step;
    }
  }
#define STORE(r, low, high)                                                       \
  if (r < rows) {                                                                 \
    float *to = c + (r) * c_row;                                                  \
    put(add ? low + get(to, cols) : low, to, cols);                               \
    if (cols > 4) put(add ? high + get(to + 4, cols - 4) : high, to + 4, cols - 4); \
  }
  STORE(0, s00, s01) STORE(1, s10, s11) STORE(2, s20, s21) STORE(3, s30, s31)
}

/* B to panels: packed[panel][depth][8]. B is depth x m, or m x depth if it is to be transposed. */
EXPORT void net_pack(const float *B, i32 depth, i32 m, i32 transposed, float *packed) {
  for (i32 j = 0; j < m; j += WIDTH) {
    const i32 cols = min_i32(WIDTH, m - j);
    if (!transposed)
      for (i32 k = 0; k < depth; k++, packed += WIDTH) {
        const float *from = B + (u32)k * (u32)m + (u32)j;
        AT(packed) = get(from, cols);
        AT(packed + 4) = get(from + 4, cols - 4);
      }
    else
      for (i32 k = 0; k < depth; k++)
        for (i32 t = 0; t < WIDTH; t++) *packed++ = t < cols ? B[(u32)(j + t) * (u32)depth + (u32)k] : 0.0f;
  }
}

/* out (n x m) = A B: row r of A begins at A + r a_row, its numbers are a_step apart; B is packed. */
EXPORT void net_product(i32 n, i32 depth, i32 m, const float *A, i32 a_row, i32 a_step, const float *packed,
                        float *out) {
  for (i32 k = 0; k < depth; k += DEPTH) {
    const i32 count = min_i32(DEPTH, depth - k);
    for (i32 j = 0; j < m; j += WIDTH) {
      const float *b = packed + (u32)j * (u32)depth + (u32)k * WIDTH;
      for (i32 r = 0; r < n; r += 4)
        tile(1, count, A + (u32)r * (u32)a_row + (u32)k * (u32)a_step, a_row, a_step, 0, b, WIDTH, 0, 0, k > 0,
             out + (u32)r * (u32)m + (u32)j, m, min_i32(4, n - r), min_i32(WIDTH, m - j));
    }
  }
}

/* Images with `padding` rows and columns of zeros around them. */
EXPORT void net_pad(i32 n, i32 height, i32 width, i32 channels, i32 padding, const float *X, float *out) {
  const i32 side = padding * channels, row = width * channels, edge = padding * (row + 2 * side);
  for (i32 i = 0; i < n; i++) {
    for (i32 t = 0; t < edge; t++) *out++ = 0.0f;
    for (i32 y = 0; y < height; y++, X += row) {
      for (i32 t = 0; t < side; t++) *out++ = 0.0f;
      __builtin_memcpy(out, X, (u32)row * sizeof(float));
      out += row;
      for (i32 t = 0; t < side; t++) *out++ = 0.0f;
    }
    for (i32 t = 0; t < edge; t++) *out++ = 0.0f;
  }
}

/* What filters see at every place: Z (n, places down, places across, n_out) from X (n, height, width, n_in).
 * W: (size size n_in) x n_out, packed; bias: as many numbers as panels have. */
EXPORT void net_convolve(i32 n, i32 height, i32 width, i32 n_in, i32 size, i32 stride, i32 n_out, const float *X,
                         const float *W, const float *bias, float *Z) {
  const i32 down = (height - size) / stride + 1, across = (width - size) / stride + 1;
  const i32 depth = size * n_in, row = width * n_in, step = stride * n_in;
  for (i32 i = 0; i < n; i++)
    for (i32 y = 0; y < down; y++, Z += (u32)across * (u32)n_out) {
      const float *from = X + ((u32)i * (u32)height + (u32)(y * stride)) * (u32)row;
      for (i32 j = 0; j < n_out; j += WIDTH)
        for (i32 x = 0; x < across; x += 4)
          tile(size, depth, from + (u32)x * (u32)step, step, 1, row, W + (u32)j * (u32)(size * depth), WIDTH,
               depth * WIDTH, bias + j, 0, Z + (u32)x * (u32)n_out + (u32)j, n_out, min_i32(4, across - x),
               min_i32(WIDTH, n_out - j));
    }
}

/* The gradient of the filters, (size size n_in) x n_out, n_out a multiple of 8: added to G, which is zero before. */
EXPORT void net_convolve_weights(i32 n, i32 height, i32 width, i32 n_in, i32 size, i32 stride, i32 n_out,
                                 const float *X, const float *Z, float *G) {
  const i32 down = (height - size) / stride + 1, across = (width - size) / stride + 1;
  const i32 depth = size * n_in, row = width * n_in;
  for (i32 i = 0; i < n; i++, Z += (u32)(down * across) * (u32)n_out)
    for (i32 y = 0; y < size; y++) {
      const float *from = X + ((u32)i * (u32)height + (u32)y) * (u32)row;
      for (i32 k = 0; k < depth; k += 4)
        for (i32 j = 0; j < n_out; j += WIDTH)
          tile(down, across, from + k, 1, stride * n_in, stride * row, Z + j, n_out, across * n_out, 0, 1,
               G + (u32)(y * depth + k) * (u32)n_out + (u32)j, n_out, min_i32(4, depth - k), WIDTH);
    }
}

/* sums[m] = the sums of the columns of X, n x m. */
EXPORT void net_column_sums(i32 n, i32 m, const float *X, float *sums) {
  for (i32 j = 0; j < m; j += 4) {
    const i32 count = min_i32(4, m - j);
    v4 s0 = SPLAT(0.0f), s1 = s0, s2 = s0, s3 = s0;
    const float *x = X + j;
    i32 r = 0;
    for (; r + 4 <= n; r += 4, x += 4 * m) {
      s0 += get(x, count), s1 += get(x + m, count), s2 += get(x + 2 * m, count), s3 += get(x + 3 * m, count);
    }
    for (; r < n; r++, x += m) s0 += get(x, count);
    put((s0 + s1) + (s2 + s3), sums + j, count);
  }
}

/* out (n, height / size, width / size, channels) = the largest number of each square. */
EXPORT void net_max_pool(i32 n, i32 height, i32 width, i32 channels, i32 size, const float *X, float *out) {
  const i32 down = height / size, across = width / size, row = width * channels;
  for (i32 i = 0; i < n; i++)
    for (i32 y = 0; y < down; y++)
      for (i32 x = 0; x < across; x++, out += channels) {
        const float *square = X + ((u32)i * (u32)height + (u32)(y * size)) * (u32)row + (u32)(x * size * channels);
        for (i32 c = 0; c < channels; c += 4) {
          const i32 count = min_i32(4, channels - c);
          v4 best = get(square + c, count);
          for (i32 v = 0; v < size; v++)
            for (i32 u = v ? 0 : 1; u < size; u++) {
              const v4 value = get(square + v * row + u * channels + c, count);
              const mask4 takes = (mask4)(value > best) | (mask4)(value != value);  /* as numpy.maximum */
              best = (v4)(((mask4)value & takes) | ((mask4)best & ~takes));
            }
          put(best, out + c, count);
        }
      }
}

/* images = gradient at the first place of each square that has its largest number; zeros elsewhere, set before. */
EXPORT void net_max_unpool(i32 n, i32 height, i32 width, i32 channels, i32 size, const float *X, const float *largest,
                           const float *gradient, float *images) {
  const i32 down = height / size, across = width / size, row = width * channels;
  for (i32 i = 0; i < n; i++)
    for (i32 y = 0; y < down; y++)
      for (i32 x = 0; x < across; x++, largest += channels, gradient += channels) {
        const u32 at = ((u32)i * (u32)height + (u32)(y * size)) * (u32)row + (u32)(x * size * channels);
        for (i32 c = 0; c < channels; c += 4) {
          const i32 count = min_i32(4, channels - c);
          const v4 best = get(largest + c, count);
          const mask4 given = (mask4)get(gradient + c, count);
          mask4 open = {-1, -1, -1, -1};
          for (i32 v = 0; v < size; v++)
            for (i32 u = 0; u < size; u++) {
              const u32 place = at + (u32)(v * row + u * channels + c);
              const mask4 hit = (mask4)(get(X + place, count) == best) & open;
              put((v4)(given & hit), images + place, count);
              open &= ~hit;
            }
        }
      }
}

/* out = max(X, 0), as numpy.maximum: what is not a number stays so. */
EXPORT void net_relu(i32 n, const float *X, float *out) {
  for (i32 k = 0; k < n; k += 4) {
    const v4 x = get(X + k, n - k);
    put((v4)((mask4)x & ~(mask4)(x <= SPLAT(0.0f))), out + k, n - k);
  }
}

/* out = the gradient where the output is above zero, else zero. */
EXPORT void net_relu_back(i32 n, const float *gradient, const float *output, float *out) {
  for (i32 k = 0; k < n; k += 4) {
    const mask4 passes = (mask4)(get(output + k, n - k) > SPLAT(0.0f));
    put((v4)((mask4)get(gradient + k, n - k) & passes), out + k, n - k);
  }
}

/* A step of Adam: means += new1 (g - means), squares += new2 (g g - squares), and the values go back by
 * rate means / (sqrt(squares) scale + epsilon). g = gradient + decay values. */
EXPORT void net_adam(i32 n, float *values, const float *gradient, float *means, float *squares, float new1, float new2,
                     float rate, float scale, float epsilon, float decay) {
  for (i32 k = 0; k < n; k += 4) {
    const i32 count = n - k;
    v4 value = get(values + k, count), mean = get(means + k, count), square = get(squares + k, count);
    const v4 g = get(gradient + k, count) + SPLAT(decay) * value;
    mean += SPLAT(new1) * (g - mean);
    square += SPLAT(new2) * (g * g - square);
    value -= SPLAT(rate) * mean / (SQRT(square) * SPLAT(scale) + SPLAT(epsilon));
    put(mean, means + k, count);
    put(square, squares + k, count);
    put(value, values + k, count);
  }
}
