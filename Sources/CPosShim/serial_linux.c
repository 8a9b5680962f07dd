// Its own file: the kernel's termios2, which alone can set any baud, cannot be included beside the C library's
// termios.
#ifdef __linux__

#include "CPosShim.h"

#include <asm/ioctls.h>
#include <asm/termbits.h>
#include <asm/termios.h>
#include <linux/serial.h>
#include <linux/tty_flags.h>

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

int pos_serial_hang_up(int descriptor, int is_on) {
  struct termios2 mode;
  if (ioctl(descriptor, TCGETS2, &mode) < 0) return -1;
  mode.c_cflag = is_on ? mode.c_cflag | HUPCL : mode.c_cflag & ~HUPCL;
  return ioctl(descriptor, TCSETS2, &mode);
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
         | (bits & TIOCM_CD ? POS_LINE_DCD : 0) | (bits & TIOCM_RI ? POS_LINE_RI : 0);
}

int pos_serial_waiting(int descriptor) {
  int count = 0;
  return ioctl(descriptor, TIOCOUTQ, &count) < 0 ? -1 : count;
}

int pos_serial_drain(int descriptor) { return ioctl(descriptor, TCSBRK, 1); }

int pos_serial_low_latency(int descriptor) {
  struct serial_struct serial;
  if (ioctl(descriptor, TIOCGSERIAL, &serial) < 0) return -1;
  if ((serial.flags & ASYNC_LOW_LATENCY) == 0) {
    serial.flags |= ASYNC_LOW_LATENCY;
    if (ioctl(descriptor, TIOCSSERIAL, &serial) < 0) return -1;
    if (ioctl(descriptor, TIOCGSERIAL, &serial) < 0) return -1;
  }
  return serial.flags & ASYNC_LOW_LATENCY ? 1 : 0;
}

#endif
