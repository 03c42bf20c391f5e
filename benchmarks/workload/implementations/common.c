/* The common workload in C, tuned: the rules of rules.py, the draws of core/draws.py, laid out as cogov_.py is.
   Compiled when the benchmark runs: gcc -O3 -march=native. */

#include <math.h>
#include <stdint.h>
#include <string.h>

#define CHUNK 256
#define BLOCK 8192
#define AHEAD 96
#define INLINE static inline __attribute__((always_inline))

typedef struct { uint64_t a, b; } key;

typedef struct {
    double social_weight, base, belonging_weight, trust_weight, noise, susceptibility, up, down, dispute;
} parameters;

/* ---- draws ---- */

enum { NOISE = 1, LEAP = 2, LUCK = 3 };
static const uint64_t GAMMA = 0x9E3779B97F4A7C15, MIX_1 = 0xBF58476D1CE4E5B9, MIX_2 = 0x94D049BB133111EB,
                      INDEX_1 = 0xD1342543DE82EF95, INDEX_2 = 0xDABA0B6EB09322E3, SALT_1 = 0x243F6A8885A308D3,
                      SALT_2 = 0x13198A2E03707344, SALT_3 = 0xA4093822299F31D0;

INLINE uint64_t mix(uint64_t z) {
    z = (z ^ (z >> 30)) * MIX_1;
    z = (z ^ (z >> 27)) * MIX_2;
    return z ^ (z >> 31);
}

INLINE key stream(uint64_t seed, uint64_t purpose, uint64_t week) {
    key k;
    k.a = mix(mix(mix(seed + SALT_1) + purpose * GAMMA + SALT_2) + week * GAMMA + SALT_3);
    k.b = mix(mix(mix(seed ^ SALT_3) + purpose * INDEX_1 + SALT_1) + week * INDEX_2 + SALT_2);
    return k;
}

INLINE uint64_t bits(key k, uint64_t entity, uint64_t index) {
    uint64_t z = entity * GAMMA + (k.a + index * INDEX_1);
    z = (z ^ (z >> 30)) * MIX_1;
    z = z ^ (k.b + index * INDEX_2);
    z = (z ^ (z >> 27)) * MIX_2;
    return z ^ (z >> 31);
}

INLINE double uniform(key k, uint64_t entity, uint64_t index) { return (double)(bits(k, entity, index) >> 11) * 0x1p-53; }

INLINE double open_uniform(key k, uint64_t entity, uint64_t index) {
    return ((double)(bits(k, entity, index) >> 12) + 0.5) * 0x1p-52;
}

INLINE double horner(double x, const double *c, int terms) {
    double value = c[0];
    for (int k = 1; k < terms; k++) value = value * x + c[k];
    return value;
}

INLINE int64_t word(double x) { int64_t w; memcpy(&w, &x, 8); return w; }
INLINE double number(int64_t w) { double x; memcpy(&x, &w, 8); return x; }

INLINE double ln(double x) {                       /* of positive normal numbers; as core/numeric.py */
    const int64_t half_root = 0x3FE6A09E667F3BCD;
    int64_t shifted = word(x) - half_root;
    double k = number((shifted >> 52) + 0x4338000000000000) - 6755399441055744.0;
    double f = number((shifted & 0x000FFFFFFFFFFFFF) + half_root) - 1.0;
    double s = f / (2.0 + f), z = s * s, z2 = z * z, z4 = z2 * z2;
    double low = (2.0 / 3.0 + z * (2.0 / 5.0)) + z2 * (2.0 / 7.0 + z * (2.0 / 9.0));
    double high = (2.0 / 11.0 + z * (2.0 / 13.0)) + z2 * (2.0 / 15.0 + z * (2.0 / 17.0));
    double rest = z * (low + z4 * (high + z4 * (2.0 / 19.0 + z * (2.0 / 21.0))));
    double square = 0.5 * f * f;
    return k * 0x1.62e42fee00000p-1 - ((square - (s * (square + rest) + k * 0x1.a39ef35793c76p-33)) - f);
}

/* Wichura 1988, AS 241 */
static const double CENTRAL_TOP[8] = {2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
                                      1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.3871328727963666080};
static const double CENTRAL_BOTTOM[8] = {5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4,
                                         5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1.0};
static const double OUTER_TOP[8] = {7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258,
                                    3.64784832476320460504, 5.76949722146069140550, 4.63033784615654529590, 1.42343711074968357734};
static const double OUTER_BOTTOM[8] = {1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
                                       6.89767334985100004550e-1, 1.67638483018380384940, 2.05319162663775882187, 1.0};
static const double FAR_TOP[8] = {2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
                                  2.96560571828504891230e-1, 1.78482653991729133580, 5.46378491116411436990, 6.65790464350110377720};
static const double FAR_BOTTOM[8] = {2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
                                     1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1.0};

/* The centre for all, then the tails, gathered into a dense list. */
INLINE void normals(key k, const uint64_t *restrict identity, int count, double *restrict out, double *restrict spare, int32_t *restrict places) {
    for (int r = 0; r < count; r++) spare[r] = open_uniform(k, identity[r], 0);
    for (int r = 0; r < count; r++) {
        double q = spare[r] - 0.5, square = 0.180625 - q * q;
        out[r] = q * horner(square, CENTRAL_TOP, 8) / horner(square, CENTRAL_BOTTOM, 8);
    }
    int outer = 0;
    for (int r = 0; r < count; r++) {
        double p = spare[r];
        places[outer] = r;
        spare[outer] = p;
        outer += fabs(p - 0.5) > 0.425;
    }
    int far = 0;
    for (int t = 0; t < outer; t++) {
        double p = spare[t], size = sqrt(-ln((p < 0.5 ? p : 1.0 - p)));
        double value = horner(size - 1.6, OUTER_TOP, 8) / horner(size - 1.6, OUTER_BOTTOM, 8);
        far += size > 5.0;
        spare[t] = p > 0.5 ? value : -value;
    }
    for (int t = 0; t < outer; t++) out[places[t]] = spare[t];
    if (far)
        for (int r = 0; r < count; r++) {
            double p = open_uniform(k, identity[r], 0), size = sqrt(-ln((p < 0.5 ? p : 1.0 - p)));
            if (size > 5.0) {
                double value = horner(size - 5.0, FAR_TOP, 8) / horner(size - 5.0, FAR_BOTTOM, 8);
                out[r] = p > 0.5 ? value : -value;
            }
        }
}

/* ---- rules ---- */

enum { GOOD = 1, BAD = 256 };          /* in the two bytes of a resident's account of the week */
typedef struct { uint32_t i, j, what; } dispute;

/* Leaps first, then what they hit, so that the processor looks many ties up at once. */
static void disputes(uint64_t seed, int64_t week, int64_t ties, double scale, const uint32_t *restrict low, const uint32_t *restrict high,
                     const double *restrict trust, dispute *restrict found, uint16_t *restrict had) {
    key leaps = stream(seed, LEAP, week), luck = stream(seed, LUCK, week);
    int64_t total = 0;
    for (int64_t begin = 0, block = 0; begin < ties; begin += BLOCK, block++) {
        int64_t end = begin + BLOCK < ties ? begin + BLOCK : ties, k = 0, before = total;
        for (int64_t tie = begin + (int64_t)(-ln(open_uniform(leaps, block, k)) * scale); tie < end;
             tie += 1 + (int64_t)(-ln(open_uniform(leaps, block, k)) * scale)) {
            found[total++].i = (uint32_t)tie;
            k++;
        }
        for (k = before; k < total; k++) {
            uint32_t tie = found[k].i, i = low[tie], j = high[tie];
            int settled = uniform(luck, tie, 0) < 0.5 * (trust[i] + trust[j]);
            found[k] = (dispute){i, j, settled ? GOOD : BAD};
        }
    }
    for (int64_t k = 0; k < total; k++) {
        had[found[k].i] += found[k].what;
        had[found[k].j] += found[k].what;
    }
}

INLINE void learn_from_disputes(int count, const parameters *p, uint16_t *restrict had, double *restrict trust, int32_t *restrict places) {
    int parties = 0;
    for (int r = 0; r < count; r++) {
        places[parties] = r;
        parties += had[r] > 0;
    }
    for (int k = 0; k < parties; k++) {
        int i = places[k];
        double t = trust[i];
        for (int ups = had[i] % BAD; ups > 0; ups--) t += p->up * (1.0 - t);
        for (int downs = had[i] / BAD; downs > 0; downs--) t -= p->down * t;
        trust[i] = t;
        had[i] = 0;
    }
}

static __attribute__((noinline)) void arithmetic(int count, const parameters p, const double *restrict mean, const double *restrict share,
                                                 const double *restrict degree, const double *restrict drawn, const double *restrict threshold,
                                                 const double *restrict anchor, const double *restrict shown, double *restrict following,
                                                 double *restrict trust) {
    for (int r = 0; r < count; r++) {
        double divisor = degree[r] > 1.0 ? degree[r] : 1.0, own = fabs(shown[r]), t = trust[r], a = anchor[r];
        double signal = 0.5 * (degree[r] - share[r]) / divisor;
        double drive = p.base + p.belonging_weight * (own - 0.5) + p.trust_weight * (t - 0.65) + p.noise * drawn[r];
        double active = p.social_weight * signal + drive >= threshold[r] ? -1.0 : 1.0;
        double belonging = degree[r] > 0.0 ? p.susceptibility * (mean[r] / divisor) + (1.0 - p.susceptibility) * a : a;
        trust[r] = active < 0.0 ? t + p.up * (1.0 - t) : t;
        following[r] = copysign(belonging, active);
    }
}

static int64_t decide(int64_t n, key noise, const parameters *q, int far, const uint8_t *restrict order, const int64_t *restrict first, const uint32_t *restrict neighbour,
                      const uint64_t *restrict identity, const double *restrict threshold, const double *restrict anchor,
                      const double *restrict shown, double *restrict following, double *restrict trust, uint16_t *restrict had) {
    const parameters p = *q;
    double mean[CHUNK], share[CHUNK], degree[CHUNK], drawn[CHUNK], spare[CHUNK];
    int32_t places[CHUNK];
    int64_t taking_part = 0;
    for (int64_t begin = 0; begin < n; begin += CHUNK) {
        int count = n - begin < CHUNK ? (int)(n - begin) : CHUNK;
        if (far)
            for (int64_t slot = first[begin]; slot < first[begin + count]; slot++) __builtin_prefetch(&shown[neighbour[slot + AHEAD]]);
        for (int k = 0; k < count; k++) {
            int r = order[begin + k];
            int64_t low = first[begin + r], high = first[begin + r + 1];
            double total = 0.0, signs = 0.0;
            for (int64_t slot = low; slot < high; slot++) {
                double value = shown[neighbour[slot]];
                total += fabs(value);
                signs += copysign(1.0, value);
            }
            mean[r] = total;
            share[r] = signs;
            degree[r] = (double)(high - low);
        }
        normals(noise, identity + begin, count, drawn, spare, places);
        arithmetic(count, p, mean, share, degree, drawn, threshold + begin, anchor + begin, shown + begin, following + begin, trust + begin);
        for (int r = 0; r < count; r++) taking_part += following[begin + r] < 0.0;
        learn_from_disputes(count, &p, had + begin, trust + begin, places);
    }
    return taking_part;
}

void run_weeks(uint64_t seed, int64_t weeks, const parameters *p, int64_t n, int64_t ties, int far, const uint8_t *order, const int64_t *first,
               const uint32_t *neighbour, const uint32_t *low, const uint32_t *high, const uint64_t *identity, const double *threshold,
               const double *anchor, double *shown, double *following, double *trust, uint16_t *had, dispute *found, int64_t *taking_part) {
    double scale = -1.0 / ln(1.0 - p->dispute);
    for (int64_t week = 0; week < weeks; week++) {
        disputes(seed, week, ties, scale, low, high, trust, found, had);
        taking_part[week] =
            decide(n, stream(seed, NOISE, week), p, far, order, first, neighbour, identity, threshold, anchor, shown, following, trust, had);
        double *swap = shown;
        shown = following;
        following = swap;
    }
}
