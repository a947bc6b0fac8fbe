/* Computes for about a second: a sieve and the n bodies of a small solar system. */
#include <stdio.h>
#include <stdlib.h>
#include <math.h>

static unsigned sieve(unsigned n) {
  unsigned char *composite = calloc(n + 1, 1);
  unsigned count = 0;
  for (unsigned i = 2; i <= n; i++) {
    if (composite[i]) continue;
    count++;
    for (unsigned long j = (unsigned long)i * i; j <= n; j += i) composite[j] = 1;
  }
  free(composite);
  return count;
}

static double bodies(unsigned steps) {
  enum { N = 5 };
  double p[N][3], v[N][3], m[N], e = 0;
  for (int i = 0; i < N; i++) {
    m[i] = 1.0 / (1 + i * i);
    for (int k = 0; k < 3; k++) p[i][k] = 1.5 * i + 0.1 * k, v[i][k] = 0.1 * (k - i);
  }
  while (steps--) {
    for (int i = 0; i < N; i++)
      for (int j = i + 1; j < N; j++) {
        double d[3], r2 = 0;
        for (int k = 0; k < 3; k++) d[k] = p[i][k] - p[j][k], r2 += d[k] * d[k];
        double f = 1e-3 / (r2 * sqrt(r2));
        for (int k = 0; k < 3; k++) v[i][k] -= d[k] * m[j] * f, v[j][k] += d[k] * m[i] * f;
      }
    for (int i = 0; i < N; i++)
      for (int k = 0; k < 3; k++) p[i][k] += 1e-3 * v[i][k];
  }
  for (int i = 0; i < N; i++) e += v[i][0] * v[i][0] * m[i];
  return e;
}

int main(int argc, char **argv) {
  unsigned n = argc > 1 ? atoi(argv[1]) : 1;
  printf("%u %.12g\n", sieve(n * 10000), bodies(n * 1000));
  return 0;
}
