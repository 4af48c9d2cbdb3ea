#include "send/transport.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "send/transport-imp.h"

/* The command that the server was last given. */
enum phase {
	PHASE_SESSION, /* all until the first MAIL: connection, TLS, login */
	PHASE_MAIL,
	PHASE_RCPT,
	PHASE_DATA,
	PHASE_BODY, /* 354 has come */
	PHASE_DOT,  /* the whole message is on its way, perhaps the last dot too */
};

struct transport {
	const struct server *server;
	CURL *curl;
	char error[CURL_ERROR_SIZE];

	/* of the message at hand */
	struct message_reader reader;
	size_t left; /* bytes of it not yet handed out */
	before_data *ready;
	void *with;
	enum phase phase;
	bool kept;
	struct sending *out;
	bool quit;    /* the session is being ended */
	bool replied; /* out->code answers the last command, in full */
};

void transport_start(void)
{
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != 0) {
		die("libcurl does not start");
	}
}

void transport_stop(void)
{
	curl_global_cleanup();
}

/* libcurl asks for the message only after 354. */
static size_t read_body(char *to, size_t size, size_t n, void *with)
{
	struct transport *t = with;
	size_t room = size * n;

	if (t->phase != PHASE_BODY && t->phase != PHASE_DOT) {
		if (!t->ready(t->with)) {
			t->kept = true;
			return CURL_READFUNC_ABORT;
		}
		t->phase = PHASE_BODY;
		t->replied = false;
	}
	/* the last bytes by themselves: they are asked for when all others are sent,
	   and until then no dot can have ended the message (RFC 5321 4.1.1.4) */
	if (t->left > TAIL && room > t->left - TAIL) {
		room = t->left - TAIL;
	}
	n = message_read(to, 1, room, &t->reader);
	t->left -= n < t->left ? n : t->left;
	if (!t->left) {
		t->phase = PHASE_DOT;
	}
	return n;
}

/* A line of a reply. */
static size_t take_reply(char *line, size_t size, size_t n, void *with)
{
	struct transport *t = with;

	n *= size;
	if (t->quit) { /* whatever is answered to that, it is not about the message */
		return n;
	}
	t->out->code = reply_code(line, n);
	t->replied = t->out->code && (n == 3 || line[3] != '-');
	reply_clean(t->out->reply, line, n, t->server->password);
	return n;
}

/* What libcurl says to the server, to know what the server answers. */
static int watch(CURL *curl, curl_infotype type, char *line, size_t n, void *with)
{
	struct transport *t = with;

	(void)curl;
	if (type != CURLINFO_HEADER_OUT || t->quit) {
		return 0;
	}
	if (n >= 4 && memcmp(line, "QUIT", 4) == 0) {
		t->quit = true;
		return 0;
	}
	t->replied = false;
	t->out->code = 0;
	if (n > 4 && memcmp(line, "MAIL", 4) == 0) {
		t->phase = PHASE_MAIL;
	} else if (n > 4 && memcmp(line, "RCPT", 4) == 0) {
		t->phase = PHASE_RCPT;
	} else if (n > 4 && memcmp(line, "DATA", 4) == 0) {
		t->phase = PHASE_DATA;
	}
	return 0;
}

static void set_security(CURL *c, const struct server *s)
{
	bool encrypt = s->encrypt || !server_on_loopback(s->url);

	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(c, CURLOPT_USE_SSL, (long)(encrypt ? CURLUSESSL_ALL : CURLUSESSL_NONE));
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (s->authorities) {
		curl_easy_setopt(c, CURLOPT_CAINFO, s->authorities);
	}
	/* to the server named and nowhere else, whatever the environment says */
	curl_easy_setopt(c, CURLOPT_PROXY, "");
	if (s->user) {
		curl_easy_setopt(c, CURLOPT_USERNAME, s->user);
		curl_easy_setopt(c, CURLOPT_PASSWORD, s->password);
	}
}

static void set_patience(CURL *c, const struct server *s)
{
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)(s->timeout < 30 ? s->timeout : 30));
	curl_easy_setopt(c, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)s->timeout);
	curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, 1L);
	curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, (long)s->timeout);
	curl_easy_setopt(c, CURLOPT_TCP_KEEPALIVE, 1L);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
}

struct transport *transport_new(const struct server *server)
{
	struct transport *t = calloc(1, sizeof *t);

	if (!t || !(t->curl = curl_easy_init())) {
		die("out of memory");
	}
	t->server = server;
	curl_easy_setopt(t->curl, CURLOPT_URL, server->url);
	set_security(t->curl, server);
	set_patience(t->curl, server);
	curl_easy_setopt(t->curl, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(t->curl, CURLOPT_ERRORBUFFER, t->error);
	curl_easy_setopt(t->curl, CURLOPT_READFUNCTION, read_body);
	curl_easy_setopt(t->curl, CURLOPT_READDATA, t);
	curl_easy_setopt(t->curl, CURLOPT_HEADERFUNCTION, take_reply);
	curl_easy_setopt(t->curl, CURLOPT_HEADERDATA, t);
	curl_easy_setopt(t->curl, CURLOPT_DEBUGFUNCTION, watch);
	curl_easy_setopt(t->curl, CURLOPT_DEBUGDATA, t);
	curl_easy_setopt(t->curl, CURLOPT_VERBOSE, 1L); /* for watch, which prints nothing */
	return t;
}

void transport_free(struct transport *t)
{
	struct sending last;

	if (t) {
		t->out = &last; /* QUIT is answered too */
		curl_easy_cleanup(t->curl);
		free(t);
	}
}

static enum outcome judge_session(CURLcode result, int code)
{
	switch (result) {
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_CONNECT:
	case CURLE_OPERATION_TIMEDOUT:
	case CURLE_GOT_NOTHING:
		return OUTCOME_AWAY;
	case CURLE_SEND_ERROR:
	case CURLE_RECV_ERROR:
	case CURLE_WEIRD_SERVER_REPLY:
	case CURLE_REMOTE_ACCESS_DENIED:
		return code >= 500 ? OUTCOME_SERVER : OUTCOME_AWAY;
	case CURLE_LOGIN_DENIED:
		return code >= 400 && code < 500 ? OUTCOME_AWAY : OUTCOME_SERVER;
	default: /* no certificate that holds, no TLS, a URL that leads nowhere */
		return OUTCOME_SERVER;
	}
}

/* No byte of the message has left. Code 0: the connection is gone. */
static enum outcome judge_envelope(enum phase phase, int code)
{
	if (code == 421 || (phase == PHASE_MAIL && !code)) {
		return OUTCOME_AWAY;
	}
	if (code < 500) {
		return OUTCOME_DEFERRED;
	}
	/* RFC 1870: 552 is about this message; RFC 4954: 530, log in first */
	return (phase == PHASE_MAIL && code != 552) || code == 530 ? OUTCOME_SERVER
								   : OUTCOME_REFUSED;
}

static enum outcome judge(const struct transport *t, CURLcode result)
{
	int code = t->replied ? t->out->code : 0;

	if (result == CURLE_OK) {
		return OUTCOME_ACCEPTED;
	}
	if (t->kept) {
		return OUTCOME_KEPT;
	}
	switch (t->phase) {
	case PHASE_SESSION:
		return judge_session(result, code);
	case PHASE_BODY: /* RFC 5321 4.1.1.4: without its dot it is not delivered */
		return OUTCOME_DEFERRED;
	case PHASE_DOT:
		return code < 200            ? OUTCOME_UNCERTAIN
				: code < 300 ? OUTCOME_ACCEPTED
				: code < 500 ? OUTCOME_DEFERRED
					     : OUTCOME_REFUSED;
	default:
		return judge_envelope(t->phase, code);
	}
}

static struct curl_slist *recipients_of(const struct message *m)
{
	struct curl_slist *list = NULL;

	for (int i = 0; i < m->nto; i++) {
		struct curl_slist *longer = curl_slist_append(list, m->to[i]);
		if (!longer) {
			die("out of memory");
		}
		list = longer;
	}
	return list;
}

void transport_send(struct transport *t, const struct message *m, before_data *ready, void *with,
		struct sending *out)
{
	struct curl_slist *to = recipients_of(m);
	CURLcode result;

	*out = (struct sending){ 0 };
	t->reader = (struct message_reader){ .message = m };
	t->left = m->n;
	t->ready = ready;
	t->with = with;
	t->phase = PHASE_SESSION;
	t->kept = t->replied = t->quit = false;
	t->out = out;
	t->error[0] = '\0';
	curl_easy_setopt(t->curl, CURLOPT_MAIL_FROM, m->from);
	curl_easy_setopt(t->curl, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(t->curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)m->n);
	result = curl_easy_perform(t->curl);
	out->outcome = judge(t, result);
	if (result != CURLE_OK && !(t->replied && out->code >= 400)) {
		const char *why = t->error[0] ? t->error : curl_easy_strerror(result);
		out->code = 0;
		reply_clean(out->reply, why, strlen(why), t->server->password);
	}
	curl_easy_setopt(t->curl, CURLOPT_MAIL_RCPT, NULL);
	curl_slist_free_all(to);
}
