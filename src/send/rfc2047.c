/* rfc2047: text beyond ASCII in headers, as encoded words in base64: Chinese is
   shortest so, and such words may stand in names too. */

#include <string.h>

#include "send/mime-imp.h"
#include "text/char.h"

#define WORD_MAX   75 /* RFC 2047 2 */
#define WORD_START "=?UTF-8?B?"
#define WORD_END   "?="
#define AROUND     12 /* both */
#define PLAIN_MAX  60
#define PIECE_MAX  45 /* bytes that a word of WORD_MAX holds */
#define WORTH      12 /* fewer are not worth beginning a word on this line */

bool text_is_plain(const char *s)
{
	size_t n = strlen(s);

	for (size_t i = 0; i < n; i++) {
		if (s[i] < ' ' || s[i] > '~') {
			return false;
		}
	}
	return n > 0 && n <= PLAIN_MAX && !strstr(s, "=?") && s[0] != ' ' && s[n - 1] != ' ';
}

/* Where the word that begins at `at` ends, so that it holds at most max bytes.
   RFC 2047 5: no character is divided between words. */
static size_t word_end(const char *s, size_t n, size_t at, size_t max)
{
	size_t end = at;

	for (size_t next = at; next < n; end = next) {
		char_next(s, n, &next);
		if (next - at > max) {
			break;
		}
	}
	return end;
}

/* The word of s[at, end) with what stands at it. */
static void write_word(struct header *h, const char *before, const char *s, size_t n,
		const char *after)
{
	char clean[PIECE_MAX], code[PIECE_MAX / 3 * 4 + 2];
	struct buf word = { 0 };

	for (size_t i = 0; i < n; i++) {
		clean[i] = (unsigned char)s[i] < ' ' || s[i] == 0x7f ? ' ' : s[i];
	}
	base64_write(code, clean, n);
	buf_print(&word, "%s" WORD_START "%.*s" WORD_END "%s", before, (int)base64_size(n) - 2,
			code, after);
	header_token(h, word.s, word.n);
	buf_done(&word);
}

/* Bytes of text that a word may hold behind so many columns. */
static size_t room_behind(size_t columns)
{
	size_t room = columns + AROUND < LINE_MAX_MAIL ? LINE_MAX_MAIL - columns : AROUND;

	room = room < WORD_MAX ? room : WORD_MAX;
	return (room - AROUND) / 4 * 3;
}

/* Bytes of n that the next word is to hold, around bytes standing at it. A new line
   is begun where one word can then hold all: some programs show the space between
   two, which RFC 2047 6.2 wants dropped. */
static size_t word_room(const struct header *h, size_t n, size_t around)
{
	size_t here = room_behind(h->column + 1 + around), line = room_behind(1 + around);

	return here < WORTH || (n > here && n <= line) ? line : here;
}

void header_words(struct header *h, const char *before, const char *s, const char *after)
{
	size_t n = strlen(s), at = 0;

	while (at < n) {
		size_t room = word_room(h, n - at, strlen(before) + strlen(after));
		size_t end = word_end(s, n, at, room);
		write_word(h, before, s + at, end - at, end < n ? "" : after);
		before = "";
		at = end;
	}
}

void header_text(struct header *h, const char *s)
{
	if (text_is_plain(s)) {
		header_token(h, s, strlen(s));
	} else {
		header_words(h, "", s, "");
	}
}

void header_phrase(struct header *h, const char *s)
{
	struct buf quoted = { 0 };

	if (!text_is_plain(s)) {
		header_words(h, "", s, "");
		return;
	}
	buf_byte(&quoted, '"');
	for (; *s; s++) {
		if (*s == '"' || *s == '\\') {
			buf_byte(&quoted, '\\');
		}
		buf_byte(&quoted, *s);
	}
	buf_byte(&quoted, '"');
	header_token(h, quoted.s, quoted.n);
	buf_done(&quoted);
}
