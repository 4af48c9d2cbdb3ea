/* rfc5322: the writer of headers. */

#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "send/mime-imp.h"

void header_begin(struct header *h, const char *name)
{
	buf_print(h->out, "%s:", name);
	h->column = strlen(name) + 1;
}

void header_token(struct header *h, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] < ' ' || s[i] > '~') {
			die("a header was to carry byte %d", (unsigned char)s[i]);
		}
	}
	if (h->column + 1 + n > LINE_MAX_MAIL) {
		buf_text(h->out, "\r\n");
		h->column = 0;
	}
	buf_byte(h->out, ' ');
	buf_add(h->out, s, n);
	h->column += 1 + n;
}

void header_end(struct header *h)
{
	buf_text(h->out, "\r\n");
}

void header_line(struct buf *out, const char *name, const char *value)
{
	struct header h = { .out = out };

	header_begin(&h, name);
	header_token(&h, value, strlen(value));
	header_end(&h);
}

void header_date(struct buf *out, struct message_date date)
{
	static const char days[][4] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
	static const char months[][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug",
		"Sep", "Oct", "Nov", "Dec" };
	int east = date.east < 0 ? -date.east : date.east;
	time_t local = (time_t)(date.seconds + (int64_t)date.east * 60);
	struct buf value = { 0 };
	struct tm t;

	if (!gmtime_r(&local, &t)) {
		die("no calendar has second %lld", (long long)local);
	}
	buf_print(&value, "%s, %d %s %04d %02d:%02d:%02d %c%02d%02d", days[t.tm_wday], t.tm_mday,
			months[t.tm_mon], t.tm_year + 1900, t.tm_hour, t.tm_min, t.tm_sec,
			date.east < 0 ? '-' : '+', east / 60 % 100, east % 60);
	header_line(out, "Date", value.s);
	buf_done(&value);
}

void header_mailbox(struct header *h, const char *name, const char *address, bool more)
{
	struct buf token = { 0 };

	header_phrase(h, name);
	buf_print(&token, "<%s>%s", address, more ? "," : "");
	header_token(h, token.s, token.n);
	buf_done(&token);
}
