/* recipients-address: mail addresses, as RFC 5321 has them without its
   exotics, and as people paste them. */

#include <strings.h>

#include "base/i18n.h"
#include "source/recipients-imp.h"
#include "text/convert.h"

#define LOCAL_MAX   64  /* RFC 5321 4.5.3.1.1 */
#define MAILS_MAX   20  /* of one recipient */
#define ADDRESS_MAX 254 /* RFC 5321 4.5.3.1.3, without < and > */

/* Length of what divides addresses at s; 0: nothing does. */
static size_t divider_length(const char *s)
{
	static const char *const dividers[] = { ";", ",", " ", "；", "，", "、", "　", "\xc2\xa0" };

	for (size_t i = 0; i < sizeof dividers / sizeof dividers[0]; i++) {
		size_t n = strlen(dividers[i]);
		if (strncmp(s, dividers[i], n) == 0) {
			return n;
		}
	}
	return 0;
}

static bool is_atom(unsigned char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
			(c && strchr("!#$%&'*+-/=?^_`{|}~", c));
}

static const char *fault_of_local(const char *s, size_t n)
{
	if (n > LOCAL_MAX) {
		return _("more than 64 characters stand before the @");
	}
	for (size_t i = 0; i < n; i++) {
		bool dot = s[i] == '.' && i > 0 && i + 1 < n && s[i - 1] != '.';
		if ((unsigned char)s[i] >= 0x80) {
			return _("characters other than ASCII stand before the @, and few mail "
				 "servers take those; ask for another address");
		}
		if (!dot && !is_atom((unsigned char)s[i])) {
			return _("before the @ stands what is not allowed there");
		}
	}
	return n ? NULL : _("nothing stands before the @");
}

/* A name of hosts on the open net: two labels at least, the last no number. */
static bool is_public(const char *domain)
{
	const char *dot = domain ? strrchr(domain, '.') : NULL;

	return dot && dot[1] && strspn(dot + 1, "0123456789") < strlen(dot + 1);
}

/* What keeps s from being an address, or NULL and the address in ASCII. */
static const char *read_address(struct reader *r, const char *s, size_t n, const char **out)
{
	const char *at = memchr(s, '@', n), *domain, *fault;

	if (!at) {
		return strstr(s, "＠") ? _("type @ in place of ＠") : _("it has no @");
	}
	if (memchr(s, '<', n) || memchr(s, '>', n)) {
		return _("write it alone, without a name and without < and >");
	}
	if (memchr(at + 1, '@', (size_t)(s + n - at - 1))) {
		return _("it has more than one @; divide addresses with ;");
	}
	fault = fault_of_local(s, (size_t)(at - s));
	if (fault) {
		return fault;
	}
	domain = convert_domain(r->a, at + 1, (size_t)(s + n - at - 1));
	if (!is_public(domain)) {
		return _("behind the @ stands no domain, such as example.org");
	}
	*out = arena_print(r->a, "%.*s@%s", (int)(at - s), s, domain);
	return strlen(*out) > ADDRESS_MAX ? _("it is longer than 254 characters") : NULL;
}

static bool has_address(const struct mail_list *list, const char *address)
{
	bool has = false;

	for (int i = 0; i < list->at.n; i++) {
		has |= strcasecmp(list->at.at[i], address) == 0;
	}
	return has;
}

static void add_address(struct reader *r, const struct cell *c, size_t from, size_t to,
		struct mail_list *out)
{
	const char *shown = arena_copy(r->a, c->s + from, to - from), *address = NULL;
	const char *fault = read_address(r, shown, to - from, &address);

	if (fault) {
		diag_add(r->d, DIAG_MAIL_BAD, cell_span(c, from), shown, fault);
	} else if (has_address(out, address)) {
		diag_add(r->d, DIAG_MAIL_TWICE, cell_span(c, from), address);
	} else if (out->at.n == MAILS_MAX) {
		diag_add(r->d, DIAG_MAILS_MANY, cell_span(c, from),
				arena_print(r->a, "%d", MAILS_MAX));
	} else {
		*vec_push(r->a, &out->at) = address;
	}
}

void mail_read(struct reader *r, const struct cell *c, struct mail_list *out)
{
	for (size_t at = 0; at < c->n;) {
		size_t from = at, divider = divider_length(c->s + at);
		if (divider) {
			at += divider;
			continue;
		}
		while (at < c->n && !divider_length(c->s + at)) {
			at++;
		}
		add_address(r, c, from, at, out);
	}
}
