#include "shape/shape-imp.h"

#include <string.h>

#include "base/arena.h"

/* Letters: what each character is, seen in the paragraph as a whole. */

/* An accent, variation selector or joiner, which has no place of its own. */
static bool joins_on(const struct letter *l)
{
	return l->class == CHAR_LETTER && (l->c == 0x200c || l->c == 0x200d || char_is_mark(l->c));
}

/* What stands behind l sees the character before it; marks stay one em wide. */
static void join(struct letter *l, const struct letter *before)
{
	if (before->class != CHAR_SPACE && before->class != CHAR_NEWLINE) {
		l->class = before->class;
		l->western = before->western;
		l->traits = before->traits & (uint8_t)~TRAITS_WIDTH;
		l->mark = before->mark;
	}
}

static void read_letters(struct shaper *s, const struct text *text)
{
	s->nletters = 0;
	for (size_t at = 0; at < text->n;) {
		struct letter *l;
		uint32_t start = (uint32_t)at;
		uint32_t c = char_next(text->s, text->n, &at);

		s->letters = scratch_grow(s->letters, s->nletters, &s->letters_cap,
				sizeof *s->letters);
		l = &s->letters[s->nletters++];
		*l = (struct letter){ .c = c, .at = start };
		l->class = (uint8_t)char_class(c);
		l->traits = (uint8_t)traits_find(s->traits, c);
		l->mark = (uint8_t)mark_class(c);
		l->western = l->class == CHAR_LETTER || l->class == CHAR_DIGIT ||
				l->class == CHAR_WESTERN;
		if (s->nletters > 1 && joins_on(l)) {
			join(l, l - 1);
		}
	}
}

static bool is_western_at(const struct shaper *s, size_t i)
{
	return i < s->nletters && s->letters[i].western;
}

static bool is_line_end(const struct shaper *s, size_t i)
{
	return i == s->nletters || s->letters[i].class == CHAR_NEWLINE;
}

/* An apostrophe inside a Western word belongs to it; quotation marks are
   Chinese whatever they stand around. */
static void claim_apostrophes(struct shaper *s)
{
	for (size_t i = 1; i + 1 < s->nletters; i++) {
		struct letter *l = &s->letters[i];
		if (l->c == 0x2019 && s->letters[i - 1].class == CHAR_LETTER &&
				s->letters[i + 1].class == CHAR_LETTER) {
			l->western = true;
			l->class = CHAR_WESTERN;
			l->traits = 0;
			l->mark = MARK_NONE;
		}
	}
}

/* A run of spaces with nothing Chinese on either side is Western: as wide as
   the font's space, and of one run with the words around it. So is one that a
   line begins with, which only code has: its lines are indented alike. */
static void claim_spaces(struct shaper *s)
{
	for (size_t i = 0; i < s->nletters;) {
		size_t from = i;
		while (i < s->nletters && s->letters[i].class == CHAR_SPACE) {
			i++;
		}
		if (from == i) {
			i++;
			continue;
		}
		bool leading = from == 0 || s->letters[from - 1].class == CHAR_NEWLINE;
		bool western = leading ||
				(is_western_at(s, from - 1) &&
						(is_line_end(s, i) || is_western_at(s, i)));
		for (size_t k = from; k < i; k++) {
			s->letters[k].western = western && s->letters[k].c != 0x3000;
		}
	}
}

/* Roles: what marked text is set in. */

const struct font *shape_first_font(const struct role *role)
{
	const struct font *fonts;
	int n = role_fonts(role, &fonts);

	for (int i = 0; i < n; i++) {
		if (face_hb(fonts[i].face)) {
			return &fonts[i];
		}
	}
	return NULL;
}

static const struct role *role_of(struct shaper *s, const char *name, bool bold)
{
	const struct role *r = fonts_find(s->fonts, name, bold);

	/* where it sets nothing shaper_new has said so */
	return r && shape_first_font(r) ? r : NULL;
}

static struct look look_of(struct shaper *s, const struct style *style, unsigned marked)
{
	const struct layout *l = s->layout;
	const char *han = style->font, *latin = style->latin;
	bool bold = style->bold;

	if (marked & TEXT_STRONG) {
		/* body text takes what is set for it, any other face goes bold */
		bool plain = marked == TEXT_STRONG && strcmp(han, l->body.font) == 0;
		han = plain ? l->strong.font : han;
		latin = plain ? l->strong.latin : latin;
		bold |= !plain || l->strong.bold;
	}
	if (marked & TEXT_EMPHASIS) {
		han = l->emphasis.font;
		latin = l->emphasis.latin;
		bold |= l->emphasis.bold;
	}
	if (marked & TEXT_CODE) {
		han = l->code.font;
		latin = l->code.latin;
		bold |= l->code.bold;
	}
	return (struct look){ role_of(s, han, bold), role_of(s, latin, bold) };
}

/* True the first time it is asked of c. */
static bool note_first(struct shaper *s, uint32_t c)
{
	unsigned char bit = (unsigned char)(1u << (c & 7));
	bool first = !(s->noted[c >> 3] & bit);

	s->noted[c >> 3] |= bit;
	return first;
}

static void report_fallback(struct shaper *s, const struct text *text, const struct letter *l,
		const struct role *role, const struct font *font)
{
	char one[5], name[12];

	if (!note_first(s, l->c)) {
		return;
	}
	char_write(l->c, one);
	char_name(l->c, name);
	diag_add(s->diags, DIAG_GLYPH_SUBSTITUTED, shape_place(s, text, l->at), one, name,
			role_name(role), face_family(font->face));
}

/* The font for the cluster of n letters at l: the role's first that has all of
   them. */
static const struct font *font_for(struct shaper *s, const struct text *text,
		const struct role *role, const struct letter *l, size_t n)
{
	const struct font *fonts, *font;
	uint32_t c[32]; /* a base and 30 accents: what source/ lets through */

	role_fonts(role, &fonts);
	n = n < 32 ? n : 32;
	for (size_t i = 0; i < n; i++) {
		c[i] = l[i].c;
	}
	font = role_cover(role, c, n);
	if (!font) {
		return shape_first_font(
				role); /* which may compose it yet; what it lacks is said then */
	}
	if (font != &fonts[0]) {
		report_fallback(s, text, l, role, font);
	}
	return font;
}

static bool same_look(const struct run_plan *p, const struct font *font, sp size,
		const struct range *range, bool western)
{
	return p->run.font.face == font->face && p->run.font.embolden == font->embolden &&
			p->run.size == size && p->run.link == range->link &&
			p->run.note == range->note && p->ruby == range->ruby &&
			p->western == western;
}

static size_t cluster_letters(const struct shaper *s, const struct text *text, size_t i)
{
	const struct letter *l = &s->letters[i];
	size_t n = 1, end;

	/* nothing joins on in the bulk of the text: skip the lookup */
	if (i + 1 >= s->nletters || l[1].c < 0x300 || (l[1].c >= 0x2010 && l[1].c < 0x20d0) ||
			(l[1].c >= 0x3000 && l[1].c < 0x302a) ||
			(l[1].c >= 0x4e00 && l[1].c < 0xa000) || l->class == CHAR_NEWLINE) {
		return 1;
	}
	end = char_cluster_end(text->s, text->n, l->at);
	while (i + n < s->nletters && s->letters[i + n].at < end) {
		n++;
	}
	return n;
}

/* Typewriter letters look large beside Han. */
static sp size_in(const struct layout *l, const struct style *style, const struct range *range,
		bool western)
{
	if (range->note) {
		sp size = sp_scale(style->size, l->notes.mark_size);
		return size > 0 ? size : 1;
	}
	return western && (range->style & TEXT_CODE) ? sp_scale(style->size, l->code_size)
						     : style->size;
}

static void add_to_plan(struct shaper *s, const struct font *font, const struct style *style,
		const struct range *range, const struct letter *first, uint32_t end)
{
	struct run_plan *last = s->nplans ? &s->plans[s->nplans - 1] : NULL;
	size_t cap = (size_t)s->plans_cap;
	sp size = size_in(s->layout, style, range, first->western);

	if (last && last->to == first->at && same_look(last, font, size, range, first->western)) {
		last->to = end;
		return;
	}
	s->plans = scratch_grow(s->plans, (size_t)s->nplans, &cap, sizeof *s->plans);
	s->plans_cap = (int)cap;
	s->plans[s->nplans++] = (struct run_plan){
		.run = { .font = *font,
				.size = size,
				.colour = range->link ? s->layout->link_colour : style->colour,
				.link = range->link,
				.note = range->note },
		.from = first->at,
		.to = end,
		.western = first->western,
		.ruby = range->ruby,
	};
}

bool shape_itemise(struct shaper *s, const struct text *text, const struct style *style)
{
	struct look looks[LOOKS];
	bool known[LOOKS] = { false };
	const struct range *range = text->ranges, *end = range + text->nranges;

	read_letters(s, text);
	claim_apostrophes(s);
	shape_claim_solidi(s);
	claim_spaces(s);
	s->nplans = 0;
	for (size_t i = 0, n; i < s->nletters; i += n) {
		struct letter *l = &s->letters[i];
		uint32_t stop;

		while (range + 1 < end && range[1].at <= l->at) {
			range++;
		}
		n = cluster_letters(s, text, i);
		for (size_t k = i; k < i + n; k++) {
			s->letters[k].note = range->note != 0;
		}
		stop = i + n < s->nletters ? s->letters[i + n].at : text->n;
		if (!known[range->style % LOOKS]) {
			looks[range->style % LOOKS] = look_of(s, style, range->style);
			known[range->style % LOOKS] = true;
		}
		const struct look *look = &looks[range->style % LOOKS];
		const struct role *role = l->western ? look->latin : look->han;
		if (!role) {
			return false;
		}
		if (l->class != CHAR_NEWLINE) {
			add_to_plan(s, font_for(s, text, role, l, n), style, range, l, stop);
		}
	}
	return true;
}
