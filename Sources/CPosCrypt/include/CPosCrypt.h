#ifndef CPOSCRYPT_H
#define CPOSCRYPT_H

#include <stddef.h>

/// Hashes of passwords by the system's own library: libxcrypt on Linux, CommonCrypto on macOS.

/// The longest hash with its terminating zero.
enum { POS_PASSWORD_HASH_SIZE = 384 };

/// Hashes a password with a fresh salt from the system, by the strongest memory-hard scheme there is (yescrypt,
/// else the library's preferred one; PBKDF2 on macOS). Returns 0, or -1 with errno set.
int pos_password_hash(const char *password, char *hash, size_t size);

/// Whether the hash is of that password, compared in constant time: 1, 0, or -1 with errno set (EINVAL: no
/// scheme of this system).
int pos_password_check(const char *password, const char *hash);

/// The beginning that a hash made here and now would have: "$y$" for yescrypt.
const char *pos_password_scheme(void);

#endif
