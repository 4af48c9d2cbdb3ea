#include "base/hash.h"

#include <sys/types.h>

#include <sha2.h>

void hash_bytes(const void *bytes, size_t n, char out[static 65])
{
	SHA256Data(n ? bytes : (const void *)"", n, out);
}
