#include "send/bounces.h"

#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "send/bounces-imp.h"

#define FAILURES_MAX 100 /* of one report */
#define GUESSES_MAX  20  /* addresses that a letter is searched for */
#define ADDRESS_MAX  254 /* RFC 5321 4.5.3.1, without its < and > */

/* A mailbox being read. */
struct reader {
	struct ledger *l;
	void (*tell)(const struct bounce *bounce, void *with);
	void *with;
	struct bounces_total *total;
	struct diags *d;
	struct arena *a; /* of one message */
	bool failed;
};

/* What one message says. */
struct report {
	struct reader *r;
	struct part whole;
	int64_t written;
	const char *original; /* Message-ID of what came back; NULL: not said */
	struct slice status;  /* of the delivery-status part */
	const char *text;     /* all text parts */
	struct buf texts;
};

/* Dates */

static int month_of(const char *s)
{
	static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";

	for (int i = 0; i < 12; i++) {
		const char name[] = { months[3 * i], months[3 * i + 1], months[3 * i + 2], '\0' };
		if (strlen(s) >= 3 && same_letters(s, 3, name)) {
			return i + 1;
		}
	}
	return 0;
}

/* Days since 1970-01-01 of the Gregorian calendar. */
static int64_t days_since(int year, int month, int day)
{
	const int64_t y = month > 2 ? year : year - 1;
	const int64_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;

	return y * 365 + y / 4 - y / 100 + y / 400 + of_year - 719468;
}

/* RFC 5322 3.3, to the day: no more is needed to tell issues apart. 0: none. */
static int64_t read_date(const char *s)
{
	int day = 0, year = 0, month;

	s += strcspn(s, "0123456789");
	for (; *s >= '0' && *s <= '9' && day < 100; s++) {
		day = day * 10 + *s - '0';
	}
	s += strspn(s, " ");
	month = month_of(s);
	s += strcspn(s, " ");
	s += strspn(s, " ");
	for (; *s >= '0' && *s <= '9' && year < 10000; s++) {
		year = year * 10 + *s - '0';
	}
	if (day < 1 || day > 31 || !month || year < 1970 || year > 9999) {
		return 0;
	}
	return (days_since(year, month, day) + 1) * 86400; /* the day's end */
}

/* Telling the ledger */

static void find_row(struct reader *r, const char *original, const char *address, int64_t written,
		const char *reason, enum ledger_bounce *result)
{
	*result = r->failed ? BOUNCE_FAILED
			    : ledger_bounce(r->l, original, address, written, reason, r->d);
	r->failed = r->failed || *result == BOUNCE_FAILED;
}

static void tell(struct reader *r, const char *address, const char *reason,
		enum ledger_bounce result)
{
	const struct bounce b = { address, reason, result };

	r->total->moved += result == BOUNCE_MOVED;
	r->total->known += result == BOUNCE_KNOWN;
	r->total->unknown += result == BOUNCE_UNKNOWN;
	if (result != BOUNCE_FAILED) {
		r->tell(&b, r->with);
	}
}

/* Delivery status, RFC 3464 */

/* "rfc822; <a@example.org>": what stands behind the type, without brackets. */
static const char *behind_type(struct arena *a, const char *value)
{
	const char *s = value ? strchr(value, ';') : NULL;

	s = s ? s + 1 : value ? value : "";
	s += strspn(s, " <");
	return arena_copy(a, s, strcspn(s, "> "));
}

static void read_recipient(struct report *p, struct slice fields)
{
	struct arena *a = p->r->a;
	const char *action = part_header(a, fields, "action");
	const char *final = part_header(a, fields, "final-recipient");
	const char *first = part_header(a, fields, "original-recipient");
	const char *status = part_header(a, fields, "status");
	const char *said = part_header(a, fields, "diagnostic-code");
	const char *address = behind_type(a, first ? first : final);
	const char *reason = arena_print(a, "%s %s", status ? status : "", said ? said : "");
	enum ledger_bounce result;

	if (!action) {
		return; /* the fields of the message as a whole */
	}
	if (same_letters(action, strcspn(action, " ;("), "delayed")) {
		p->r->total->delayed++;
		return;
	}
	if (!same_letters(action, strcspn(action, " ;("), "failed")) {
		return;
	}
	find_row(p->r, p->original, address, p->written, reason, &result);
	if (result == BOUNCE_UNKNOWN && !p->original && final) {
		address = behind_type(a, final);
		find_row(p->r, NULL, address, p->written, reason, &result);
	}
	tell(p->r, address, reason, result);
}

static void read_status(struct report *p)
{
	struct slice left = p->status;

	for (int i = 0; left.n && i < FAILURES_MAX && !p->r->failed; i++) {
		struct part fields = part_of(p->r->a, left, 0);
		read_recipient(p, fields.head);
		left = fields.body;
	}
}

/* Letters in place of it */

static bool is_address_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
			(c && strchr(".!#$%&'*+-/=?^_`{|}~", c));
}

/* The next address in a text, in a; *s moves behind it. NULL: no more. */
static const char *next_address(struct arena *a, const char **s, const char *start)
{
	for (const char *at; (at = strchr(*s, '@'));) {
		const char *from = at;
		const char *end = at + 1;
		while (from > start && is_address_char(from[-1]) && at - from < ADDRESS_MAX) {
			from--;
		}
		while (is_address_char(*end) && end - at < ADDRESS_MAX) {
			end++;
		}
		*s = end;
		while (end > at + 1 && strchr(".'", end[-1])) {
			end--;
		}
		if (from < at && end > at + 1) {
			return arena_copy(a, from, (size_t)(end - from));
		}
	}
	return NULL;
}

/* The length of a sign between a label and what it is the label of; 0: none. */
static size_t lead(const char *s)
{
	static const char *const leads[] = { "：", "　", "“", ":", " ", "\t", "\r", "\n" };

	for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
		size_t n = strlen(leads[i]);
		if (strncmp(s, leads[i], n) == 0) {
			return n;
		}
	}
	return 0;
}

/* The first line of the text from s on that says something. */
static const char *line_from(struct arena *a, const char *s)
{
	for (size_t n; (n = lead(s));) {
		s += n;
	}
	return arena_copy(a, s, strcspn(s, "\r\n"));
}

/* What such a letter calls the reason. */
static const char *find_reason(struct arena *a, const char *text)
{
	static const char *const labels[] = { "退信原因", "失败原因", "退回原因", "出错原因",
		"原因", "reason", "error" };
	static const char *const signs[] = { "不存在", "已满", "拒收", "拒绝", "无法送达", "550",
		"552", "554", "unknown", "full", "rejected" };

	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
		const char *found = find_text(text, labels[i]);
		const char *line = found ? line_from(a, found + strlen(labels[i])) : "";
		if (*line) {
			return line;
		}
	}
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		const char *found = find_text(text, signs[i]);
		while (found && found > text && found[-1] != '\n') {
			found--;
		}
		if (found) {
			return line_from(a, found);
		}
	}
	return "";
}

/* Written by a mail server: RFC 5321 4.5.5 gives such a letter an empty sender. */
static bool is_servers(struct arena *a, struct slice head)
{
	const char *sender = part_header(a, head, "return-path");
	const char *from = part_header(a, head, "from");

	return (sender && strcmp(sender, "<>") == 0) ||
			(from &&
					(find_text(from, "mailer-daemon@") ||
							find_text(from, "postmaster@") ||
							find_text(from, "mailer-daemon (")));
}

static bool is_delay(const char *text)
{
	static const char *const signs[] = { "will retry", "will be retried", "继续尝试",
		"稍后重试", "not yet been delivered", "delivery is delayed" };

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		if (find_text(text, signs[i])) {
			return true;
		}
	}
	return false;
}

/* "<…>" in a text; NULL: none. */
static const char *bracketed(struct arena *a, const char *s)
{
	const char *from = s ? strchr(s, '<') : NULL;
	size_t n = from ? strcspn(from, "> \r\n") : 0;

	return from && from[n] == '>' ? arena_copy(a, from, n + 1) : NULL;
}

/* Which message it was, where the letter says so: in the head that it quotes, or
   as an answer does. */
static const char *original_of(struct report *p)
{
	struct arena *a = p->r->a;
	const char *quoted = find_text(p->text, "message-id:");
	const char *id = bracketed(a, quoted);

	if (!id) {
		id = bracketed(a, part_header(a, p->whole.head, "in-reply-to"));
	}
	return id ? id : bracketed(a, part_header(a, p->whole.head, "references"));
}

static void read_letter(struct report *p)
{
	struct arena *a = p->r->a;
	const char *failed = part_header(a, p->whole.head, "x-failed-recipients");
	const char *text = arena_print(a, "%s\n%s", failed ? failed : "", p->text);
	const char *original = p->original ? p->original : original_of(p);
	const char *reason = find_reason(a, p->text);
	const char *s = text;
	const char *address = next_address(a, &s, text);
	const char *first = address ? address : "";
	enum ledger_bounce result = BOUNCE_UNKNOWN;

	if (is_delay(p->text)) {
		p->r->total->delayed++;
		return;
	}
	if (original) {
		find_row(p->r, original, first, p->written, reason, &result);
	}
	for (int i = 0; !original && address && result == BOUNCE_UNKNOWN && i < GUESSES_MAX; i++) {
		first = address;
		find_row(p->r, NULL, address, p->written, reason, &result);
		address = next_address(a, &s, text);
	}
	tell(p->r, first, reason, result);
}

/* One message */

static void learn_part(struct arena *a, const struct part *part, void *with)
{
	struct report *p = with;
	struct slice bytes;
	const char *id;

	if (strcmp(part->type, "message/delivery-status") == 0 ||
			strcmp(part->type, "message/global-delivery-status") == 0) {
		p->status = part_bytes(a, part);
	} else if (strcmp(part->type, "message/rfc822") == 0 ||
			strcmp(part->type, "text/rfc822-headers") == 0 ||
			strcmp(part->type, "message/global-headers") == 0) {
		bytes = part_bytes(a, part);
		id = part_header(a, part_of(a, bytes, 0).head, "message-id");
		p->original = p->original ? p->original : bracketed(a, id);
	} else if (strncmp(part->type, "text/", 5) == 0 && !p->texts.n) {
		/* the first text; others say the same in another form */
		buf_text(&p->texts, part_text(a, part));
		buf_byte(&p->texts, '\n');
	}
}

static bool read_message(struct slice message, void *with)
{
	struct reader *r = with;
	struct report p = { .r = r };
	const char *date;

	arena_reset(r->a);
	r->total->messages++;
	p.whole = part_of(r->a, message, 0);
	date = part_header(r->a, p.whole.head, "date");
	p.written = date ? read_date(date) : 0;
	part_each(r->a, &p.whole, learn_part, &p);
	p.text = arena_copy(r->a, p.texts.s ? p.texts.s : "", p.texts.n);
	buf_done(&p.texts);
	if (p.status.n) {
		read_status(&p);
	} else if (is_servers(r->a, p.whole.head)) {
		read_letter(&p);
	}
	return !r->failed;
}

bool bounces_read(struct ledger *l, const char *path,
		void (*tell_it)(const struct bounce *bounce, void *with), void *with,
		struct bounces_total *total, struct diags *d)
{
	struct reader r = { .l = l,
		.tell = tell_it,
		.with = with,
		.total = total,
		.d = d,
		.a = arena_new() };
	bool ok;

	*total = (struct bounces_total){ 0 };
	ok = mailbox_each(path, read_message, &r, d);
	arena_free(r.a);
	return ok && !r.failed;
}
