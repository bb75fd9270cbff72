/* Vectors of xr_real by the compilers' vector extensions: no intrinsics, any width.
 *
 * Code written with these is width-neutral: it strides by XR_LANES, and since channels are padded
 * to XR_PAD, a multiple of every width, it never meets a partial vector there. A lane never sees
 * another lane, so that the width can't change a result.
 *
 * What holds the same bytes for every compiler and ISA that has FMA: everything is compiled with
 * -ffp-contract=fast, so `a * b + c` is one FMA. A sum of two products would leave the choice of
 * the fused one to the compiler, also where it spans statements (`p = a * b; q = c * d; p + q`):
 * never write one. Every chain is `sum = a * b + sum`. */
#ifndef XR_SIMD_H
#define XR_SIMD_H

#include "xr.h"

#include <string.h>

#define XR_INLINE static inline __attribute__((always_inline))

#if defined __AVX512F__
#define XR_VECTOR_BYTES 64
#elif defined __AVX__
#define XR_VECTOR_BYTES 32
#else
#define XR_VECTOR_BYTES 16
#endif

#ifdef XR_DOUBLE
typedef int64_t xr_lane;
#define XR_LANES (XR_VECTOR_BYTES / 8)
#else
typedef int32_t xr_lane;
#define XR_LANES (XR_VECTOR_BYTES / 4)
#endif

/* Channels are padded to a multiple of this on every ISA. */
#define XR_PAD 16

typedef xr_real xr_vec __attribute__((vector_size(XR_VECTOR_BYTES)));
/* All ones where a comparison holds, zero elsewhere: what `a > b` of two xr_vec gives. */
typedef xr_lane xr_mask __attribute__((vector_size(XR_VECTOR_BYTES)));
/* A byte a lane, two, four. */
typedef uint8_t xr_bytes __attribute__((vector_size(XR_LANES)));
typedef uint16_t xr_halves __attribute__((vector_size(2 * XR_LANES)));
typedef uint32_t xr_words __attribute__((vector_size(4 * XR_LANES)));
/* The same vector where it lies in memory, aligned as a scalar is. */
typedef xr_real xr_vec_memory
    __attribute__((vector_size(XR_VECTOR_BYTES), aligned(sizeof(xr_real)), may_alias));

/* Asks for a loop of constant bounds to be unrolled whole, so that an array that it indexes lives
 * in registers. */
#ifdef __clang__
#define XR_UNROLL _Pragma("clang loop unroll(full)")
#else
#define XR_UNROLL _Pragma("GCC unroll 64")
#endif

/* Unrolls an inner loop a few times: less to issue a step, where another thread shares the core. */
#ifdef __clang__
#define XR_UNROLL_SOME _Pragma("clang loop unroll_count(4)")
#else
#define XR_UNROLL_SOME _Pragma("GCC unroll 4")
#endif

XR_INLINE xr_vec xr_load(const xr_real *from)
{
    return *(const xr_vec_memory *)from;
}

XR_INLINE void xr_store(xr_real *to, xr_vec value)
{
    *(xr_vec_memory *)to = value;
}

/* The first `count` lanes, 0 <= count <= XR_LANES; the others are zero. */
XR_INLINE xr_vec xr_load_partial(const xr_real *from, int count)
{
    xr_vec value = {0};
    memcpy(&value, from, (size_t)count * sizeof *from);
    return value;
}

/* The first `count` lanes; what lies behind them in memory stays as it is. */
XR_INLINE void xr_store_partial(xr_real *to, xr_vec value, int count)
{
    memcpy(to, &value, (size_t)count * sizeof *to);
}

XR_INLINE xr_vec xr_zero(void)
{
    return (xr_vec){0};
}

/* Every lane is the scalar. The subtraction of a zero vector, unlike an addition, keeps -0. */
XR_INLINE xr_vec xr_set1(xr_real scalar)
{
    return scalar - (xr_vec){0};
}

/* a where the mask holds, b elsewhere. */
XR_INLINE xr_vec xr_select(xr_mask mask, xr_vec a, xr_vec b)
{
    return (xr_vec)((mask & (xr_mask)a) | (~mask & (xr_mask)b));
}

/* value where the mask holds, zero elsewhere. */
XR_INLINE xr_vec xr_keep(xr_mask mask, xr_vec value)
{
    return (xr_vec)(mask & (xr_mask)value);
}

/* The larger of each lane; a NaN in either operand is the result. b on ties. */
XR_INLINE xr_vec xr_max(xr_vec a, xr_vec b)
{
    return xr_select((a > b) | (a != a), a, b);
}

/* The result of a max pool's step: value where it is larger than best or not a number, so that a
 * NaN stays; and which tap of the window it was. */
XR_INLINE void xr_challenge(xr_vec value, xr_lane tap, xr_vec *best, xr_mask *winner)
{
    const xr_mask wins = (value > *best) | (value != value);
    *best = xr_select(wins, value, *best);
    *winner = (wins & tap) | (~wins & *winner);
}

/* The low byte of each lane. */
XR_INLINE void xr_store_bytes(uint8_t *to, xr_mask lanes)
{
    const xr_bytes bytes = __builtin_convertvector(lanes, xr_bytes);
    memcpy(to, &bytes, sizeof bytes);
}

/* The low two bytes of each lane. */
XR_INLINE void xr_store_halves(uint16_t *to, xr_mask lanes)
{
    const xr_halves halves = __builtin_convertvector(lanes, xr_halves);
    memcpy(to, &halves, sizeof halves);
}

/* The low four. */
XR_INLINE void xr_store_words(uint32_t *to, xr_mask lanes)
{
    const xr_words words = __builtin_convertvector(lanes, xr_words);
    memcpy(to, &words, sizeof words);
}

#endif
