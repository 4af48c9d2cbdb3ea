/* Fuzz target: any bytes as a picture file. The first byte says whether they
   go to the reader of JPEG or of PNG files. */

#include <stdint.h>

#include "source/picture-imp.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena *a = arena_new();
	struct picture p = { 0 };
	char words[PICTURE_WORDS] = "";
	struct slice file = { (const char *)bytes + 1, n - 1 };
	enum picture_result result;

	if (n) {
		result = bytes[0] % 2 ? picture_read_jpeg(a, file, &p, words)
				      : picture_read_png(a, file, &p, words);
		if (result == PICTURE_GOOD && (!p.bytes || !p.n || p.wid < 1 || p.hgt < 1)) {
			die("a good picture without pixels");
		}
		if (result == PICTURE_BROKEN && !words[0]) {
			die("a broken picture, and nothing is said");
		}
	}
	arena_free(a);
	return 0;
}
