#include "cmd.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "source/source.h"
#include "text/char.h"

#define CODE_POINTS 0x110000

/* Characters of the issue, as a bit set. */
static void collect(const struct text *t, void *with)
{
	unsigned char *set = with;

	for (size_t at = 0; at < t->n;) {
		uint32_t c = char_next(t->s, t->n, &at);
		set[c >> 3] |= (unsigned char)(1u << (c & 7));
	}
}

static bool is_set_in(uint32_t c, const struct role_use *use)
{
	enum char_class k = char_class(c);

	if (k == CHAR_NEWLINE || k == CHAR_SPACE || char_is_mark(c)) {
		return false;
	}
	return char_is_western(c) ? use->western : use->han;
}

/* Which of the role's fonts has how many of the characters. */
static void print_coverage(const struct role *r, const struct role_use *use,
		const unsigned char *set)
{
	const struct font *fonts;
	int nfonts = role_fonts(r, &fonts), all = 0, first = 0, shown = 0;
	struct buf others = { 0 };

	for (uint32_t c = 0; c < CODE_POINTS; c++) {
		const struct font *font;
		char one[5];
		if (!(set[c >> 3] & 1u << (c & 7)) || !is_set_in(c, use)) {
			continue;
		}
		all++;
		font = role_cover(r, &c, 1);
		if (nfonts && font == &fonts[0]) {
			first++;
		} else if (shown++ < 20) {
			char_write(c, one);
			buf_print(&others, "  %s → %s", one, font ? face_family(font->face) : "—");
		}
	}
	printf("    ");
	printf(_("%d of the issue's %d characters"), first, all);
	printf("%s%s\n", others.s ? others.s : "", shown > 20 ? " …" : "");
	buf_done(&others);
}

static void print_weight(const struct role *r, bool bold)
{
	const struct font *fonts;
	int n = role_fonts(r, &fonts);

	if (!n) {
		printf("    %-8s %s\n", bold ? _("bold") : _("regular"), _("none installed"));
		return;
	}
	printf("    %-8s %s %s%s  %s", bold ? _("bold") : _("regular"), face_family(fonts[0].face),
			face_style(fonts[0].face), fonts[0].embolden ? _(" (emboldened)") : "",
			face_file(fonts[0].face));
	printf(face_index(fonts[0].face) ? " #%d\n" : "\n", face_index(fonts[0].face));
}

/* Families that fonts.conf would rather have than the one in use. */
static void print_wished(const struct role *r)
{
	const char *const *families;
	const struct font *fonts;
	int n = role_families(r, &families);
	const char *used = role_fonts(r, &fonts) ? fonts[0].family : "";

	for (int i = 0; i < n && strcmp(families[i], used) != 0; i++) {
		printf(i ? ", %s" : _("    preferred, not installed: %s"), families[i]);
		if (i + 1 == n || strcmp(families[i + 1], used) == 0) {
			printf("\n");
		}
	}
}

static void print_role(struct work *w, const struct role_use *use, const unsigned char *set)
{
	const struct role *r = fonts_find(w->fonts, use->name, !use->regular);

	printf("%s\n", use->name);
	if (!r) {
		printf("    %s\n", _("not set in fonts.conf"));
		return;
	}
	print_wished(r);
	if (use->regular) {
		print_weight(r, false);
	}
	if (use->bold) {
		print_weight(fonts_find(w->fonts, use->name, true), true);
	}
	if (set) {
		print_coverage(r, use, set);
	}
}

static const struct layout *layout_of(struct work *w)
{
	if (!w->folder) {
		return source_layout(w->a, data_folder(w->a, "layouts"),
				w->layout ? w->layout : DEFAULT_LAYOUT, w->diags);
	}
	return work_until(w, STEP_SOURCE) ? w->issue->layout : NULL;
}

static enum status list_fonts(struct work *w)
{
	const struct layout *l;
	const struct role_use *uses;
	unsigned char *set = NULL;
	int n = 0;

	work_begin(w);
	l = layout_of(w);
	w->fonts = l ? fonts_open(data_folder(w->a, "fonts"), w->diags) : NULL;
	if (!w->fonts) {
		return work_end(w);
	}
	if (w->issue) {
		set = arena_alloc(w->a, CODE_POINTS / 8, 1);
		issue_each_text(w->issue, collect, set);
	}
	if (w->progress) {
		fputs("\r\033[K", stderr);
	}
	uses = layout_roles(w->a, l, &n);
	for (int i = 0; i < n; i++) {
		print_role(w, &uses[i], set);
	}
	return work_end(w);
}

enum status cmd_fonts(int argc, char **argv)
{
	static const struct option options[] = {
		{ "layout", required_argument, NULL, 'l' },
		{ 0 },
	};
	struct work w = { 0 };

	for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
		if (c != 'l') {
			return option_error(argv, "fonts");
		}
		w.layout = optarg;
	}
	if (argc - optind > 1) {
		return usage_error(_("fonts takes at most one issue's folder"));
	}
	w.folder = argv[optind]; /* NULL where none is given */
	return list_fonts(&w);
}
