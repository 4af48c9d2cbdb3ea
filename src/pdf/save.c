#include "pdf/save-imp.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "pdf/pdf.h"

struct sink {
	struct outfile *file;
	uint64_t n;       /* bytes so far */
	uint64_t hash[2]; /* FNV-1a from two bases: the file's identity, no seal */
	int error;        /* errno of the first write that failed */
};

static void hash_bytes(struct sink *s, const unsigned char *bytes, size_t n)
{
	uint64_t a = s->hash[0], b = s->hash[1];

	for (size_t i = 0; i < n; i++) {
		a = (a ^ bytes[i]) * 0x100000001b3;
		b = (b ^ bytes[i]) * 0x100000001b3;
	}
	s->hash[0] = a;
	s->hash[1] = b;
}

static HPDF_STATUS sink_write(HPDF_Stream stream, const HPDF_BYTE *bytes, HPDF_UINT n)
{
	struct sink *s = stream->attr;
	bool ok;

	s->n += n;
	if (s->n > UINT32_MAX) {
		errno = EFBIG; /* libharu counts offsets in 32 bits */
		ok = false;
	} else {
		hash_bytes(s, bytes, n);
		ok = outfile_write(s->file, bytes, n);
	}
	if (!ok) {
		s->error = errno;
		return HPDF_SetError(stream->error, HPDF_FILE_IO_ERROR, (HPDF_STATUS)s->error);
	}
	return HPDF_OK;
}

#define ID_LINE 75 /* bytes of what print_id prints */

static void print_id(const struct sink *s, char line[static ID_LINE + 1])
{
	unsigned long long a = s->hash[0], b = s->hash[1];

	snprintf(line, ID_LINE + 1, "/ID [<%016llX%016llX> <%016llX%016llX>]", a, b, a, b);
}

/* The trailer is written last: its ID can be a hash of all that went before. */
static HPDF_STATUS write_id(HPDF_Dict trailer, HPDF_Stream to)
{
	char line[ID_LINE + 1];

	print_id(trailer->attr, line);
	HPDF_Stream_WriteStr(to, line);
	return HPDF_Stream_WriteStr(to, "\n");
}

static HPDF_STATUS write_doc(struct doc *doc, struct sink *s)
{
	HPDF_Doc haru = doc->haru;

	haru->stream = HPDF_CallbackWriter_New(haru->mmgr, sink_write, s);
	if (!haru->stream) {
		return HPDF_GetError(haru);
	}
	haru->trailer->attr = s;
	haru->trailer->write_fn = write_id;
	haru->pdf_version = doc->version; /* last: some calls lower it */
	return HPDF_SaveToStream(haru);
}

void doc_complain(const struct doc *doc, struct diags *d)
{
	char code[64] = "0x1015"; /* no document at all: HPDF_FAILD_TO_ALLOC_MEM */

	if (doc->haru) {
		snprintf(code, sizeof code, "0x%04lX", HPDF_GetError(doc->haru));
	}
	diag_add(d, DIAG_PDF_FAILED, (struct span){ 0 }, code);
}

#define HASH_START                                     \
	{                                              \
		0xcbf29ce484222325, 0x84222325cbf29ce4 \
	}
#define READ_MAX ((size_t)512 * 1024 * 1024)
#define TAIL_MAX 64 /* startxref, its number, %%EOF */

/* The last "/ID [" of the file; NULL: there is none near its end. */
static const char *find_id(struct slice file)
{
	const char *end = file.s + file.n;

	if (file.n < 6 || memcmp(end - 6, "%%EOF\n", 6) != 0) {
		return NULL;
	}
	for (size_t back = ID_LINE; back <= ID_LINE + TAIL_MAX && back <= file.n; back++) {
		if (memcmp(end - back, "/ID [", 5) == 0) {
			return end - back;
		}
	}
	return NULL;
}

bool pdf_is_untouched(const char *path)
{
	struct arena *a = arena_new();
	struct sink s = { .hash = HASH_START };
	struct slice file;
	enum file_result result = file_read(a, path, READ_MAX, &file);
	const char *id = result == FILE_OK ? find_id(file) : NULL;
	bool same = result == FILE_ABSENT || result == FILE_NOT_REGULAR;
	char line[ID_LINE + 1];

	if (id) {
		hash_bytes(&s, (const unsigned char *)file.s, (size_t)(id - file.s));
		print_id(&s, line);
		same = memcmp(id, line, ID_LINE) == 0;
	}
	arena_free(a);
	return same;
}

bool doc_save(struct doc *doc, const char *path, struct diags *d)
{
	struct sink s = { .hash = HASH_START };

	s.file = outfile_open(path);
	if (!s.file) {
		diag_add(d, DIAG_OUTPUT_FAILED, (struct span){ 0 }, path, strerror(errno));
		return false;
	}
	if (write_doc(doc, &s) != HPDF_OK) {
		outfile_abort(s.file);
		if (s.error) {
			diag_add(d, DIAG_OUTPUT_FAILED, (struct span){ 0 }, path,
					strerror(s.error));
		} else {
			doc_complain(doc, d);
		}
		return false;
	}
	if (!outfile_commit(s.file)) {
		diag_add(d, DIAG_OUTPUT_FAILED, (struct span){ 0 }, path, strerror(errno));
		return false;
	}
	return true;
}
