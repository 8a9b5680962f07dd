/* Loaded before libc (LD_PRELOAD): each fdatasync takes two milliseconds more, as on a disk that really writes. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>

int fdatasync(int file) {
  static int (*real)(int);
  if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  struct timespec time = {0, 2000000};
  nanosleep(&time, 0);
  return real(file);
}
