// Its own file: the kernel's termios2, which alone can set any baud, cannot be included beside the C library's
// termios.
#ifdef __linux__

#include "CPosShim.h"

#include <asm/ioctls.h>
#include <asm/termbits.h>

extern int ioctl(int descriptor, unsigned long request, ...);

int pos_serial_configure(int descriptor, unsigned baud, int stop_bits, int parity) {
  struct termios2 mode;
  if (ioctl(descriptor, TCGETS2, &mode) < 0) return -1;
  mode.c_iflag &= ~(IGNBRK | BRKINT | PARMRK | INPCK | ISTRIP | INLCR | IGNCR | ICRNL | IXON | IXOFF | IXANY);
  mode.c_oflag &= ~OPOST;
  mode.c_lflag &= ~(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
  mode.c_cflag &= ~(CSIZE | CSTOPB | PARENB | PARODD | CRTSCTS | CBAUD | (CBAUD << IBSHIFT));
  mode.c_cflag |= CS8 | CREAD | CLOCAL | BOTHER | (BOTHER << IBSHIFT);
  if (stop_bits == 2) mode.c_cflag |= CSTOPB;
  if (parity != 0) mode.c_cflag |= PARENB;
  if (parity == 2) mode.c_cflag |= PARODD;
  mode.c_ispeed = mode.c_ospeed = baud;
  mode.c_cc[VMIN] = 1;
  mode.c_cc[VTIME] = 0;
  return ioctl(descriptor, TCSETS2, &mode);
}

int pos_serial_read_back(int descriptor, pos_serial_settings *settings) {
  struct termios2 mode;
  if (ioctl(descriptor, TCGETS2, &mode) < 0) return -1;
  settings->baud = mode.c_ospeed;
  settings->stop_bits = mode.c_cflag & CSTOPB ? 2 : 1;
  settings->parity = mode.c_cflag & PARENB ? (mode.c_cflag & PARODD ? 2 : 1) : 0;
  settings->is_raw = (mode.c_lflag & (ECHO | ICANON | ISIG | IEXTEN)) == 0 && (mode.c_oflag & OPOST) == 0
                     && (mode.c_iflag & (ICRNL | INLCR | IGNCR | IXON | ISTRIP)) == 0
                     && (mode.c_cflag & CSIZE) == CS8;
  return 0;
}

int pos_serial_claim(int descriptor) { return ioctl(descriptor, TIOCEXCL); }

int pos_serial_drop_input(int descriptor) { return ioctl(descriptor, TCFLSH, TCIFLUSH); }

int pos_serial_drop_output(int descriptor) { return ioctl(descriptor, TCFLSH, TCOFLUSH); }

#endif
