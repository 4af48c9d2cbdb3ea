#include "pdf/tags-imp.h"

#include "base/arena.h"
#include "pdf/print-imp.h"

static struct element *element_at(const struct tags *t, int i)
{
	return &t->elements.at[i];
}

static int add_element(struct tags *t, enum node_kind kind, int parent)
{
	struct element *e = vec_push(t->doc->a, &t->elements);

	e->kind = kind;
	e->parent = parent;
	return t->elements.n - 1;
}

struct tags *tags_new(struct doc *doc, const struct book *book, HPDF_Page *pages)
{
	struct tags *t = ARENA_NEW(doc->a, struct tags);

	*t = (struct tags){ .doc = doc, .book = book, .pages = pages };
	t->marked = arena_alloc(doc->a, (size_t)book->npages, sizeof *t->marked);
	for (int i = 0; i < book->nnodes; i++) {
		add_element(t, book->nodes[i].kind, book->nodes[i].parent);
	}
	return t;
}

static struct kid *add_kid(struct tags *t, int element)
{
	struct kid *k = vec_push(t->doc->a, &element_at(t, element)->kids);

	k->element = -1;
	return k;
}

/* Begin a part of a paragraph. */
static int add_inner(struct tags *t, int node, enum node_kind kind)
{
	int e = add_element(t, kind, node);

	add_kid(t, node)->element = e;
	return e;
}

static bool same_link(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* Words of another language than the document's: two of them at least, of two
   letters each. Western text is a fragment of its own. */
static bool is_english(const struct frag *f)
{
	const struct glyph *last = &f->glyphs[f->nglyphs - 1];
	const char *p = f->par->text->s + f->glyphs[0].at;
	const char *end = f->par->text->s + last->at + last->len;
	int words = 0, letters = 0;

	for (; p < end && *p != '\0' && (unsigned char)*p < 0x80; p++) {
		bool letter = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z');
		words += letters >= 2 && *p == ' ';
		letters = letter ? letters + 1 : *p == ' ' ? 0 : letters;
	}
	return words + (letters >= 2) >= 2 && p >= end;
}

/* What a fragment is within its paragraph: an element of its own, or not. */
static struct inner inner_of(const struct tags *t, int node, const struct frag *f)
{
	enum node_kind kind = element_at(t, node)->kind;
	struct inner in = { .node = node,
		.link = f->run->link,
		.note = kind == NODE_LABEL ? 0 : f->run->note };

	if (kind == NODE_LINK) {
		return (struct inner){ 0 };
	}
	in.kind = in.link ? NODE_LINK : in.note ? NODE_REFERENCE : NODE_SPAN;
	return in.kind != NODE_SPAN || is_english(f) ? in : (struct inner){ 0 };
}

/* What is linked, refers to a note or is of another language is one element,
   however many lines and fonts it takes. */
static int element_of_frag(struct tags *t, int node, const struct frag *f)
{
	struct inner in = inner_of(t, node, f), *last = &t->inner;

	if (!in.node) {
		last->node = last->node == node ? 0 : last->node;
		return node;
	}
	if (last->node != node || last->kind != in.kind || last->note != in.note ||
			!same_link(last->link, in.link)) {
		in.element = add_inner(t, node, in.kind);
		*last = in;
	}
	return last->element;
}

static int element_of_link(struct tags *t, int node)
{
	int e = element_at(t, node)->kind == NODE_LINK           ? node
			: t->inner.node == node && t->inner.link ? t->inner.element
								 : add_inner(t, node, NODE_LINK);

	*vec_push(t->doc->a, &t->links) = e;
	return e;
}

int tags_element(struct tags *t, const struct item *it)
{
	if (it->kind == ITEM_LINK) {
		return element_of_link(t, it->node > 0 ? it->node : 0);
	}
	if (it->node <= 0) {
		return it->node;
	}
	return it->kind == ITEM_GLYPHS ? element_of_frag(t, it->node, it->u.frag) : it->node;
}

const char *tags_name(const struct tags *t, int element)
{
	static const char *const names[] = {
		[NODE_DOCUMENT] = "Document",
		[NODE_SECT] = "Sect",
		[NODE_DIV] = "Div",
		[NODE_BLOCK_QUOTE] = "BlockQuote",
		[NODE_P] = "P",
		[NODE_CODE] = "Code",
		[NODE_TOC] = "TOC",
		[NODE_TOCI] = "TOCI",
		[NODE_REFERENCE] = "Reference",
		[NODE_LINK] = "Link",
		[NODE_LIST] = "L",
		[NODE_ITEM] = "LI",
		[NODE_LABEL] = "Lbl",
		[NODE_ITEM_BODY] = "LBody",
		[NODE_TABLE] = "Table",
		[NODE_ROW] = "TR",
		[NODE_HEAD_CELL] = "TH",
		[NODE_CELL] = "TD",
		[NODE_FIGURE] = "Figure",
		[NODE_CAPTION] = "Caption",
		[NODE_NOTE] = "Note",
		[NODE_SPAN] = "Span",
	};
	static const char *const headings[] = { "H", "H1", "H2", "H3", "H4", "H5", "H6" };
	const struct element *e = element_at(t, element);

	return e->kind == NODE_HEADING ? headings[t->book->nodes[element].level] : names[e->kind];
}

int tags_mark(struct tags *t, int element, int page)
{
	struct kid *k = add_kid(t, element);

	k->page = page;
	k->mcid = t->marked[page].n;
	*vec_push(t->doc->a, &t->marked[page]) = element;
	return k->mcid;
}

void tags_extend(struct tags *t, int element, const struct item *it)
{
	struct element *e = element_at(t, element);
	bool first = e->left == e->right;

	e->left = first || it->x < e->left ? it->x : e->left;
	e->top = first || it->y < e->top ? it->y : e->top;
	e->right = first || it->x + it->wid > e->right ? it->x + it->wid : e->right;
	e->bottom = first || it->y + it->hgt > e->bottom ? it->y + it->hgt : e->bottom;
}

int tags_annotate(struct tags *t, int element, int page, HPDF_Dict annotation)
{
	struct kid *k = add_kid(t, element);

	k->page = page;
	k->object = object_number(annotation);
	*vec_push(t->doc->a, &t->annotations) = element;
	return t->book->npages + t->annotations.n - 1;
}

/* Which elements there is anything of; cells of a table always, that its rows be
   alike. */
static void find_used(struct tags *t)
{
	for (int i = t->elements.n - 1; i >= 0; i--) {
		struct element *e = element_at(t, i);
		e->used |= e->kids.n > 0 || i == 0;
		if (e->used) {
			element_at(t, e->parent)->used = true;
		}
	}
	for (int i = 0; i < t->elements.n; i++) {
		struct element *e = element_at(t, i);
		if (e->kind == NODE_ROW || e->kind == NODE_CELL || e->kind == NODE_HEAD_CELL) {
			e->used |= element_at(t, e->parent)->used;
		}
	}
}

/* Nodes become what their parents have, behind their own. Links are that already. */
static void make_elements(struct tags *t)
{
	for (int i = 0; i < t->elements.n; i++) {
		struct element *e = element_at(t, i);
		if (!e->used) {
			continue;
		}
		e->dict = object_dict(t->doc);
		if (i > 0 && i < t->book->nnodes) {
			add_kid(t, e->parent)->element = i;
		}
	}
}

static unsigned number_of(const struct tags *t, int element)
{
	return object_number(element_at(t, element)->dict);
}

static void print_kid(struct buf *b, const struct tags *t, const struct kid *k, int page)
{
	if (k->element >= 0) {
		buf_print(b, "%u 0 R", number_of(t, k->element));
		return;
	}
	if (!k->object && k->page == page) {
		buf_print(b, "%d", k->mcid);
		return;
	}
	buf_print(b, "<</Type /%s", k->object ? "OBJR" : "MCR");
	if (k->page != page) {
		buf_print(b, " /Pg %u 0 R", object_number(t->pages[k->page]));
	}
	if (k->object) {
		buf_print(b, " /Obj %u 0 R>>", k->object);
	} else {
		buf_print(b, " /MCID %d>>", k->mcid);
	}
}

/* The page on which it begins is said once. */
static void print_kids(struct buf *b, const struct tags *t, const struct element *e)
{
	int page = -1;

	for (int i = 0; i < e->kids.n && page < 0; i++) {
		page = e->kids.at[i].element < 0 ? e->kids.at[i].page : -1;
	}
	if (page >= 0) {
		buf_print(b, "/Pg %u 0 R\n", object_number(t->pages[page]));
	}
	if (!e->kids.n) {
		return;
	}
	buf_text(b, e->kids.n > 1 ? "/K [" : "/K ");
	for (int i = 0; i < e->kids.n; i++) {
		buf_text(b, i ? " " : "");
		print_kid(b, t, &e->kids.at[i], page);
	}
	buf_text(b, e->kids.n > 1 ? "]\n" : "\n");
}

static void print_cell(struct buf *b, const struct node *n)
{
	bool head = n->kind == NODE_HEAD_CELL;

	if (!head && n->rows <= 1 && n->cols <= 1) {
		return;
	}
	buf_print(b, "/A <</O /Table%s", head ? " /Scope /Column" : "");
	if (n->rows > 1) {
		buf_print(b, " /RowSpan %d", n->rows);
	}
	if (n->cols > 1) {
		buf_print(b, " /ColSpan %d", n->cols);
	}
	buf_text(b, ">>\n");
}

static void print_figure(struct buf *b, const struct tags *t, const struct element *e,
		const struct node *n)
{
	int64_t height = t->book->page_height;

	buf_text(b, "/A <</O /Layout /Placement /Block /BBox [");
	print_length(b, e->left);
	buf_byte(b, ' ');
	print_length(b, height - e->bottom);
	buf_byte(b, ' ');
	print_length(b, e->right);
	buf_byte(b, ' ');
	print_length(b, height - e->top);
	buf_text(b, "]>>\n/Alt ");
	print_text(b, (struct slice){ n->alt, strlen(n->alt) });
	buf_text(b, "\n");
}

static void print_attributes(struct buf *b, const struct tags *t, int i)
{
	const struct element *e = element_at(t, i);
	const struct node *n = i < t->book->nnodes ? &t->book->nodes[i] : NULL;

	switch (e->kind) {
	case NODE_CELL:
	case NODE_HEAD_CELL:
		print_cell(b, n);
		break;
	case NODE_LIST:
		buf_print(b, "/A <</O /List /ListNumbering /%s>>\n",
				n->numbered ? "Decimal" : "Disc");
		break;
	case NODE_FIGURE:
		print_figure(b, t, e, n);
		break;
	case NODE_SPAN:
		buf_text(b, "/Lang (en)\n");
		break;
	case NODE_NOTE:
		buf_print(b, "/ID (note%09d)\n", i);
		break;
	default:
		break;
	}
}

static void write_elements(struct tags *t, HPDF_Dict root)
{
	struct buf b = { 0 };

	for (int i = 0; i < t->elements.n; i++) {
		const struct element *e = element_at(t, i);
		if (!e->used) {
			continue;
		}
		b.n = 0;
		buf_print(&b, "/S /%s\n/P %u 0 R\n", tags_name(t, i),
				i ? number_of(t, e->parent) : object_number(root));
		print_attributes(&b, t, i);
		print_kids(&b, t, e);
		object_entries(t->doc, e->dict, &b);
	}
	buf_done(&b);
}

/* From what stands on pages to its element: of each page, by the number of its
   marked content, and of each annotation. */
static HPDF_Dict write_parents(const struct tags *t)
{
	HPDF_Dict d = object_dict(t->doc);
	struct buf b = { 0 };

	buf_text(&b, "/Nums [");
	for (int i = 0; i < t->book->npages; i++) {
		buf_print(&b, "%d [", i);
		for (int k = 0; k < t->marked[i].n; k++) {
			buf_print(&b, k ? " %u 0 R" : "%u 0 R", number_of(t, t->marked[i].at[k]));
		}
		buf_text(&b, "]\n");
	}
	for (int i = 0; i < t->annotations.n; i++) {
		buf_print(&b, "%d %u 0 R\n", t->book->npages + i,
				number_of(t, t->annotations.at[i]));
	}
	buf_text(&b, "]\n");
	object_entries(t->doc, d, &b);
	buf_done(&b);
	return d;
}

/* Notes are found by name (ISO 14289-1, 7.9). */
static void print_names(struct buf *b, const struct tags *t)
{
	bool any = false;

	for (int i = 0; i < t->book->nnodes; i++) {
		const struct element *e = element_at(t, i);
		if (e->kind == NODE_NOTE && e->used) {
			buf_print(b, "%s(note%09d) %u 0 R\n", any ? "" : "/IDTree <</Names [", i,
					object_number(e->dict));
			any = true;
		}
	}
	buf_text(b, any ? "]>>\n" : "");
}

void tags_print(struct buf *out, struct tags *t)
{
	HPDF_Dict root = object_dict(t->doc);
	struct buf b = { 0 };

	find_used(t);
	make_elements(t);
	write_elements(t, root);
	buf_print(&b, "/Type /StructTreeRoot\n/K %u 0 R\n/ParentTree %u 0 R\n", number_of(t, 0),
			object_number(write_parents(t)));
	buf_print(&b, "/ParentTreeNextKey %d\n", t->book->npages + t->annotations.n);
	print_names(&b, t);
	object_entries(t->doc, root, &b);
	buf_done(&b);
	buf_print(out, "/StructTreeRoot %u 0 R\n/MarkInfo <</Marked true>>\n", object_number(root));
}
