#ifndef MODEL_RECIPIENTS_H
#define MODEL_RECIPIENTS_H

/* recipients: who is to have an issue, by mail, on paper or both, as the file
   issues/recipients.csv or .yaml lists them. All strings are valid UTF-8
   without control characters and line ends; "" where nothing was said. */

#include <stdbool.h>

#include "model/issue.h"
#include "model/registers.h"

/* In the order of protocol. */
enum tier {
	TIER_REPORT,     /* 报: superiors */
	TIER_DISTRIBUTE, /* 发: members */
	TIER_SEND,       /* 送: sister bodies */
	TIERS
};

enum delivery { DELIVERY_MAIL, DELIVERY_PAPER, DELIVERY_BOTH };

struct recipient {
	const char *id; /* 32 hex digits, no two alike: of the first mail address (in small
	                   letters), or where there is none of organisation and contact; so
	                   that a name put right sends nothing again, and a new address does */
	enum tier tier;
	const char *organisation; /* never "" */
	const char *honorific;    /* the form of address, 尊敬的王会长 */
	const char *contact;
	const char *const *addresses; /* for mail: local@domain in ASCII, internationalised
	                                 domains as xn--…; no address stands at two recipients */
	int naddresses;               /* at least 1 where delivery is mail or both */
	enum delivery delivery;
	int copies; /* on paper: 0 for mail, else at least 1 */
	const char *address, *postcode, *phone, *note;
	struct period period;
	struct span span; /* its row */
};

/* In the order of protocol, and within a tier as listed. */
struct recipients {
	const char *file;           /* as messages show it */
	const struct recipient *at; /* those whose period holds the day asked for */
	int n;
	int nlisted; /* in the file; n of them count on that day */
};

#define RECIPIENTS_MAX 50000
#define COPIES_MAX     9999

/* "报"; in Chinese, as the file and the colophon have it. */
const char *tier_name(enum tier tier);

bool recipient_by_mail(const struct recipient *r);
bool recipient_on_paper(const struct recipient *r);

/* What a tier, or all of them, comes to. */
struct recipients_total {
	int recipients, mail, paper; /* who has both counts for mail and for paper */
	int addresses;
	long copies; /* to be printed */
};

struct recipients_total recipients_total(const struct recipients *r, enum tier tier);
struct recipients_total recipients_total_all(const struct recipients *r);

/* Which tiers the colophon's lines name (报：…), and where; a tier that it does
   not name has line 0. */
void colophon_tiers(const struct issue *issue, struct span out[static TIERS]);

#endif
