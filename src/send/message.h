#ifndef SEND_MESSAGE_H
#define SEND_MESSAGE_H

/* message: an issue, a recipient and finished PDFs → one message of RFC 5322.
   Nothing is sent here. What all messages share, the PDFs in base64 above all,
   is made once; a message is a list of pieces and costs some kilobytes. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/slice.h"
#include "model/issue.h"
#include "model/mail.h"

struct arena;
struct recipient;

/* A PDF that goes with the messages, under the name that the settings give. */
struct enclosure {
	const char *edition; /* what tells it from the others in its name; NULL: nothing */
	struct slice bytes;  /* lent until mailing_new returns */
};

/* A row of the contents list, as struct book's marks have it. */
struct contents_row {
	const char *title; /* UTF-8, one line */
	const char *page;  /* "3"; NULL or "": none */
	int level;         /* 0 section or lead, 1 article in a section */
};

/* When a message was written, and the clock of whom. */
struct message_date {
	int64_t seconds; /* since 1970 */
	int east;        /* minutes east of Greenwich: China has 480 */
};

/* What all messages of an issue are made from. */
struct mailing_source {
	const struct mail_settings *settings;
	const struct issue *issue; /* its title, publisher, numbers and date */
	const struct contents_row *rows;
	int nrows;
	const struct enclosure *enclosures; /* the issue, perhaps a second edition */
	int nenclosures;
	int revision; /* 0; an erratum's messages count from 1 and have Message-IDs of their own */
	const char *remark; /* paragraph before all others, of an erratum; NULL: none */
};

/* What all messages of an issue share. */
struct mailing;

/* Lives in a, as do the encoded PDFs; settings, issue and rows are lent to it. */
struct mailing *mailing_new(struct arena *a, const struct mailing_source *source);

/* A finished message, lines ended by CR LF, no line over 998 octets. */
struct message {
	const char *id; /* of Message-ID, without < and >; the same for one issue and recipient */
	const char *subject;   /* for people, UTF-8 */
	const char *from;      /* address of the envelope */
	const char *const *to; /* addresses of the envelope */
	int nto;
	bool linked;                /* over the recipient's limit: the PDFs are left out */
	size_t n;                   /* bytes in all */
	const struct slice *pieces; /* Date, the rest up to the PDFs, these */
	int npieces;
	const char *digest; /* of the PDFs; "": left out */
};

/* The recipient's message; lives in a (which may be reset after it was sent)
   and in the mailing. NULL, with a diagnostic at the recipient's place, where
   an address can't stand in a message, or there is none, or the message is over
   the limit and no link can stand for the PDFs. */
struct message *message_new(struct arena *a, const struct mailing *mailing,
		const struct recipient *to, struct message_date date, struct diags *d);

/* What tells the message's content from every other, as 64 hex digits: made
   again later, with another Date, it is the same. */
void message_hash(const struct message *m, char out[static 65]);

/* What the message's text says, for people to read; linked: without the PDFs.
   In a. */
const char *message_text(struct arena *a, const struct mailing *mailing, const struct recipient *to,
		bool linked);

/* Reading a message in portions; start, and start again, from { message }. */
struct message_reader {
	const struct message *message;
	int piece;
	size_t at; /* byte of the piece */
};

/* Fill to with at most size * n bytes; how many, 0 at the end. The form of
   libcurl's CURLOPT_READFUNCTION, reader a struct message_reader. */
size_t message_read(char *to, size_t size, size_t n, void *reader);

/* False with errno set where not all could be written. */
bool message_write(const struct message *m, int fd);

/* Write the file path (.eml), whole or not at all. False with errno set. */
bool message_save(const struct message *m, const char *path);

/* Make the maildir folder with its tmp, new and cur, as far as they are not
   there. False with errno set. */
bool maildir_make(const char *folder);

/* Deliver into a maildir: written to tmp, flushed to disk, moved to new. The
   file's name is made of the message's Message-ID alone, so that the same message
   is never there twice: one that is in new or cur already counts as delivered.
   False with errno set. */
bool maildir_deliver(const char *folder, const struct message *m);

/* The message is in new or cur. */
bool maildir_holds(const char *folder, const struct message *m);

#endif
