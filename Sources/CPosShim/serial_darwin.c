// Written for, never run there.
#ifdef __APPLE__

#include "CPosShim.h"

#include <IOKit/serial/ioss.h>
#include <sys/ioctl.h>
#include <termios.h>

int pos_serial_configure(int descriptor, unsigned baud, int stop_bits, int parity) {
  struct termios mode;
  if (tcgetattr(descriptor, &mode) < 0) return -1;
  cfmakeraw(&mode);
  mode.c_cflag &= ~(CSIZE | CSTOPB | PARENB | PARODD | CRTSCTS);
  mode.c_cflag |= CS8 | CREAD | CLOCAL;
  if (stop_bits == 2) mode.c_cflag |= CSTOPB;
  if (parity != 0) mode.c_cflag |= PARENB;
  if (parity == 2) mode.c_cflag |= PARODD;
  mode.c_cc[VMIN] = 1;
  mode.c_cc[VTIME] = 0;
  if (cfsetspeed(&mode, baud) == 0) return tcsetattr(descriptor, TCSANOW, &mode);
  cfsetspeed(&mode, B9600);
  if (tcsetattr(descriptor, TCSANOW, &mode) < 0) return -1;
  speed_t speed = baud;
  return ioctl(descriptor, IOSSIOSPEED, &speed);
}

int pos_serial_read_back(int descriptor, pos_serial_settings *settings) {
  struct termios mode;
  if (tcgetattr(descriptor, &mode) < 0) return -1;
  settings->baud = 0;  // Meaningless after IOSSIOSPEED.
  settings->stop_bits = mode.c_cflag & CSTOPB ? 2 : 1;
  settings->parity = mode.c_cflag & PARENB ? (mode.c_cflag & PARODD ? 2 : 1) : 0;
  settings->is_raw = (mode.c_lflag & (ECHO | ICANON | ISIG | IEXTEN)) == 0 && (mode.c_oflag & OPOST) == 0
                     && (mode.c_iflag & (ICRNL | INLCR | IGNCR | IXON | ISTRIP)) == 0
                     && (mode.c_cflag & CSIZE) == CS8;
  return 0;
}

int pos_serial_claim(int descriptor) { return ioctl(descriptor, TIOCEXCL); }

int pos_serial_drop_input(int descriptor) { return tcflush(descriptor, TCIFLUSH); }

int pos_serial_drop_output(int descriptor) { return tcflush(descriptor, TCOFLUSH); }

#endif
