#include "inspect/xmp-imp.h"

#include <expat.h>
#include <string.h>

#include "base/buf.h"

#define NODES_MAX 50000
#define DEPTH_MAX 64
#define RDF       "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define XML       "http://www.w3.org/XML/1998/namespace"

struct reading {
	struct arena *a;
	XML_Parser parser;
	struct xmp *xmp;
	struct xmp_node *open[DEPTH_MAX];
	struct buf text[DEPTH_MAX];
	int depth, nodes;
	bool stopped;
};

static void stop(struct reading *r)
{
	r->stopped = true;
	XML_StopParser(r->parser, XML_FALSE);
}

/* Expat's "URI\nname\nprefix". */
static struct xmp_node *make_node(struct reading *r, const char *word)
{
	struct xmp_node *n = ARENA_NEW(r->a, struct xmp_node);
	const char *first = strchr(word, '\n');
	const char *second = first ? strchr(first + 1, '\n') : NULL;

	n->space = n->prefix = n->text = "";
	n->name = arena_string(r->a, word);
	if (first) {
		n->space = arena_copy(r->a, word, (size_t)(first - word));
		n->name = second ? arena_copy(r->a, first + 1, (size_t)(second - first - 1))
				 : arena_string(r->a, first + 1);
		n->prefix = second ? arena_string(r->a, second + 1) : "";
	}
	r->nodes++;
	return n;
}

static void hang(struct xmp_node *parent, struct xmp_node *n)
{
	if (parent->last) {
		parent->last->next = n;
	} else {
		parent->first = n;
	}
	parent->last = n;
}

static void start_element(void *with, const char *name, const char **attributes)
{
	struct reading *r = with;
	struct xmp_node *n;

	if (r->depth >= DEPTH_MAX || r->nodes >= NODES_MAX) {
		stop(r);
		return;
	}
	n = make_node(r, name);
	if (r->depth) {
		hang(r->open[r->depth - 1], n);
	} else {
		r->xmp->root = n;
	}
	r->open[r->depth] = n;
	r->text[r->depth++].n = 0;
	for (; *attributes && r->nodes < NODES_MAX; attributes += 2) {
		struct xmp_node *own = make_node(r, attributes[0]);
		own->text = arena_string(r->a, attributes[1]);
		hang(n, own);
	}
}

static void end_element(void *with, const char *name)
{
	struct reading *r = with;
	struct buf *b = &r->text[--r->depth];
	size_t from = 0;

	(void)name;
	while (b->n && strchr(" \t\r\n", b->s[b->n - 1])) {
		b->n--;
	}
	while (from < b->n && strchr(" \t\r\n", b->s[from])) {
		from++;
	}
	r->open[r->depth]->text = arena_copy(r->a, b->n ? b->s + from : "", b->n - from);
}

static void add_text(void *with, const char *s, int n)
{
	struct reading *r = with;

	if (r->depth) {
		buf_add(&r->text[r->depth - 1], s, (size_t)n);
	}
}

static void refuse_doctype(void *with, const char *name, const char *system, const char *public,
		int internal)
{
	(void)name, (void)system, (void)public, (void)internal;
	stop(with);
}

static void read_instruction(void *with, const char *target, const char *data)
{
	struct reading *r = with;

	if (strcmp(target, "xpacket") == 0 &&
			(strstr(data, "bytes=") || strstr(data, "encoding="))) {
		r->xmp->header_obsolete = true;
	}
}

static void parse(struct reading *r, struct slice bytes)
{
	XML_SetUserData(r->parser, r);
	XML_SetReturnNSTriplet(r->parser, XML_TRUE);
	XML_SetElementHandler(r->parser, start_element, end_element);
	XML_SetCharacterDataHandler(r->parser, add_text);
	XML_SetProcessingInstructionHandler(r->parser, read_instruction);
	XML_SetStartDoctypeDeclHandler(r->parser, refuse_doctype);
	r->xmp->parsed = XML_Parse(r->parser, bytes.s, (int)bytes.n, 1) == XML_STATUS_OK;
	if (!r->xmp->parsed) {
		r->xmp->why = r->stopped ? "" : XML_ErrorString(XML_GetErrorCode(r->parser));
	}
}

struct xmp *xmp_read(struct arena *a, struct slice bytes)
{
	static const struct xmp_node nothing = { "", "", "", "", NULL, NULL, NULL };
	struct xmp *x = ARENA_NEW(a, struct xmp);
	struct reading *r = ARENA_NEW(a, struct reading);

	while (bytes.n && strchr(" \t\r\n", bytes.s[bytes.n - 1])) {
		bytes.n--;
	}
	x->root = &nothing;
	x->why = "";
	x->utf8 = !(bytes.n >= 2 &&
			(memcmp(bytes.s, "\xfe\xff", 2) == 0 ||
					memcmp(bytes.s, "\xff\xfe", 2) == 0 ||
					memchr(bytes.s, '\0', bytes.n < 64 ? bytes.n : 64)));
	*r = (struct reading){ .a = a, .xmp = x };
	r->parser = XML_ParserCreateNS(NULL, '\n');
	if (!r->parser) {
		die("out of memory");
	}
	if (bytes.n && bytes.n < (size_t)32 << 20) {
		parse(r, bytes);
	}
	XML_ParserFree(r->parser);
	for (int i = 0; i < DEPTH_MAX; i++) {
		buf_done(&r->text[i]);
	}
	if (!x->parsed) {
		x->root = &nothing;
	}
	return x;
}

static bool is_node(const struct xmp_node *n, const char *space, const char *name)
{
	return strcmp(n->name, name) == 0 && strcmp(n->space, space) == 0;
}

static const struct xmp_node *child(const struct xmp_node *n, const char *space, const char *name)
{
	for (n = n->first; n && !is_node(n, space, name); n = n->next) {
	}
	return n;
}

/* x:xmpmeta may be left out */
static const struct xmp_node *rdf(const struct xmp *x)
{
	return is_node(x->root, RDF, "RDF") ? x->root : child(x->root, RDF, "RDF");
}

void xmp_each(const struct xmp *x, void (*f)(const struct xmp_node *n, void *with), void *with)
{
	const struct xmp_node *top = rdf(x);

	for (const struct xmp_node *d = top ? top->first : NULL; d; d = d->next) {
		for (const struct xmp_node *n = d->first; n && is_node(d, RDF, "Description");
				n = n->next) {
			if (strcmp(n->space, RDF) != 0 && strcmp(n->space, XML) != 0) {
				f(n, with);
			}
		}
	}
}

struct wanted {
	const char *space, *name;
	const struct xmp_node *found;
};

static void match(const struct xmp_node *n, void *with)
{
	struct wanted *w = with;

	if (!w->found && is_node(n, w->space, w->name)) {
		w->found = n;
	}
}

const struct xmp_node *xmp_find(const struct xmp *x, const char *space, const char *name)
{
	struct wanted w = { space, name, NULL };

	xmp_each(x, match, &w);
	return w.found;
}

/* rdf:Alt, rdf:Seq or rdf:Bag; NULL: none. */
static const struct xmp_node *list_of(const struct xmp_node *n)
{
	const struct xmp_node *list = child(n, RDF, "Alt");

	list = list ? list : child(n, RDF, "Seq");
	return list ? list : child(n, RDF, "Bag");
}

const char *xmp_text(const struct xmp *x, const char *space, const char *name)
{
	const struct xmp_node *n = xmp_find(x, space, name);
	const struct xmp_node *list = n ? list_of(n) : NULL;
	const struct xmp_node *best = NULL;

	if (!list) {
		return n ? n->text : NULL;
	}
	for (const struct xmp_node *i = list->first; i; i = i->next) {
		const struct xmp_node *lang = child(i, XML, "lang");
		if (is_node(i, RDF, "li") &&
				(!best || (lang && strcmp(lang->text, "x-default") == 0))) {
			best = i;
		}
	}
	return best ? best->text : "";
}

const char *xmp_list(struct arena *a, const struct xmp *x, const char *space, const char *name)
{
	const struct xmp_node *n = xmp_find(x, space, name);
	const struct xmp_node *list = n ? list_of(n) : NULL;
	const char *all = NULL;

	if (!list) {
		return n ? n->text : NULL;
	}
	for (const struct xmp_node *i = list->first; i; i = i->next) {
		if (is_node(i, RDF, "li")) {
			all = all ? arena_print(a, "%s; %s", all, i->text) : i->text;
		}
	}
	return all ? all : "";
}

/* ISO 19005-2 6.6.2.3.2, in parts: schemas that need no declaration. */
static bool is_predefined(const char *space)
{
	static const char *const known[] = { XMP_DC, XMP_BASIC, XMP_PDF, XMP_MM, XMP_PDFAID,
		XMP_EXT, "http://ns.adobe.com/xap/1.0/rights/", "http://ns.adobe.com/xap/1.0/bj/",
		"http://ns.adobe.com/xap/1.0/t/pg/", "http://ns.adobe.com/xmp/1.0/DynamicMedia/",
		"http://ns.adobe.com/photoshop/1.0/",
		"http://ns.adobe.com/camera-raw-settings/1.0/", "http://ns.adobe.com/tiff/1.0/",
		"http://ns.adobe.com/exif/1.0/", "http://ns.adobe.com/exif/1.0/aux/", XMP_SCHEMA,
		XMP_PROPERTY };

	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (strcmp(space, known[i]) == 0) {
			return true;
		}
	}
	return false;
}

/* Anything below n, at most so deep, is of that name and has that text. */
static bool says(const struct xmp_node *n, const char *space, const char *name, const char *text)
{
	for (const struct xmp_node *i = n->first; i; i = i->next) {
		if ((is_node(i, space, name) && strcmp(i->text, text) == 0) ||
				says(i, space, name, text)) {
			return true;
		}
	}
	return false;
}

struct declared {
	const struct xmp *x;
	const struct xmp_node *bad;
};

static bool is_declared(const struct xmp_node *schemas, const struct xmp_node *n)
{
	const struct xmp_node *list = list_of(schemas);

	for (const struct xmp_node *i = list ? list->first : NULL; i; i = i->next) {
		if (says(i, XMP_SCHEMA, "namespaceURI", n->space) &&
				says(i, XMP_PROPERTY, "name", n->name)) {
			return true;
		}
	}
	return false;
}

static void check_declared(const struct xmp_node *n, void *with)
{
	struct declared *d = with;
	const struct xmp_node *schemas = xmp_find(d->x, XMP_EXT, "schemas");

	if (!d->bad && !is_predefined(n->space) && !(schemas && is_declared(schemas, n))) {
		d->bad = n;
	}
}

const struct xmp_node *xmp_undeclared(const struct xmp *x)
{
	struct declared d = { .x = x };

	xmp_each(x, check_declared, &d);
	return d.bad;
}
