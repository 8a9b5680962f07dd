#ifndef CPOSSHIM_H
#define CPOSSHIM_H

#include <stddef.h>
#include <stdint.h>

/// What the C library's Swift module hides or leaves to ioctl. Every function returns -1 with errno set, or 0
/// (a descriptor where it says so).

/// The compiler of this module, as it calls itself.
const char *pos_compiler(void);

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

/// Whether the system lowers DTR and RTS when the port is closed. Before pos_serial_configure, whose baud it
/// might undo.
int pos_serial_hang_up(int descriptor, int is_on);

/// The control wires of a serial line.
enum {
  POS_LINE_DTR = 1,
  POS_LINE_RTS = 2,
  POS_LINE_CTS = 4,
  POS_LINE_DSR = 8,
  POS_LINE_DCD = 16,
  POS_LINE_RI = 32
};

/// Sets POS_LINE_DTR or POS_LINE_RTS.
int pos_serial_set_line(int descriptor, int line, int is_on);

/// Returns the control wires that are on.
int pos_serial_lines(int descriptor);

/// Returns how many bytes were written and have not left the driver's queue.
int pos_serial_waiting(int descriptor);

/// Blocks until everything written has been sent.
int pos_serial_drain(int descriptor);

/// Asks the driver to hand bytes over at once. Returns 1 if it says that it does, 0 if it does not.
int pos_serial_low_latency(int descriptor);

/// 1: the path is a pseudo-terminal's, whose parity and modem lines do not exist.
int pos_is_pseudo_terminal(int descriptor);

/// Which character device a path leads to, whatever its name.
typedef struct {
  uint64_t number;
  /// Of a pseudo-terminal the file system it is in, since each has its own numbers; else 0.
  uint64_t home;
} pos_device;

/// Fails with ENOTTY if the path is no character device. Does not wait for a file server.
int pos_device_of(const char *path, pos_device *device);

/// What the process has asked of malloc and not given back; 0: the system does not tell.
size_t pos_allocated_bytes(void);

#endif
