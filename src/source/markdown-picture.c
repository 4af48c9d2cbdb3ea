/* markdown-picture: pictures, with what the title of an image says of them:
   ![caption](file.jpg "版首；宽 80mm；替代：…"). */

#include "source/markdown-imp.h"

#define WIDTH_MAX (14400 * UNIT_ONE) /* as lengths of layouts */

/* A word of the title, bytes [at, end) of s, blanks around it gone. */
struct word {
	const char *s;
	size_t at, end;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static size_t begins(const struct word *w, const char *with)
{
	size_t n = strlen(with);

	return w->end - w->at >= n && strncmp(w->s + w->at, with, n) == 0 ? n : 0;
}

static bool is(const struct word *w, const char *word)
{
	return begins(w, word) == strlen(word) && w->end - w->at == strlen(word);
}

static void trim(struct word *w)
{
	while (w->at < w->end && is_blank(w->s[w->at])) {
		w->at++;
	}
	while (w->end > w->at && is_blank(w->s[w->end - 1])) {
		w->end--;
	}
}

/* Take one of the words and a colon or blank behind it off w. */
static bool take(struct word *w, const char *const *words)
{
	for (; *words; words++) {
		size_t n = begins(w, *words);
		if (n) {
			w->at += n;
			trim(w);
			n = begins(w, ":") + begins(w, "：");
			w->at += n;
			trim(w);
			return true;
		}
	}
	return false;
}

/* A number to three decimals, in thousandths; -1 where there is none, or one
   that is too large. */
static int64_t take_number(struct word *w)
{
	int64_t v = 0;
	int decimals = -1;
	size_t from = w->at;

	for (; w->at < w->end; w->at++) {
		char c = w->s[w->at];
		if (c == '.' && decimals < 0) {
			decimals = 0;
			continue;
		}
		if (c < '0' || c > '9' || decimals == 3 || v > 1000000) {
			break;
		}
		v = v * 10 + (c - '0');
		decimals += decimals >= 0;
	}
	for (decimals = decimals < 0 ? 0 : decimals; decimals < 3; decimals++) {
		v *= 10;
	}
	return w->at > from && w->s[w->at - 1] != '.' && v < 1000000000 ? v : -1;
}

/* 80mm, 6 cm, 50%. */
static bool read_width(const struct md *k, struct word w, struct illustration *to)
{
	sp em = k->m.r->layout ? k->m.r->layout->body.size : UNIT_ONE;
	const struct {
		const char *name;
		int64_t unit; /* sp, times 1000 */
	} units[] = {
		{ "mm", 185771654 },
		{ "毫米", 185771654 },
		{ "cm", 1857716535 },
		{ "厘米", 1857716535 },
		{ "pt", 1000 * (int64_t)UNIT_ONE },
		{ "em", 1000 * (int64_t)em },
	};
	int64_t v = take_number(&w), wid;

	trim(&w);
	if (v <= 0) {
		return false;
	}
	if (is(&w, "%") || is(&w, "％")) {
		to->share = (ratio)(v * UNIT_ONE / 100000);
		return v <= 100000 && to->share > 0;
	}
	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
		if (is(&w, units[i].name)) {
			wid = v * (units[i].unit / 1000) / 1000;
			to->wid = wid <= WIDTH_MAX ? (sp)wid : WIDTH_MAX;
			return wid > 0;
		}
	}
	return false;
}

/* Whether the word is understood. */
static bool read_word(const struct md *k, struct word w, struct shown *to)
{
	static const char *const width[] = { "宽度", "宽", "width", NULL };
	static const char *const alt[] = { "替代文字", "替代", "alt", NULL };

	if (is(&w, "版首") || is(&w, "top")) {
		to->stand = STAND_TOP;
		return true;
	}
	if (is(&w, "版尾") || is(&w, "foot")) {
		to->stand = STAND_FOOT;
		return true;
	}
	if (take(&w, width)) {
		return read_width(k, w, &to->shown);
	}
	if (take(&w, alt) && w.at < w.end) {
		to->shown.alt = arena_copy(k->m.r->a, w.s + w.at, w.end - w.at);
		return true;
	}
	return false;
}

static void complain(const struct md *k, const struct word *w)
{
	const char *said = arena_copy(k->m.r->a, w->s + w->at, w->end - w->at);
	struct span span = k->image_title_at ? checked_place(k->m.t, k->image_title_at + w->at)
					     : k->image_span;

	diag_add(k->m.r->d, DIAG_PICTURE_WORD, span, said);
}

/* Words between ； or ;. */
static void read_title(const struct md *k, struct shown *to)
{
	const char *s = k->image_title;
	size_t n = strlen(s);

	for (size_t at = 0, end; at < n; at = end) {
		struct word w = { s, at, at };
		size_t gap = 0;
		while (w.end < n && !gap) {
			gap = s[w.end] == ';' ? 1 : strncmp(s + w.end, "；", 3) == 0 ? 3 : 0;
			w.end += gap ? 0 : 1;
		}
		end = w.end + gap;
		trim(&w);
		if (w.at < w.end && !read_word(k, w, to)) {
			complain(k, &w);
		}
	}
}

void markdown_end_picture(struct md *k)
{
	const struct picture *picture = picture_read(k->m.r, k->image, k->image_span);
	struct shown *shown;

	if (!picture) {
		return;
	}
	shown = vec_push(k->m.scratch, &k->shown);
	shown->shown.picture = picture;
	shown->shown.caption = markdown_text(&k->m, &k->alt);
	shown->shown.span = k->image_span;
	read_title(k, shown);
	if (!shown->shown.caption.n && !shown->shown.alt) {
		diag_add0(k->m.r->d, DIAG_PICTURE_ALT, k->image_span);
	}
}

/* Pictures [from, to) side by side. */
static void add_row(struct md *k, int from, int to)
{
	struct illustration *pictures = ARENA_ARRAY(k->m.r->a, struct illustration, to - from);
	struct block *b = markdown_add_block(k, BLOCK_PICTURE, k->shown.at[from].shown.span);

	for (int i = from; i < to; i++) {
		pictures[i - from] = k->shown.at[i].shown;
		if (!b->stand) {
			b->stand = k->shown.at[i].stand;
		}
	}
	b->pictures = pictures;
	b->npictures = to - from;
}

void markdown_add_shown(struct md *k)
{
	for (int i = 0, next; i < k->shown.n; i = next) {
		int line = k->shown.at[i].shown.span.line;

		for (next = i + 1; next < k->shown.n && k->shown.at[next].shown.span.line == line;
				next++) {
		}
		add_row(k, i, next);
	}
}
