#include "pdf/save-imp.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"

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

/* The trailer is written last: its ID can be a hash of all that went before. */
static HPDF_STATUS write_id(HPDF_Dict trailer, HPDF_Stream to)
{
	const struct sink *s = trailer->attr;
	char id[33], line[80];

	snprintf(id, sizeof id, "%016llX%016llX", (unsigned long long)s->hash[0],
			(unsigned long long)s->hash[1]);
	snprintf(line, sizeof line, "/ID [<%s> <%s>]\n", id, id);
	return HPDF_Stream_WriteStr(to, line);
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
	haru->pdf_version = HPDF_VER_17; /* last: some calls lower it */
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

bool doc_save(struct doc *doc, const char *path, struct diags *d)
{
	struct sink s = { .hash = { 0xcbf29ce484222325, 0x84222325cbf29ce4 } };

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
