#ifndef BASE_HASH_H
#define BASE_HASH_H

/* hash: what tells one content from every other, on every machine. */

#include <stddef.h>

/* Write the SHA-256 of n bytes as 64 lower-case hex digits and a NUL. */
void hash_bytes(const void *bytes, size_t n, char out[static 65]);

#endif
