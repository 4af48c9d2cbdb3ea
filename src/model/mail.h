#ifndef MODEL_MAIL_H
#define MODEL_MAIL_H

/* mail: who sends a publication by mail and what its messages say, as the file
   issues/mail.yaml has it. */

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "model/recipients.h"

/* What may stand between braces in a text. {honorific|organisation} is the
   first that is not empty. */
#define MAIL_LINK_WORDS  "number total year month day"
#define MAIL_ISSUE_WORDS "title publisher " MAIL_LINK_WORDS
#define MAIL_WORDS                                      \
	"organisation honorific contact"                \
	" honorific|organisation contact|organisation " \
	"honorific|contact|organisation " MAIL_ISSUE_WORDS

/* How large a message to an address, or to all of a domain, may be. */
struct mail_limit {
	const char *whom; /* local@domain or domain, ASCII */
	size_t bytes;
};

/* Texts are UTF-8 of one line. */
struct mail_settings {
	const char *name;             /* of the sender; never "" */
	const char *address;          /* of the sender; mail_address holds */
	const char *reply_to;         /* the same; "": none */
	const char *list_id;          /* RFC 2919; mail_domain holds */
	const char *subject;          /* of MAIL_ISSUE_WORDS */
	const char *file_name;        /* of the PDF, without .pdf; of MAIL_ISSUE_WORDS */
	const char *greetings[TIERS]; /* of MAIL_WORDS */
	const char *texts[TIERS];     /* the paragraph below it; of MAIL_WORDS */
	const char *attached;         /* where the PDF is attached; of MAIL_ISSUE_WORDS */
	const char *link_text;        /* where it is not; the link stands behind it */
	const char *link;             /* http or https, ASCII; of MAIL_LINK_WORDS; "": none */
	const char *contents;         /* title of the contents list */
	const char *page;             /* what follows a title there; of "page" */
	const char *const *closing;   /* last lines; of MAIL_ISSUE_WORDS */
	int nclosing;
	size_t limit; /* bytes of a message to whomever limits do not name */
	const struct mail_limit *limits;
	int nlimits;
};

/* s is local@domain as a header may carry it: ASCII, dot-atoms, within the
   lengths of RFC 5321. */
bool mail_address(const char *s);

/* s is a domain: labels of ASCII letters, digits and inner hyphens. */
bool mail_domain(const char *s);

/* Bytes that a message to r may have: the least of its addresses'. */
size_t mail_limit(const struct mail_settings *m, const struct recipient *r);

#endif
