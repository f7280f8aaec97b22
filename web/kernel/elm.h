/* What every file of the kernel shares. Freestanding: no C library, no floating-point exceptions, no allocation.
 *
 * One set of sources is compiled twice: with RELAXED the fused multiply-add of relaxed SIMD is used where a result
 * may be rounded once or twice (float.c), without it plain SIMD128 does the same in two instructions.
 * The compiler is told never to fuse by itself (-ffp-contract=off): what must be the same everywhere stays the same.
 */
#ifndef ELM_H
#define ELM_H

#include <wasm_simd128.h>

typedef v128_t v128;
typedef signed char i8;
typedef unsigned char u8;
typedef short i16;
typedef unsigned short u16;
typedef int i32;
typedef unsigned int u32;
typedef long long i64;
typedef unsigned long long u64;

#define EXPORT __attribute__((visibility("default"), used)) extern
/* Engines translate a function quickly first, and better once it has been called often; a call that is under way stays
 * as it is. Therefore whatever runs long is a loop around calls of a function that stays one. */
#define NOINLINE __attribute__((noinline))
#define INLINE static inline __attribute__((always_inline))

/* a * b + c on 4 floats or 2 doubles; with RELAXED fused where the machine can. */
#ifdef RELAXED
#define MADD_F32(a, b, c) wasm_f32x4_relaxed_madd(a, b, c)
#define MADD_F64(a, b, c) wasm_f64x2_relaxed_madd(a, b, c)
#else
#define MADD_F32(a, b, c) wasm_f32x4_add(wasm_f32x4_mul(a, b), c)
#define MADD_F64(a, b, c) wasm_f64x2_add(wasm_f64x2_mul(a, b), c)
#endif

#define UNROLL _Pragma("clang loop unroll(full)")

/* At the head of the innermost loop of a product, with the pointers that it moves: one step a round, its loads where
 * they stand, their addresses a pointer and a constant. Engines unroll such a loop by themselves. When the compiler
 * does it, here, it gathers the loads of several steps at the front; then the 15 registers that an engine has on x86
 * do not suffice, sums are stored and loaded again in every round, and half of the speed is gone. */
#define ONE_STEP(p, q) __asm__ volatile("" : "+r"(p), "+r"(q) : : "memory")

INLINE i32 min_i32(i32 a, i32 b) { return a < b ? a : b; }
INLINE i32 max_i32(i32 a, i32 b) { return a > b ? a : b; }

#endif
