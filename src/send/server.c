/* The server's URL, the login, and the replies' text. */

#include <curl/curl.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/file.h"
#include "send/transport-imp.h"

#define LOGIN_MAX 4096 /* bytes of a file with a login */

/* A part of the URL on the heap, for curl_free; NULL: there is none. */
static char *part_of(CURLU *u, CURLUPart part)
{
	char *s = NULL;

	return curl_url_get(u, part, &s, 0) == CURLUE_OK ? s : NULL;
}

static bool has_part(CURLU *u, CURLUPart part)
{
	char *s = part_of(u, part);
	bool has = s != NULL;

	curl_free(s);
	return has;
}

static bool is_plain(CURLU *u)
{
	char *path = part_of(u, CURLUPART_PATH);
	bool plain = !path || strcmp(path, "/") == 0;

	curl_free(path);
	return plain && !has_part(u, CURLUPART_QUERY) && !has_part(u, CURLUPART_FRAGMENT);
}

static bool is_mail(CURLU *u)
{
	char *scheme = part_of(u, CURLUPART_SCHEME);
	bool mail = scheme && (strcmp(scheme, "smtp") == 0 || strcmp(scheme, "smtps") == 0);

	curl_free(scheme);
	return mail;
}

bool server_check(const struct server *s, struct diags *d)
{
	CURLU *u = curl_url();
	bool good = false;

	if (!u) {
		die("out of memory");
	}
	if (strchr(s->url, '@')) {
		/* it is not said again: there may be a password in it */
		diag_add0(d, DIAG_URL_LOGIN, (struct span){ 0 });
	} else if (curl_url_set(u, CURLUPART_URL, s->url, 0) != CURLUE_OK || !is_mail(u) ||
			!is_plain(u)) {
		diag_add(d, DIAG_URL_BAD, (struct span){ 0 }, s->url);
	} else {
		good = true;
	}
	curl_url_cleanup(u);
	return good;
}

bool server_on_loopback(const char *url)
{
	CURLU *u = curl_url();
	char *host = NULL;
	bool here = false;

	if (u && curl_url_set(u, CURLUPART_URL, url, 0) == CURLUE_OK) {
		host = part_of(u, CURLUPART_HOST);
	}
	if (host) {
		here = strcmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0 ||
				(strncmp(host, "127.", 4) == 0 &&
						strspn(host, "0123456789.") == strlen(host));
	}
	curl_free(host);
	curl_url_cleanup(u);
	return here;
}

/* The next line of *text, which goes on behind it. */
static char *take_line(struct arena *a, struct slice *text)
{
	size_t n = 0;
	char *line;

	while (n < text->n && text->s[n] != '\n') {
		n++;
	}
	line = arena_copy(a, text->s, n && text->s[n - 1] == '\r' ? n - 1 : n);
	text->s += n < text->n ? n + 1 : n;
	text->n -= n < text->n ? n + 1 : n;
	return line;
}

static bool login_of_file(struct arena *a, struct server *s, const char *path, struct diags *d)
{
	struct span at = { path, 0, 0 };
	struct slice text;
	struct stat st;

	if (stat(path, &st) != 0) {
		diag_add(d, DIAG_FILE_UNREADABLE, at, strerror(errno));
		return false;
	}
	if (st.st_mode & (S_IRWXG | S_IRWXO)) {
		diag_add0(d, DIAG_LOGIN_OPEN, at);
		return false;
	}
	if (file_read(a, path, LOGIN_MAX, &text) != FILE_OK) {
		diag_add0(d, DIAG_LOGIN_FORM, at);
		return false;
	}
	s->user = take_line(a, &text);
	s->password = take_line(a, &text);
	if (!*s->user || !*s->password) {
		diag_add0(d, DIAG_LOGIN_FORM, at);
		return false;
	}
	return true;
}

bool server_login(struct arena *a, struct server *s, const char *path, struct diags *d)
{
	const char *user = getenv("BANXIN_SMTP_USER"), *password = getenv("BANXIN_SMTP_PASSWORD");

	if (path) {
		return login_of_file(a, s, path, d);
	}
	if (!user != !password) {
		diag_add0(d, DIAG_LOGIN_HALF, (struct span){ 0 });
		return false;
	}
	if (user && *user) {
		s->user = arena_string(a, user);
		s->password = arena_string(a, password);
	}
	return true;
}

int reply_code(const char *line, size_t n)
{
	int code = 0;

	if (n < 3) {
		return 0;
	}
	for (int i = 0; i < 3; i++) {
		if (line[i] < '0' || line[i] > '9') {
			return 0;
		}
		code = code * 10 + (line[i] - '0');
	}
	return code;
}

/* Where word stands in s, or NULL. An empty word stands nowhere. */
static char *find_word(char *s, const char *word)
{
	return word && *word ? strstr(s, word) : NULL;
}

void reply_clean(char to[static REPLY_MAX], const char *line, size_t n, const char *password)
{
	size_t m = 0;

	while (n && (line[n - 1] == '\r' || line[n - 1] == '\n')) {
		n--;
	}
	for (size_t i = 0; i < n && m < REPLY_MAX - 1; i++) {
		unsigned char c = (unsigned char)line[i];
		to[m++] = c < 0x20 || c == 0x7f ? '?' : line[i];
	}
	to[m] = '\0';
	for (char *p; (p = find_word(to, password));) {
		memset(p, '?', strlen(password));
		if (strspn(password, "?") == strlen(password)) {
			break;
		}
	}
}
