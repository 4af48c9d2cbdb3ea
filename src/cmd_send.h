#ifndef CMD_SEND_H
#define CMD_SEND_H

/* cmd_send: what the commands that send an issue share. */

#include <getopt.h>

#include "cmd.h"
#include "model/mail.h"
#include "model/recipients.h"
#include "send/send.h"

/* An issue on its way to its recipients. */
struct post {
	struct work w;

	/* from the command line */
	const char *second; /* layout of a second PDF; NULL: none */
	const char *outbox, *login;
	struct server server; /* url NULL: none */
	struct send_limits limits;
	bool dry;         /* write files, send nothing */
	const char *eml;  /* their folder; NULL: the usual place */
	const char *note; /* what an erratum corrects; NULL: no erratum */
	const char *bad;  /* what is wrong with the command line; NULL: nothing */

	/* made from that */
	const struct mail_settings *mail;
	const struct recipients *recipients;
	struct enclosure enclosures[2];
	int nenclosures;
	char pdf_hash[65];
	struct mailing *mailing;
	struct ledger *ledger; /* may be NULL */
};

extern const struct option post_options[];

/* Take an option of post_options. False: it is none. */
bool post_option(struct post *p, int c);

/* Make the PDFs, refusing what may not be printed, and read who gets them. */
bool post_make(struct post *p);

/* Make what the messages share, revision as struct mailing_source has it. */
void post_word(struct post *p, int revision);

/* Look at the ledger, where there is one. False where it can't be read. */
bool post_look(struct post *p);

/* Become the sender: the ledger open to be written, locked. */
bool post_lock(struct post *p);

/* The rows planned: send, and say how it ended. */
void post_send(struct post *p);

/* Close and free all; the exit status. */
enum status post_end(struct post *p);

#endif
