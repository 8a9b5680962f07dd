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

int pos_serial_hang_up(int descriptor, int is_on) {
  // Setting the mode anew would undo IOSSIOSPEED, so this goes before it.
  struct termios mode;
  if (tcgetattr(descriptor, &mode) < 0) return -1;
  mode.c_cflag = is_on ? mode.c_cflag | HUPCL : mode.c_cflag & ~HUPCL;
  return tcsetattr(descriptor, TCSANOW, &mode);
}

int pos_serial_set_line(int descriptor, int line, int is_on) {
  int bits = line == POS_LINE_DTR ? TIOCM_DTR : TIOCM_RTS;
  return ioctl(descriptor, is_on ? TIOCMBIS : TIOCMBIC, &bits);
}

int pos_serial_lines(int descriptor) {
  int bits = 0;
  if (ioctl(descriptor, TIOCMGET, &bits) < 0) return -1;
  return (bits & TIOCM_DTR ? POS_LINE_DTR : 0) | (bits & TIOCM_RTS ? POS_LINE_RTS : 0)
         | (bits & TIOCM_CTS ? POS_LINE_CTS : 0) | (bits & TIOCM_DSR ? POS_LINE_DSR : 0)
         | (bits & TIOCM_CAR ? POS_LINE_DCD : 0) | (bits & TIOCM_RNG ? POS_LINE_RI : 0);
}

int pos_serial_waiting(int descriptor) {
  int count = 0;
  return ioctl(descriptor, TIOCOUTQ, &count) < 0 ? -1 : count;
}

int pos_serial_drain(int descriptor) { return tcdrain(descriptor); }

int pos_serial_low_latency(int descriptor) {
  unsigned long microseconds = 1;
  return ioctl(descriptor, IOSSDATALAT, &microseconds) < 0 ? -1 : 1;
}

#endif
