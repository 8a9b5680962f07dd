#pragma once
#include <stddef.h>
#include <stdint.h>

/// CRC-16/KERMIT by one table, byte after byte: what a C programmer would write first.
uint16_t baseline_crc(const uint8_t *bytes, size_t count);

/// Plays ping-pong over a pseudo-terminal of its own, blocking, with the pieces of a serial exchange: `command` bytes
/// there, one and `response` bytes back, one there. Fills `nanoseconds` with the time of each round.
/// Returns 0, or -1 with errno.
int baseline_ping_pong(size_t command, size_t response, size_t rounds, uint64_t *nanoseconds);

/// How often this process has asked for memory. 0 where that cannot be counted.
uint64_t baseline_allocations(void);

/// The monotonic clock.
uint64_t baseline_nanoseconds(void);
