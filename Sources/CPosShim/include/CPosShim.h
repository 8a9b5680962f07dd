#ifndef CPOSSHIM_H
#define CPOSSHIM_H

#include <stddef.h>

/// What the C library's Swift module hides or leaves to ioctl. Every function returns -1 with errno set, or 0
/// (a descriptor where it says so).

/// Line settings as read back from the system.
typedef struct {
  /// 0: the system does not tell.
  unsigned baud;
  int stop_bits;
  /// 0 none, 1 even, 2 odd.
  int parity;
  /// 1: eight bits, no echo, no line editing, no signals, no flow control.
  int is_raw;
} pos_serial_settings;

/// Opens a pseudo-terminal's master, unlocked, close-on-exec, not the controlling terminal. Returns the
/// descriptor.
int pos_open_master(void);

/// Writes the path of the master's other side.
int pos_slave_path(int master, char *path, size_t size);

/// Sets raw mode, eight bits and the settings given. Any baud the driver can do.
int pos_serial_configure(int descriptor, unsigned baud, int stop_bits, int parity);

int pos_serial_read_back(int descriptor, pos_serial_settings *settings);

/// TIOCEXCL: no one but root may open the line again.
int pos_serial_claim(int descriptor);

/// Drops what was received and not read.
int pos_serial_drop_input(int descriptor);

/// Drops what was written and not sent.
int pos_serial_drop_output(int descriptor);

/// 1: the path is a pseudo-terminal's, whose parity and modem lines do not exist.
int pos_is_pseudo_terminal(int descriptor);

#endif
