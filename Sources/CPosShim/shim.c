#define _GNU_SOURCE
#include "CPosShim.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/sysmacros.h>
#endif

const char *pos_compiler(void) { return __VERSION__; }

int pos_open_master(void) {
  int master = posix_openpt(O_RDWR | O_NOCTTY);
  if (master < 0) return -1;
  if (fcntl(master, F_SETFD, FD_CLOEXEC) < 0 || grantpt(master) < 0 || unlockpt(master) < 0) {
    int code = errno;
    close(master);
    errno = code;
    return -1;
  }
  return master;
}

int pos_slave_path(int master, char *path, size_t size) {
  int code = ptsname_r(master, path, size);
  if (code == 0) return 0;
  if (code > 0) errno = code;
  return -1;
}

int pos_is_pseudo_terminal(int descriptor) {
  struct stat status;
  if (fstat(descriptor, &status) < 0) return 0;
#ifdef __linux__
  // Documentation/admin-guide/devices.txt: 136 to 143 are the slaves of Unix98 pseudo-terminals.
  unsigned number = major(status.st_rdev);
  return number >= 136 && number <= 143;
#else
  char path[128];
  if (ttyname_r(descriptor, path, sizeof path) != 0) return 0;
  return path[0] == '/' && path[5] == 't' && path[6] == 't' && path[7] == 'y' && path[8] == 's';
#endif
}

int pos_device_of(const char *path, pos_device *device) {
#ifdef __linux__
  struct statx status;
  if (statx(AT_FDCWD, path, AT_STATX_DONT_SYNC, STATX_TYPE, &status) < 0) return -1;
  int is_device = S_ISCHR(status.stx_mode);
  int is_pseudo = status.stx_rdev_major >= 136 && status.stx_rdev_major <= 143;
  device->number = (uint64_t)status.stx_rdev_major << 32 | status.stx_rdev_minor;
  device->home = is_pseudo ? (uint64_t)status.stx_dev_major << 32 | status.stx_dev_minor : 0;
#else
  struct stat status;
  if (stat(path, &status) < 0) return -1;
  int is_device = S_ISCHR(status.st_mode);
  device->number = (uint64_t)status.st_rdev;
  device->home = 0;
#endif
  if (is_device) return 0;
  errno = ENOTTY;
  return -1;
}
