/* template: what a message says, as text and as HTML. The texts are the
   settings'; only their order and look are ours. */

#include <string.h>

#include "base/arena.h"
#include "send/mime-imp.h"

static const char *value_of(const struct field *fields, const char *name, size_t n)
{
	for (const struct field *f = fields; f->name; f++) {
		if (strlen(f->name) == n && memcmp(f->name, name, n) == 0) {
			return f->value;
		}
	}
	return "";
}

/* The first value that is not empty of names[0, n), divided by |. */
static const char *first_value(const struct field *fields, const char *names, size_t n)
{
	const char *end = names + n;

	while (names < end) {
		const char *bar = memchr(names, '|', (size_t)(end - names));
		size_t len = (size_t)((bar ? bar : end) - names);
		const char *value = value_of(fields, names, len);
		if (*value) {
			return value;
		}
		names += len + (bar != NULL);
	}
	return "";
}

const char *template_fill(struct arena *a, const char *form, const struct field *fields)
{
	struct buf b = { 0 };
	const char *filled;

	while (*form) {
		size_t n = strcspn(form, "{");
		const char *end = form[n] ? strchr(form + n, '}') : NULL;
		buf_add(&b, form, n);
		form += n;
		if (end) {
			buf_text(&b, first_value(fields, form + 1, (size_t)(end - form) - 1));
			form = end + 1;
		} else {
			buf_text(&b, form);
			form += strlen(form);
		}
	}
	filled = arena_string(a, b.s ? b.s : "");
	buf_done(&b);
	return filled;
}

/* "（第3页）" behind a row; a section's page is its first article's. */
static const char *page_of(struct arena *a, const struct wording *w, int row)
{
	const struct contents_row *r = &w->rows[row];
	const struct field fields[] = { { "page", r->page }, { 0 } };
	bool section = r->level == 0 && row + 1 < w->nrows && w->rows[row + 1].level > 0;

	return section || !r->page || !*r->page ? "" : template_fill(a, w->page, fields);
}

static void text_paragraph(struct buf *out, const char *s)
{
	if (s && *s) {
		buf_print(out, "%s\n\n", s);
	}
}

void wording_text(struct buf *out, struct arena *a, const struct wording *w)
{
	text_paragraph(out, w->greeting);
	text_paragraph(out, w->remark);
	text_paragraph(out, w->text);
	if (w->link) {
		buf_print(out, "%s\n%s\n\n", w->where, w->link);
	} else {
		text_paragraph(out, w->where);
	}
	if (w->nrows) {
		text_paragraph(out, w->contents);
	}
	for (int i = 0; i < w->nrows; i++) {
		buf_print(out, "%s%s%s\n", w->rows[i].level ? "　　" : "", w->rows[i].title,
				page_of(a, w, i));
	}
	for (int i = 0; i < w->nclosing; i++) {
		buf_print(out, "%s%s\n", i ? "" : "\n", w->closing[i]);
	}
}

static void escape(struct buf *out, const char *s)
{
	for (; *s; s++) {
		switch (*s) {
		case '&':
			buf_text(out, "&amp;");
			break;
		case '<':
			buf_text(out, "&lt;");
			break;
		case '>':
			buf_text(out, "&gt;");
			break;
		case '"':
			buf_text(out, "&quot;");
			break;
		default:
			buf_byte(out, *s);
		}
	}
}

static void html_paragraph(struct buf *out, const char *s)
{
	if (s && *s) {
		buf_text(out, "<p>");
		escape(out, s);
		buf_text(out, "</p>\n");
	}
}

static void html_link(struct buf *out, const struct wording *w)
{
	buf_text(out, "<p>");
	escape(out, w->where);
	buf_text(out, "<br><a href=\"");
	escape(out, w->link);
	buf_text(out, "\">");
	escape(out, w->link);
	buf_text(out, "</a></p>\n");
}

/* Mail programs know styles only where they are used. */
static void html_rows(struct buf *out, struct arena *a, const struct wording *w)
{
	static const char *const styles[] = { "padding:.5em 1em 0 0;font-weight:bold",
		"padding:.1em 1em 0 1.5em" };

	buf_text(out, "<table style=\"border-collapse:collapse\">\n");
	for (int i = 0; i < w->nrows; i++) {
		buf_print(out, "<tr><td style=\"%s\">", styles[w->rows[i].level > 0]);
		escape(out, w->rows[i].title);
		buf_text(out, "</td><td style=\"vertical-align:bottom;white-space:nowrap\">");
		escape(out, page_of(a, w, i));
		buf_text(out, "</td></tr>\n");
	}
	buf_text(out, "</table>\n");
}

void wording_html(struct buf *out, struct arena *a, const struct wording *w)
{
	buf_text(out,
			"<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n"
			"<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n"
			"<title>");
	escape(out, w->title);
	buf_text(out, "</title>\n</head>\n<body style=\"line-height:1.6\">\n");
	html_paragraph(out, w->greeting);
	html_paragraph(out, w->remark);
	html_paragraph(out, w->text);
	if (w->link) {
		html_link(out, w);
	} else {
		html_paragraph(out, w->where);
	}
	if (w->nrows) {
		html_paragraph(out, w->contents);
		html_rows(out, a, w);
	}
	buf_text(out, "<p>");
	for (int i = 0; i < w->nclosing; i++) {
		buf_text(out, i ? "<br>\n" : "");
		escape(out, w->closing[i]);
	}
	buf_text(out, "</p>\n</body>\n</html>\n");
}
