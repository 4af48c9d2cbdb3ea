/* markdown-span: [text]{words} and [^label], which CommonMark does not have.

   md4c reads them as text. Their brackets are found here, in what it told of a
   paragraph, and what they say goes to the text as ranges. The brackets of links
   and pictures are md4c's and never seen. */

#include "source/markdown-imp.h"
#include "source/schema-imp.h"

#define LABEL_MAX  100        /* bytes */
#define IS_READING (1u << 31) /* beside the styles that words stand for */

static const struct word {
	const char *word;
	unsigned style;
} words[] = {
	{ "着重号", TEXT_DOTS },
	{ "dots", TEXT_DOTS },
	{ "下划线", TEXT_UNDERLINE },
	{ "underline", TEXT_UNDERLINE },
	{ "专名号", TEXT_NAME },
	{ "name", TEXT_NAME },
	{ "浪线", TEXT_WAVY },
	{ "wavy", TEXT_WAVY },
	{ "拼音", IS_READING },
	{ "注音", IS_READING },
	{ "ruby", IS_READING },
};

#define NWORDS (sizeof words / sizeof *words)

static bool is_label_char(char c)
{
	return (unsigned char)c >= 0x80 || (c >= '0' && c <= '9') ||
			((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '-' || c == '_' ||
			c == '.';
}

size_t markdown_note_length(const char *s, size_t n)
{
	size_t i = 2;

	if (n < 4 || s[0] != '[' || s[1] != '^') {
		return 0;
	}
	while (i < n && i < LABEL_MAX && is_label_char(s[i])) {
		i++;
	}
	return i > 2 && i < n && s[i] == ']' ? i + 1 : 0;
}

size_t markdown_definition_length(const char *s, size_t n)
{
	static const char wide[] = "：";
	size_t mark = markdown_note_length(s, n);

	if (mark && mark < n && s[mark] == ':') {
		return mark + 1;
	}
	return mark && n - mark >= sizeof wide - 1 && memcmp(s + mark, wide, sizeof wide - 1) == 0
			? mark + sizeof wide - 1
			: 0;
}

struct finding_signs {
	const struct manuscript *m;
	struct signs out;
	VEC(int) open; /* signs that are [ without their ] */
	int escaped;   /* \[ seen, whose ] begins no braces */
	int ruby;      /* how many of those signs were [ of a reading, up to here */
};

static struct sign *add_sign(struct finding_signs *k, enum sign_kind kind, size_t at, size_t n)
{
	struct sign *sign = vec_push(k->m->scratch, &k->out);

	*sign = (struct sign){ .kind = kind, .at = at, .n = n };
	return sign;
}

static size_t blanks(const char *s, size_t at, size_t end)
{
	static const char wide[] = "　";
	size_t from = at;

	while (at < end) {
		if (s[at] == ' ' || s[at] == '\t') {
			at++;
		} else if (end - at >= 3 && memcmp(s + at, wide, 3) == 0) {
			at += 3;
		} else {
			break;
		}
	}
	return at - from;
}

/* Length of the sign at `at` if one of those that part words: 着重号、下划线, 拼音：lì. */
static size_t parting(const char *s, size_t at, size_t end)
{
	static const char *const signs[] = { ",", "，", "、", ";", "；", ":", "：" };

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		size_t n = strlen(signs[i]);
		if (end - at >= n && memcmp(s + at, signs[i], n) == 0) {
			return n;
		}
	}
	return 0;
}

static size_t word_length(const char *s, size_t at, size_t end)
{
	size_t from = at;

	while (at < end && !blanks(s, at, end) && !parting(s, at, end)) {
		at++;
	}
	return at - from;
}

/* From the end of a word to the next one. */
static size_t between(const char *s, size_t at, size_t end)
{
	size_t n = blanks(s, at, end);

	n += parting(s, at + n, end);
	return n + blanks(s, at + n, end);
}

static void say_unknown(const struct manuscript *m, size_t at, size_t n)
{
	const char *known[NWORDS + 1] = { NULL }, *near;
	const char *word = arena_copy(m->r->a, m->t->s + at, n < 60 ? n : 0);
	struct span place = checked_place(m->t, at);

	for (size_t i = 0; i < NWORDS; i++) {
		known[i] = words[i].word;
	}
	near = schema_nearest(word, known);
	if (near) {
		diag_add(m->r->d, DIAG_SPAN_WORD_NEAR, place, word, near);
	} else {
		diag_add(m->r->d, DIAG_SPAN_WORD, place, word,
				"着重号、下划线、专名号、浪线、拼音");
	}
}

/* The style that the word stands for; 0, with a diagnostic, where it is none. */
static unsigned word_style(const struct manuscript *m, size_t at, size_t n)
{
	for (size_t i = 0; i < NWORDS; i++) {
		if (strlen(words[i].word) == n && memcmp(words[i].word, m->t->s + at, n) == 0) {
			return words[i].style;
		}
	}
	say_unknown(m, at, n);
	return 0;
}

/* What the words [at, end) between braces say; 0 where a word is wrong. Readings
   are what stands from *reading on. */
static unsigned read_words(const struct manuscript *m, size_t at, size_t end, size_t *reading)
{
	const char *s = m->t->s;
	unsigned all = 0;

	*reading = end;
	at += blanks(s, at, end);
	if (at >= end) {
		say_unknown(m, at, 0);
	}
	while (at < end) {
		size_t n = word_length(s, at, end);
		unsigned style = word_style(m, at, n);

		at += n + between(s, at + n, end);
		all |= style;
		if (!style) {
			return 0;
		}
		if (style == IS_READING) {
			*reading = at;
			break;
		}
	}
	return all;
}

static bool is_reading_char(char c)
{
	return (unsigned char)c >= 0x80 || (c >= '0' && c <= '9') ||
			((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || strchr(" \t'-.,()", c);
}

/* The readings [at, end), divided by white space, to the sign. */
static bool read_readings(const struct manuscript *m, struct sign *sign, size_t at, size_t end)
{
	const char *s = m->t->s;
	size_t from = at;

	while (at < end && is_reading_char(s[at])) {
		at++;
	}
	if (from == end || at < end || end - from > READINGS_MAX) {
		diag_add0(m->r->d, DIAG_RUBY_FORM, checked_place(m->t, at < end ? at : from));
		return false;
	}
	sign->reading = from;
	sign->end = end;
	return true;
}

/* Where the braces that begin at byte at end, 0 where they don't. */
static size_t braces_end(const char *s, size_t at, size_t end)
{
	size_t n = strcspn(s + at + 1, "{}[]\n");

	return at + 1 + n < end && s[at + 1 + n] == '}' ? at + 1 + n : 0;
}

static void close_span(struct finding_signs *k, int open, size_t at, size_t close)
{
	const struct manuscript *m = k->m;
	size_t reading;
	unsigned all = read_words(m, at + 2, close, &reading);
	struct sign *begin, *end;

	if (!all) {
		return;
	}
	end = add_sign(k, SIGN_END, at, close + 1 - at);
	begin = &k->out.at[open];
	begin->style = end->style = all & ~IS_READING;
	if (all & IS_READING) {
		if (k->ruby > begin->ruby) { /* those in it have a reading already */
			diag_add0(m->r->d, DIAG_RUBY_BASE, checked_place(m->t, begin->at));
		} else if (read_readings(m, end, reading, close)) {
			begin->reads = true;
			k->ruby++;
		}
	}
	begin->kind = SIGN_BEGIN;
}

/* ] at byte at; how many bytes it takes with what belongs to it. */
static size_t read_close(struct finding_signs *k, size_t at, size_t end)
{
	const char *s = k->m->t->s;
	int open = k->open.n ? k->open.at[--k->open.n] : -1;
	size_t close;

	if (at + 1 >= end || s[at + 1] != '{') {
		return 1;
	}
	close = braces_end(s, at + 1, end);
	if (open < 0 && k->escaped) {
		k->escaped--;
		return 1;
	}
	if (!close || open < 0) {
		diag_add0(k->m->r->d, DIAG_SPAN_FORM, checked_place(k->m->t, at));
		return 1;
	}
	close_span(k, open, at, close);
	return close + 1 - at;
}

static size_t read_open(struct finding_signs *k, size_t at, size_t end)
{
	size_t n = markdown_note_length(k->m->t->s + at, end - at);

	if (n) {
		add_sign(k, SIGN_NOTE, at, n);
		return n;
	}
	*vec_push(k->m->scratch, &k->open) = k->out.n;
	add_sign(k, SIGN_NONE, at, 1)->ruby = k->ruby;
	return 1;
}

static bool stands(const char *s, size_t at, size_t end, const char *form)
{
	size_t n = strlen(form);

	return end - at >= n && memcmp(s + at, form, n) == 0;
}

static bool is_one_of(const char *s, size_t at, size_t end, const char *const *forms)
{
	while (*forms && !stands(s, at, end, *forms)) {
		forms++;
	}
	return *forms;
}

/* A brace with one of the words behind it, and no bracket before it. */
static bool is_lone_brace(const char *s, size_t at, size_t end)
{
	size_t n = s[at] == '{' ? 1 : stands(s, at, end, "｛") ? 3 : 0;

	if (!n || (at >= 1 && s[at - 1] == ']') || (at >= 3 && stands(s, at - 3, end, "］"))) {
		return false;
	}
	for (size_t i = 0; i < NWORDS; i++) {
		bool han = (unsigned char)words[i].word[0] >= 0x80;
		if (han && stands(s, at + n, end, words[i].word)) {
			return true;
		}
	}
	return false;
}

/* Complain of what looks like a span or the mark of a note and is none. */
static void check_form(const struct finding_signs *k, size_t at, size_t end)
{
	/* one of the signs is full-width, or both are */
	static const char *const spans[] = { "]｛", "］{", "］｛", NULL };
	static const char *const notes[] = { "［^", "［＾", "[＾", NULL };
	const char *s = k->m->t->s;
	bool note = is_one_of(s, at, end, notes) ||
			(stands(s, at, end, "[^") && !markdown_note_length(s + at, end - at));

	if ((note || is_lone_brace(s, at, end)) && markdown_escaped(k->m, at)) {
		return;
	}
	if (note) {
		diag_add0(k->m->r->d, DIAG_NOTE_FORM, checked_place(k->m->t, at));
	} else if (is_one_of(s, at, end, spans) || is_lone_brace(s, at, end)) {
		diag_add0(k->m->r->d, DIAG_SPAN_FORM, checked_place(k->m->t, at));
	}
}

static void find_in_piece(struct finding_signs *k, const struct piece *p)
{
	const char *s = k->m->t->s;
	size_t end = p->at + p->n, at = p->at;

	while (at < end) {
		check_form(k, at, end);
		if (s[at] != '[' && s[at] != ']') {
			at++;
		} else if (markdown_escaped(k->m, at)) {
			k->escaped += s[at] == '[';
			at++;
		} else {
			at += s[at] == '[' ? read_open(k, at, end) : read_close(k, at, end);
		}
	}
}

struct signs markdown_signs(const struct manuscript *m, const struct pieces *p)
{
	struct finding_signs k = { .m = m };
	int n = 0;

	for (int i = 0; i < p->n; i++) {
		if (p->at[i].kind == PIECE_TEXT) {
			find_in_piece(&k, &p->at[i]);
		}
	}
	for (int i = 0; i < k.out.n; i++) {
		if (k.out.at[i].kind != SIGN_NONE) {
			k.out.at[n++] = k.out.at[i];
		}
	}
	k.out.n = n;
	return k.out;
}
