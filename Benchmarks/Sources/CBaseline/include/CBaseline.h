#pragma once
#include <stddef.h>
#include <stdint.h>

/// CRC-16/KERMIT by one table, byte after byte: what a C programmer would write first.
uint16_t baseline_crc(const uint8_t *bytes, size_t count);

/// Plays a conversation over a pseudo-terminal of its own, two blocking threads, no framing: the first writes the
/// pieces above zero, the other those below, each reads the other's. Fills `nanoseconds` with the time of each round.
/// Returns 0, or -1 with errno.
int baseline_conversation(const int32_t *pieces, size_t count, size_t rounds, uint64_t *nanoseconds);

/// Processor time this process has used, of all threads.
uint64_t baseline_cpu_nanoseconds(void);

/// How often the calling thread has asked for memory. 0 where that cannot be counted.
uint64_t baseline_allocations(void);

/// The monotonic clock.
uint64_t baseline_nanoseconds(void);
