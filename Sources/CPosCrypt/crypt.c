#define _GNU_SOURCE
#include "CPosCrypt.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/// Takes as long for a difference in the first byte as for one in the last.
static int are_equal(const char *one, const char *other, size_t length) {
  unsigned char difference = 0;
  for (size_t index = 0; index < length; index++) difference |= (unsigned char)(one[index] ^ other[index]);
  return difference == 0;
}

#ifdef __linux__
#include <crypt.h>

const char *pos_password_scheme(void) {
  static const char *const wanted = "$y$";
  char setting[CRYPT_GENSALT_OUTPUT_SIZE];
  if (crypt_gensalt_rn(wanted, 0, NULL, 0, setting, sizeof setting)) return wanted;
  return crypt_preferred_method();
}

/// Hashes by a setting, which may be a whole hash. Returns 0, or -1 with errno set.
static int hash_by(const char *password, const char *setting, char *hash, size_t size) {
  struct crypt_data *data = calloc(1, sizeof *data);
  if (!data) return -1;
  const char *made = crypt_rn(password, setting, data, sizeof *data);
  int code = made ? 0 : errno;
  if (made && made[0] == '*') code = EINVAL;
  if (!code && strlen(made) >= size) code = ERANGE;
  if (!code) memcpy(hash, made, strlen(made) + 1);
  explicit_bzero(data, sizeof *data);
  free(data);
  errno = code;
  return code ? -1 : 0;
}

int pos_password_hash(const char *password, char *hash, size_t size) {
  char setting[CRYPT_GENSALT_OUTPUT_SIZE];
  if (!crypt_gensalt_rn(pos_password_scheme(), 0, NULL, 0, setting, sizeof setting)) return -1;
  return hash_by(password, setting, hash, size);
}

int pos_password_check(const char *password, const char *hash) {
  char made[POS_PASSWORD_HASH_SIZE];
  size_t length = strlen(hash);
  // A crypt of one letter more is what the oldest schemes take for a salt; ours all begin with a dollar.
  if (hash[0] != '$' || length < 20) return errno = EINVAL, -1;
  if (hash_by(password, hash, made, sizeof made) < 0) return -1;
  int is_equal = strlen(made) == length && are_equal(made, hash, length);
  explicit_bzero(made, sizeof made);
  return is_equal;
}

#else
#include <CommonCrypto/CommonCrypto.h>
#include <CommonCrypto/CommonRandom.h>
#include <stdio.h>

enum { salt_length = 16, key_length = 32, iterations = 600000 };

const char *pos_password_scheme(void) { return "$pbkdf2-sha256$"; }

static void write_hex(const unsigned char *bytes, size_t count, char *text) {
  for (size_t index = 0; index < count; index++) snprintf(text + 2 * index, 3, "%02x", bytes[index]);
}

/// `$pbkdf2-sha256$ITERATIONS$SALT$KEY`, salt and key in hex.
static int hash_by(const char *password, unsigned rounds, const unsigned char *salt, char *hash, size_t size) {
  unsigned char key[key_length];
  char salt_text[2 * salt_length + 1], key_text[2 * key_length + 1];
  if (CCKeyDerivationPBKDF(kCCPBKDF2, password, strlen(password), salt, salt_length, kCCPRFHmacAlgSHA256, rounds,
                           key, key_length) != kCCSuccess)
    return errno = EINVAL, -1;
  write_hex(salt, salt_length, salt_text);
  write_hex(key, key_length, key_text);
  int length = snprintf(hash, size, "%s%u$%s$%s", pos_password_scheme(), rounds, salt_text, key_text);
  if (length < 0 || (size_t)length >= size) return errno = ERANGE, -1;
  return 0;
}

int pos_password_hash(const char *password, char *hash, size_t size) {
  unsigned char salt[salt_length];
  if (CCRandomGenerateBytes(salt, sizeof salt) != kCCSuccess) return errno = EIO, -1;
  return hash_by(password, iterations, salt, hash, size);
}

int pos_password_check(const char *password, const char *hash) {
  unsigned rounds = 0;
  int read = 0;
  char salt_text[2 * salt_length + 1] = "", made[POS_PASSWORD_HASH_SIZE];
  unsigned char salt[salt_length];
  if (sscanf(hash, "$pbkdf2-sha256$%u$%32[0-9a-f]$%n", &rounds, salt_text, &read) != 2 || read == 0 || rounds == 0
      || strlen(salt_text) != 2 * salt_length)
    return errno = EINVAL, -1;
  for (size_t index = 0; index < salt_length; index++) {
    unsigned byte = 0;
    sscanf(salt_text + 2 * index, "%2x", &byte);
    salt[index] = (unsigned char)byte;
  }
  if (hash_by(password, rounds, salt, made, sizeof made) < 0) return -1;
  return strlen(made) == strlen(hash) && are_equal(made, hash, strlen(hash));
}
#endif
