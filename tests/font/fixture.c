#include "fixture.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <hb-ot.h>
#include <hb-subset.h>

#include "base/arena.h"

int fixture_ready(void)
{
	return access(NOTO_SERIF, R_OK) == 0 && access(WENKAI, R_OK) == 0 &&
			access(LIBERATION, R_OK) == 0;
}

char *folder_path(const char *folder, const char *name)
{
	size_t n = strlen(folder) + strlen(name) + 2;
	char *path = malloc(n);

	if (!path) {
		die("out of memory");
	}
	snprintf(path, n, "%s/%s", folder, name);
	return path;
}

char *folder_new(const char *conf)
{
	char *folder = strdup("/tmp/banxin-fonts-XXXXXX");

	if (!folder || !mkdtemp(folder)) {
		die("no folder for the test");
	}
	if (conf) {
		folder_write(folder, "fonts.conf", conf, strlen(conf));
	}
	return folder;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

void folder_free(char *folder)
{
	nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	free(folder);
}

void folder_write(const char *folder, const char *name, const void *bytes, size_t n)
{
	char *path = folder_path(folder, name);
	FILE *f = fopen(path, "wb");

	if (!f || fwrite(bytes, 1, n, f) != n || fclose(f) != 0) {
		die("can't write %s", path);
	}
	free(path);
}

static hb_subset_input_t *input(const char *text)
{
	hb_subset_input_t *in = hb_subset_input_create_or_fail();
	hb_buffer_t *b = hb_buffer_create();
	unsigned n;

	hb_buffer_add_utf8(b, text, -1, 0, -1);
	for (const hb_glyph_info_t *g = hb_buffer_get_glyph_infos(b, &n); n--; g++) {
		hb_set_add(hb_subset_input_unicode_set(in), g->codepoint);
	}
	hb_buffer_destroy(b);
	hb_set_clear(hb_subset_input_set(in, HB_SUBSET_SETS_NAME_ID));
	hb_set_invert(hb_subset_input_set(in, HB_SUBSET_SETS_NAME_ID));
	hb_set_clear(hb_subset_input_set(in, HB_SUBSET_SETS_NAME_LANG_ID));
	hb_set_invert(hb_subset_input_set(in, HB_SUBSET_SETS_NAME_LANG_ID));
	return in;
}

char *tiny_font(const char *file, unsigned index, const char *text, size_t *n)
{
	hb_blob_t *blob = hb_blob_create_from_file_or_fail(file);
	hb_face_t *face = hb_face_create(blob, index);
	hb_subset_input_t *in = input(text);
	hb_face_t *cut = hb_subset_or_fail(face, in);
	unsigned len;
	char *copy;

	hb_blob_destroy(blob);
	blob = hb_face_reference_blob(cut);
	hb_blob_get_data(blob, &len);
	copy = malloc(len);
	if (!copy) {
		die("out of memory");
	}
	memcpy(copy, hb_blob_get_data(blob, NULL), len);
	*n = len;
	hb_blob_destroy(blob);
	hb_face_destroy(cut);
	hb_subset_input_destroy(in);
	hb_face_destroy(face);
	return copy;
}
