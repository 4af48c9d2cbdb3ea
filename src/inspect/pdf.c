#include "inspect/pdf-imp.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/memory.h"

static bool read_bytes(struct pdf *p, struct diags *d)
{
	struct span none = { 0 };

	switch (file_read(p->a, p->path, FILE_MAX, &p->bytes)) {
	case FILE_OK:
		return true;
	case FILE_ABSENT:
		diag_add(d, DIAG_FILE_MISSING, none, p->path);
		break;
	case FILE_FAILED:
		diag_add(d, DIAG_FILE_UNREADABLE, none, p->path, strerror(errno));
		break;
	case FILE_TOO_LARGE:
		diag_add(d, DIAG_FILE_TOO_LARGE, none, p->path, "256");
		break;
	case FILE_NOT_REGULAR:
		diag_add(d, DIAG_FILE_NOT_REGULAR, none, p->path);
		break;
	}
	return false;
}

/* An object of libqpdf's as it prints it, read again. */
static struct object *copy(struct pdf *p, qpdf_oh o)
{
	struct object *mine = ARENA_NEW(p->a, struct object);
	const char *s = qpdf_oh_unparse_resolved(p->q, o);
	struct lexer l = { .a = p->a };

	if (s) {
		/* names and numbers are kept by place */
		l.n = qpdf_get_last_string_length(p->q);
		l.s = arena_copy(p->a, s, l.n);
		lex_object(&l, mine);
	}
	p->too_much |= l.deep;
	return mine;
}

static const struct object *fetch(struct pdf *p, int id)
{
	qpdf_oh o = qpdf_get_object_by_id(p->q, id, 0);
	bool stream = qpdf_oh_is_stream(p->q, o);
	qpdf_oh dict = stream ? qpdf_oh_get_dict(p->q, o) : o;
	struct object *mine = copy(p, dict);

	mine->id = mine->kind == OBJECT_REF ? 0 : id;
	mine->stream = stream;
	if (mine->kind == OBJECT_REF) {
		*mine = object_null;
	}
	if (stream) {
		qpdf_oh_release(p->q, dict);
	}
	qpdf_oh_release(p->q, o);
	return mine;
}

static void make_room(struct pdf *p, int id)
{
	int n = p->entries.n ? p->entries.n : 256;
	const struct object **at;

	while (n <= id) {
		n *= 2;
	}
	at = ARENA_ARRAY(p->a, const struct object *, n);
	if (p->entries.n) {
		memcpy(at, p->entries.at, (size_t)p->entries.n * sizeof *at);
	}
	p->entries.at = at;
	p->entries.n = n;
}

const struct object *pdf_resolve(struct pdf *p, const struct object *o)
{
	if (o->kind != OBJECT_REF) {
		return o;
	}
	if (o->id > OBJECTS_MAX) {
		p->too_much = true;
		return &object_null;
	}
	if (o->id >= p->entries.n) {
		make_room(p, o->id);
	}
	if (!p->entries.at[o->id]) {
		p->entries.at[o->id] = fetch(p, o->id);
	}
	return p->entries.at[o->id];
}

const struct object *pdf_key(struct pdf *p, const struct object *dict, const char *key)
{
	return pdf_resolve(p, object_at(dict, key));
}

const struct object *pdf_item(struct pdf *p, const struct object *array, int i)
{
	bool there = array->kind == OBJECT_ARRAY && i >= 0 && i < array->n;

	return there ? pdf_resolve(p, &array->items[i]) : &object_null;
}

static void complain(struct pdf *p, struct diags *d)
{
	qpdf_error e = qpdf_get_error(p->q);
	struct span none = { 0 };

	if (e && qpdf_get_error_code(p->q, e) == qpdf_e_password) {
		diag_add(d, DIAG_PDF_LOCKED, none, p->path);
	} else {
		diag_add(d, DIAG_PDF_BROKEN, none, p->path,
				e ? qpdf_get_error_message_detail(p->q, e) : "");
	}
}

static bool start(struct pdf *p, struct diags *d)
{
	qpdf_oh o;

	p->q = qpdf_init();
	qpdf_silence_errors(p->q);
	qpdf_set_suppress_warnings(p->q, QPDF_TRUE);
	if (qpdf_read_memory(p->q, p->path, p->bytes.s, p->bytes.n, NULL) & QPDF_ERRORS) {
		complain(p, d);
		return false;
	}
	p->encrypted = qpdf_is_encrypted(p->q);
	p->damaged = qpdf_more_warnings(p->q);
	o = qpdf_get_trailer(p->q);
	p->trailer = copy(p, o);
	qpdf_oh_release(p->q, o);
	p->root = pdf_key(p, p->trailer, "Root");
	p->info = pdf_key(p, p->trailer, "Info");
	if (p->root->kind != OBJECT_DICT) {
		diag_add(d, DIAG_PDF_BROKEN, (struct span){ 0 }, p->path, _("it has no catalog"));
		return false;
	}
	return true;
}

struct visit {
	struct pdf *p;
	bool *seen;
};

static void want(struct visit *v, int id)
{
	if (id < 1 || id > OBJECTS_MAX) {
		return;
	}
	if (!v->seen[id]) {
		v->seen[id] = true;
		*vec_push(v->p->a, &v->p->reached) = id;
	}
}

/* No deeper than objects are read. */
static void follow(struct visit *v, const struct object *o)
{
	int n = o->kind == OBJECT_DICT ? 2 * o->n : o->kind == OBJECT_ARRAY ? o->n : 0;

	if (o->kind == OBJECT_REF) {
		want(v, o->id);
	}
	for (int i = 0; i < n; i++) {
		follow(v, &o->items[i]);
	}
}

static const struct object *by_number(struct pdf *p, int id)
{
	struct object ref = { .kind = OBJECT_REF, .id = id };

	return pdf_resolve(p, &ref);
}

static void reach(struct pdf *p)
{
	struct visit v = { p, calloc(OBJECTS_MAX + 1, sizeof(bool)) };

	if (!v.seen) {
		die("out of memory");
	}
	follow(&v, p->trailer);
	for (int i = 0; i < p->reached.n; i++) {
		follow(&v, by_number(p, p->reached.at[i]));
	}
	free(v.seen);
}

static void walk(const struct object *o, int id,
		void (*f)(const struct object *o, int id, void *with), void *with)
{
	int n = o->kind == OBJECT_DICT ? 2 * o->n : o->kind == OBJECT_ARRAY ? o->n : 0;

	if (o->kind == OBJECT_REF) {
		return;
	}
	f(o, id, with);
	for (int i = 0; i < n; i++) {
		walk(&o->items[i], id, f, with);
	}
}

void pdf_each(struct pdf *p, void (*f)(const struct object *o, int id, void *with), void *with)
{
	walk(p->trailer, 0, f, with);
	for (int i = 0; i < p->reached.n; i++) {
		walk(by_number(p, p->reached.at[i]), p->reached.at[i], f, with);
	}
}

bool *pdf_marks(struct pdf *p)
{
	return ARENA_ARRAY(p->a, bool, p->entries.n + 1);
}

struct pdf *pdf_open(struct arena *a, const char *path, struct diags *d)
{
	struct pdf *p = ARENA_NEW(a, struct pdf);

	p->a = a;
	p->path = path;
	p->left = STREAMS_MAX;
	p->info = p->root = &object_null;
	if (!read_bytes(p, d) || !start(p, d)) {
		pdf_close(p);
		return NULL;
	}
	reach(p);
	pages_read(p);
	return p;
}

void pdf_close(struct pdf *p)
{
	if (p && p->q) {
		qpdf_cleanup(&p->q);
	}
}
