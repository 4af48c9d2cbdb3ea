#ifndef SEND_TRANSPORT_H
#define SEND_TRANSPORT_H

/* transport: one message to one server by SMTP, and exactly how far it came.
   Nothing is retried here and nothing remembered: that is the business of send
   and of the ledger. */

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "send/message.h"

struct arena;

/* Which server, and how to speak to it. */
struct server {
	const char *url;             /* smtp://HOST[:PORT] or smtps://HOST[:PORT] */
	const char *user, *password; /* NULL: no login. Never printed */
	const char *authorities;     /* file of certificates to trust; NULL: the machine's */
	bool encrypt;                /* STARTTLS also on loopback */
	int timeout;                 /* seconds that the server may be silent */
};

/* The URL is one that can be sent to, and holds no password: else a diagnostic. */
bool server_check(const struct server *s, struct diags *d);

/* A login from the environment (BANXIN_SMTP_USER, BANXIN_SMTP_PASSWORD) or, where
   path is not NULL, from the two lines of a file that only its owner can read.
   Lives in a. False, with a diagnostic, where path gives none. */
bool server_login(struct arena *a, struct server *s, const char *path, struct diags *d);

/* What became of a message. */
enum outcome {
	OUTCOME_ACCEPTED,  /* the server has taken it over */
	OUTCOME_DEFERRED,  /* not now (4xx); nothing was delivered, as in all that follow but one */
	OUTCOME_REFUSED,   /* never (5xx) */
	OUTCOME_UNCERTAIN, /* all was sent, and the reply to it lost */
	OUTCOME_AWAY,      /* no server there, or not now: the same for every message */
	OUTCOME_SERVER,    /* the server will have none of ours: no login, no safe connection,
	                      not from this sender */
	OUTCOME_KEPT,      /* before_data said no */
};

#define REPLY_MAX 512 /* bytes kept of a reply, NUL with it */

struct sending {
	enum outcome outcome;
	int code;              /* of the server's last reply; 0: there was none */
	char reply[REPLY_MAX]; /* its last line, or what went wrong; one line, UTF-8 */
};

/* A connection that stays open from message to message. */
struct transport;

/* Heap; caller owns. server is lent. To be called in one thread at a time. */
struct transport *transport_new(const struct server *server);
void transport_free(struct transport *t); /* t may be NULL */

/* Called when the server is ready for the message and has none of it yet. False:
   not to be sent. */
typedef bool before_data(void *with);

/* Send m; says into *out what became of it. */
void transport_send(struct transport *t, const struct message *m, before_data *ready, void *with,
		struct sending *out);

/* Once in a program, before threads begin, and after they ended. */
void transport_start(void);
void transport_stop(void);

#endif
