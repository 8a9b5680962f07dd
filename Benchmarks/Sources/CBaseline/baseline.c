#define _GNU_SOURCE
#include "CBaseline.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static uint16_t table[256];

__attribute__((constructor)) static void fill_table(void) {
  for (int byte = 0; byte < 256; byte++) {
    uint16_t crc = (uint16_t)byte;
    for (int bit = 0; bit < 8; bit++) crc = crc & 1 ? crc >> 1 ^ 0x8408 : crc >> 1;
    table[byte] = crc;
  }
}

uint16_t baseline_crc(const uint8_t *bytes, size_t count) {
  uint16_t crc = 0;
  for (size_t index = 0; index < count; index++) crc = crc >> 8 ^ table[(uint8_t)crc ^ bytes[index]];
  return crc;
}

uint64_t baseline_nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static int raw(int descriptor) {
  struct termios settings;
  if (tcgetattr(descriptor, &settings)) return -1;
  cfmakeraw(&settings);
  return tcsetattr(descriptor, TCSANOW, &settings);
}

static int all(int descriptor, size_t count, int writes) {
  static const uint8_t nothing[4096];
  uint8_t bytes[4096];
  while (count) {
    ssize_t done = writes ? write(descriptor, nothing, count) : read(descriptor, bytes, count);
    if (done <= 0) return -1;
    count -= (size_t)done;
  }
  return 0;
}

uint64_t baseline_cpu_nanoseconds(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return ((uint64_t)usage.ru_utime.tv_sec + (uint64_t)usage.ru_stime.tv_sec) * 1000000000 +
         ((uint64_t)usage.ru_utime.tv_usec + (uint64_t)usage.ru_stime.tv_usec) * 1000;
}

struct peer {
  int descriptor;
  const int32_t *pieces;
  size_t count, rounds;
};

/* Writes its own pieces and reads the other's, in their order. */
static int play(int descriptor, const int32_t *pieces, size_t count, int sign) {
  for (size_t index = 0; index < count; index++) {
    int32_t piece = pieces[index] * sign;
    if (all(descriptor, (size_t)(piece < 0 ? -piece : piece), piece > 0)) return -1;
  }
  return 0;
}

static void *answer(void *argument) {
  struct peer *peer = argument;
  for (size_t round = 0; round < peer->rounds; round++)
    if (play(peer->descriptor, peer->pieces, peer->count, -1)) break;
  return NULL;
}

int baseline_conversation(const int32_t *pieces, size_t count, size_t rounds, uint64_t *nanoseconds) {
  int master = posix_openpt(O_RDWR | O_NOCTTY);
  if (master < 0 || grantpt(master) || unlockpt(master)) return -1;
  int slave = open(ptsname(master), O_RDWR | O_NOCTTY);
  if (slave < 0 || raw(slave)) return -1;
  struct peer peer = {master, pieces, count, rounds};
  pthread_t thread;
  if (pthread_create(&thread, NULL, answer, &peer)) return -1;
  int failed = 0;
  for (size_t round = 0; round < rounds && !failed; round++) {
    uint64_t start = baseline_nanoseconds();
    failed = play(slave, pieces, count, 1);
    nanoseconds[round] = baseline_nanoseconds() - start;
  }
  pthread_join(thread, NULL);
  close(slave);
  close(master);
  return failed ? -1 : 0;
}

// Of each thread by itself: one number for all of them would cost more than an allocation.
static _Thread_local uint64_t allocations;

uint64_t baseline_allocations(void) { return allocations; }

#if defined(__GLIBC__)
// Stand before the C library's own; everything in the process comes through here.
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

void *malloc(size_t size) {
  allocations++;
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  allocations++;
  return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size) {
  allocations++;
  return __libc_realloc(old, size);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
  allocations++;
  *result = __libc_memalign(alignment, size);
  return *result || !size ? 0 : 12;
}
#endif
