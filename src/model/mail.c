#include "model/mail.h"

#include <string.h>
#include <strings.h>

#define ALNUM "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

/* RFC 5321 4.5.3.1 */
#define LOCAL_MAX   64
#define ADDRESS_MAX 254

bool mail_domain(const char *s)
{
	size_t all = strlen(s);

	while (*s) {
		size_t n = strspn(s, ALNUM "-");
		if (!n || n > 63 || s[0] == '-' || s[n - 1] == '-') {
			return false;
		}
		s += n;
		if (*s == '.' && s[1]) {
			s++;
		} else if (*s) {
			return false;
		}
	}
	return all > 0 && all < ADDRESS_MAX;
}

/* RFC 5322 3.2.3, dot-atom; quoted local parts are nobody's in earnest. */
static bool is_local(const char *s, size_t n)
{
	bool dot = true; /* one before, or the beginning */

	for (size_t i = 0; i < n; i++) {
		if (s[i] == '.' ? dot : !strchr(ALNUM "!#$%&'*+-/=?^_`{|}~", s[i])) {
			return false;
		}
		dot = s[i] == '.';
	}
	return n > 0 && n <= LOCAL_MAX && !dot;
}

bool mail_address(const char *s)
{
	const char *at = strchr(s, '@');

	return at && strlen(s) <= ADDRESS_MAX && is_local(s, (size_t)(at - s)) &&
			mail_domain(at + 1);
}

/* Whom names the address, or its domain. */
static bool names(const char *whom, const char *address)
{
	const char *at = strchr(address, '@');

	return strcasecmp(whom, address) == 0 || (at && strcasecmp(whom, at + 1) == 0);
}

/* An address of its own goes before its domain. */
static size_t limit_of(const struct mail_settings *m, const char *address)
{
	size_t found = m->limit;

	for (int i = 0; i < m->nlimits; i++) {
		if (!names(m->limits[i].whom, address)) {
			continue;
		}
		found = m->limits[i].bytes;
		if (strchr(m->limits[i].whom, '@')) {
			break;
		}
	}
	return found;
}

size_t mail_limit(const struct mail_settings *m, const struct recipient *r)
{
	size_t least = r->naddresses ? limit_of(m, r->addresses[0]) : m->limit;

	for (int i = 1; i < r->naddresses; i++) {
		size_t limit = limit_of(m, r->addresses[i]);
		least = limit < least ? limit : least;
	}
	return least;
}
