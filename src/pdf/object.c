#include "pdf/object-imp.h"

#include <string.h>

#include "base/arena.h"

bool doc_open(struct doc *doc, HPDF_Alloc_Func alloc, HPDF_Free_Func release)
{
	*doc = (struct doc){ .a = arena_new(), .version = HPDF_VER_17 };
	if (deflateInit(&doc->zip, Z_DEFAULT_COMPRESSION) != Z_OK) {
		die("out of memory");
	}
	/* no handler: it may not jump, and low-level calls do not call it; no pool:
	   libharu 2.3 hands out unaligned memory from it */
	doc->haru = HPDF_NewEx(NULL, alloc, release, 0, NULL);
	return doc->haru;
}

void doc_close(struct doc *doc)
{
	HPDF_Free(doc->haru);
	deflateEnd(&doc->zip);
	arena_free(doc->a);
}

HPDF_Dict object_dict(struct doc *doc)
{
	HPDF_Dict d = HPDF_Dict_New(doc->haru->mmgr);

	if (HPDF_Xref_Add(doc->haru->xref, d) != HPDF_OK) {
		return NULL; /* and d is freed */
	}
	return d;
}

HPDF_Dict object_stream(struct doc *doc, struct slice bytes)
{
	HPDF_Dict d = HPDF_DictStream_New(doc->haru->mmgr, doc->haru->xref);

	object_lend(doc, d, bytes);
	return d;
}

/* A libharu stream that reads borrowed bytes: pictures and fonts are not copied
   once more to be written. */
struct reader {
	struct slice bytes;
	size_t at;
};

static HPDF_STATUS reader_read(HPDF_Stream s, HPDF_BYTE *to, HPDF_UINT *n)
{
	struct reader *r = s->attr;
	size_t left = r->bytes.n - r->at;

	if (*n > left) {
		*n = (HPDF_UINT)left;
	}
	memcpy(to, r->bytes.s + r->at, *n);
	r->at += *n;
	return r->at == r->bytes.n ? HPDF_STREAM_EOF : HPDF_OK;
}

/* libharu only ever goes back to the start, to write. */
static HPDF_STATUS reader_seek(HPDF_Stream s, HPDF_INT at, HPDF_WhenceMode from)
{
	struct reader *r = s->attr;

	if (at != 0 || from != HPDF_SEEK_SET) {
		return HPDF_SetError(s->error, HPDF_INVALID_OPERATION, 0);
	}
	r->at = 0;
	return HPDF_OK;
}

static HPDF_INT32 reader_tell(HPDF_Stream s)
{
	const struct reader *r = s->attr;

	return (HPDF_INT32)r->at;
}

static HPDF_UINT32 reader_size(HPDF_Stream s)
{
	const struct reader *r = s->attr;

	return (HPDF_UINT32)r->bytes.n;
}

void object_lend(struct doc *doc, HPDF_Dict d, struct slice bytes)
{
	struct reader *r = ARENA_NEW(doc->a, struct reader);
	HPDF_Stream s;

	r->bytes = bytes;
	s = HPDF_CallbackReader_New(doc->haru->mmgr, reader_read, reader_seek, reader_tell,
			reader_size, r);
	if (d && s) {
		HPDF_Stream_Free(d->stream);
		d->stream = s;
	} else if (s) {
		HPDF_Stream_Free(s);
	}
}

static HPDF_STATUS write_entries(HPDF_Dict d, HPDF_Stream to)
{
	const struct slice *entries = d->attr;

	return HPDF_Stream_Write(to, (const HPDF_BYTE *)entries->s, (HPDF_UINT)entries->n);
}

void object_entries(struct doc *doc, HPDF_Dict d, const struct buf *entries)
{
	struct slice *copy = ARENA_NEW(doc->a, struct slice);

	*copy = (struct slice){ arena_copy(doc->a, entries->s, entries->n), entries->n };
	if (d) {
		d->attr = copy;
		d->write_fn = write_entries;
	}
}

/* What libharu keeps with a page, and our entries behind it. */
struct page_attr {
	HPDF_PageAttr_Rec haru; /* first: libharu knows nothing of the rest */
	struct slice entries;
};

static HPDF_STATUS write_page_entries(HPDF_Dict page, HPDF_Stream to)
{
	const struct page_attr *attr = page->attr;

	return HPDF_Stream_Write(to, (const HPDF_BYTE *)attr->entries.s,
			(HPDF_UINT)attr->entries.n);
}

void object_page_entries(struct doc *doc, HPDF_Page page, const struct buf *entries)
{
	HPDF_MMgr mmgr = doc->haru->mmgr;
	struct page_attr *attr = page ? HPDF_GetMem(mmgr, sizeof *attr) : NULL;

	if (attr) {
		attr->haru = *(HPDF_PageAttr)page->attr;
		attr->entries.s = arena_copy(doc->a, entries->s, entries->n);
		attr->entries.n = entries->n;
		HPDF_FreeMem(mmgr, page->attr);
		page->attr = attr;
		page->write_fn = write_page_entries;
	}
}

unsigned object_number(HPDF_Dict d)
{
	return d ? d->header.obj_id & 0xffffff : 0;
}

struct slice doc_deflate(struct doc *doc, struct slice bytes, int level)
{
	z_stream *z = &doc->zip;
	struct buf out = { 0 };
	struct slice copy;

	if (bytes.n > UINT_MAX || deflateReset(z) != Z_OK ||
			deflateParams(z, level, Z_DEFAULT_STRATEGY) != Z_OK) {
		die("a stream of %zu bytes can't be compressed", bytes.n);
	}
	z->avail_out = (uInt)deflateBound(z, bytes.n);
	z->next_out = (Bytef *)buf_room(&out, z->avail_out);
	z->next_in = (z_const Bytef *)bytes.s;
	z->avail_in = (uInt)bytes.n;
	if (deflate(z, Z_FINISH) != Z_STREAM_END) {
		die("zlib wants more room than it said");
	}
	copy = (struct slice){ arena_copy(doc->a, out.s, z->total_out), z->total_out };
	buf_done(&out);
	return copy;
}
