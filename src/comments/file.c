/* file: a PDF's pages and their annotations, in page order. */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "comments/comments-imp.h"

#define FILE_MAX     ((size_t)256 << 20)
#define COMMENTS_MAX 20000 /* of a file */
#define QUADS_MAX    50000

/* Reading on its way. */
struct reading {
	struct arena *a;
	qpdf_data q;
	const char *path;
	struct diags *d;
	struct comment_list list;
	int quads_left;
	bool full;
};

static bool read_bytes(struct reading *r, struct slice *bytes)
{
	struct span none = { 0 };
	enum file_result result = file_read(r->a, r->path, FILE_MAX, bytes);

	switch (result) {
	case FILE_OK:
		return true;
	case FILE_ABSENT:
		diag_add(r->d, DIAG_FILE_MISSING, none, r->path);
		break;
	case FILE_FAILED:
		diag_add(r->d, DIAG_FILE_UNREADABLE, none, r->path, strerror(errno));
		break;
	case FILE_TOO_LARGE:
		diag_add(r->d, DIAG_FILE_TOO_LARGE, none, r->path, "256");
		break;
	case FILE_NOT_REGULAR:
		diag_add(r->d, DIAG_FILE_NOT_REGULAR, none, r->path);
		break;
	}
	return false;
}

/* Why qpdf gave up, told as the author can use it. */
static void complain(struct reading *r)
{
	qpdf_error e = qpdf_get_error(r->q);
	struct span none = { 0 };

	if (e && qpdf_get_error_code(r->q, e) == qpdf_e_password) {
		diag_add(r->d, DIAG_PDF_LOCKED, none, r->path);
	} else {
		const char *why = e ? qpdf_get_error_message_detail(r->q, e) : "";
		diag_add(r->d, DIAG_PDF_BROKEN, none, r->path, text_clean(r->a, why, strlen(why)));
	}
}

/* The seal that the page bears, so that pages may be taken out and put in. */
static const char *read_seal(struct reading *r, qpdf_oh page)
{
	qpdf_oh pieces = qpdf_oh_get_key_if_dict(r->q, page, "/PieceInfo");
	qpdf_oh ours = qpdf_oh_get_key_if_dict(r->q, pieces, "/Banxin");
	const char *seal = object_text(r->a, r->q, ours, "/Private");

	return *seal ? seal : NULL;
}

static void read_annotation(struct reading *r, qpdf_oh o, int page, const char *seal)
{
	struct comment c = { .page = page, .seal = seal };

	if (r->list.n >= COMMENTS_MAX || r->quads_left <= 0) {
		r->full = true;
	} else if (annotation_read(r->a, r->q, o, &c, &r->quads_left)) {
		*vec_push(r->a, &r->list) = c;
	}
}

static void read_page(struct reading *r, int i)
{
	qpdf_oh page = qpdf_get_page_n(r->q, (size_t)i);
	qpdf_oh annots = qpdf_oh_get_key_if_dict(r->q, page, "/Annots");
	const char *seal = read_seal(r, page);
	int n = qpdf_oh_is_array(r->q, annots) ? qpdf_oh_get_array_n_items(r->q, annots) : 0;

	for (int k = 0; k < n && !r->full; k++) {
		qpdf_oh o = qpdf_oh_get_array_item(r->q, annots, k);
		read_annotation(r, o, i, seal);
		qpdf_oh_release(r->q, o);
	}
	qpdf_oh_release_all(r->q);
}

static const char *read_proof(struct reading *r)
{
	qpdf_oh info = qpdf_oh_get_key_if_dict(r->q, qpdf_get_trailer(r->q), "/Info");
	const char *said = object_text(r->a, r->q, info, "/Keywords");

	return *said ? said : NULL;
}

/* What qpdf mended while we read. */
static void tell_damage(struct reading *r)
{
	struct span place = { r->path, 0, 0 };

	if (qpdf_has_error(r->q) || qpdf_more_warnings(r->q)) {
		diag_add0(r->d, DIAG_PDF_MENDED, place);
	}
	if (r->full) {
		char most[16];
		snprintf(most, sizeof most, "%d", COMMENTS_MAX);
		diag_add(r->d, DIAG_COMMENTS_TOO_MANY, place, most);
	}
}

static struct comments *read_all(struct reading *r)
{
	struct comments *c = ARENA_NEW(r->a, struct comments);
	int npages = qpdf_get_num_pages(r->q);

	if (npages < 0) {
		complain(r);
		return NULL;
	}
	c->proof = read_proof(r);
	for (int i = 0; i < npages && !r->full; i++) {
		read_page(r, i);
	}
	tell_damage(r);
	threads_join(r->a, &r->list);
	c->path = r->path;
	c->at = r->list.at;
	c->n = r->list.n;
	return c;
}

struct comments *comments_read(struct arena *a, const char *path, struct diags *d)
{
	struct reading r = { .a = a, .path = path, .d = d, .quads_left = QUADS_MAX };
	struct comments *c = NULL;
	struct slice bytes;
	struct memory_limit limit;

	if (!read_bytes(&r, &bytes)) {
		return NULL;
	}
	/* a small file can unfold to any size in qpdf, which takes running out of
	   memory as it takes damage */
	limit = memory_limit();
	r.q = qpdf_init();
	qpdf_silence_errors(r.q);
	qpdf_set_suppress_warnings(r.q, QPDF_TRUE);
	if (qpdf_read_memory(r.q, path, bytes.s, bytes.n, NULL) & (QPDF_ERRORS)) {
		complain(&r);
	} else {
		c = read_all(&r);
	}
	qpdf_cleanup(&r.q);
	memory_unlimit(&limit);
	return c;
}
