// A vector of doubles and the SLEEF functions on it, in the widest set the compiler was allowed to use.

#pragma once

#include <cstdint>
#include <immintrin.h>
#include <sleef.h>

namespace {

#if defined(__AVX512F__) && defined(__AVX512DQ__)

constexpr const char *kWidth = "AVX-512";

struct Lanes {
    static constexpr std::int64_t kCount = 8;
    using V = __m512d;

    static V load(const double *p) { return _mm512_loadu_pd(p); }
    static void store(double *p, V a) { _mm512_storeu_pd(p, a); }
    static V all(double a) { return _mm512_set1_pd(a); }
    static V add(V a, V b) { return _mm512_add_pd(a, b); }
    static V sub(V a, V b) { return _mm512_sub_pd(a, b); }
    static V mul(V a, V b) { return _mm512_mul_pd(a, b); }
    static V div(V a, V b) { return _mm512_div_pd(a, b); }
    static V fma(V a, V b, V c) { return _mm512_fmadd_pd(a, b, c); }
    static V fms(V a, V b, V c) { return _mm512_fmsub_pd(a, b, c); }
    static V root(V a) { return _mm512_sqrt_pd(a); }
    static V log(V a) { return Sleef_logd8_u10avx512f(a); }
    static V exp(V a) { return Sleef_expd8_u10avx512f(a); }
    static V erfc(V a) { return Sleef_erfcd8_u15avx512f(a); }
};

#elif defined(__AVX2__) && defined(__FMA__)

constexpr const char *kWidth = "AVX2";

struct Lanes {
    static constexpr std::int64_t kCount = 4;
    using V = __m256d;

    static V load(const double *p) { return _mm256_loadu_pd(p); }
    static void store(double *p, V a) { _mm256_storeu_pd(p, a); }
    static V all(double a) { return _mm256_set1_pd(a); }
    static V add(V a, V b) { return _mm256_add_pd(a, b); }
    static V sub(V a, V b) { return _mm256_sub_pd(a, b); }
    static V mul(V a, V b) { return _mm256_mul_pd(a, b); }
    static V div(V a, V b) { return _mm256_div_pd(a, b); }
    static V fma(V a, V b, V c) { return _mm256_fmadd_pd(a, b, c); }
    static V fms(V a, V b, V c) { return _mm256_fmsub_pd(a, b, c); }
    static V root(V a) { return _mm256_sqrt_pd(a); }
    static V log(V a) { return Sleef_logd4_u10avx2(a); }
    static V exp(V a) { return Sleef_expd4_u10avx2(a); }
    static V erfc(V a) { return Sleef_erfcd4_u15avx2(a); }
};

#else
#error "the SLEEF rival needs a processor with AVX2 and FMA"
#endif

} // namespace
