#ifndef SOURCE_RECIPIENTS_IMP_H
#define SOURCE_RECIPIENTS_IMP_H

/* recipients: the list of recipients, whichever way it is written, becomes rows
   of fields; fields are checked in one place. */

#include "model/recipients.h"
#include "source/schema-imp.h"

enum field {
	FIELD_TIER,
	FIELD_ORGANISATION,
	FIELD_HONORIFIC,
	FIELD_CONTACT,
	FIELD_EMAIL,
	FIELD_DELIVERY,
	FIELD_COPIES,
	FIELD_ADDRESS,
	FIELD_POSTCODE,
	FIELD_PHONE,
	FIELD_FROM,
	FIELD_TO,
	FIELD_NOTE,
	FIELDS
};

/* "organisation" */
const char *field_name(enum field f);

/* A field must be given in every row. */
bool field_required(enum field f);

/* What a row says in one field. */
struct cell {
	const char *s; /* "": nothing; white space around it is dropped */
	size_t n;
	const struct checked *in; /* CSV: byte at of it begins the cell */
	size_t at;
	bool quoted;      /* CSV: a " in s is two in the file */
	struct text text; /* YAML: s, with its places */
};

struct row {
	struct cell cells[FIELDS];
	const struct cell *emails; /* cells of addresses; each may hold several */
	int nemails;
	const char *names[FIELDS]; /* what the file calls the fields */
	struct span span;
};

/* Place in the file of the cell's byte i. */
struct span cell_span(const struct cell *c, size_t i);

/* The recipients read so far. */
struct roll {
	struct reader r;
	const char *file; /* as messages show it */
	VEC(struct recipient) all;
	bool full; /* more than there may be: said */
};

/* Check a row and put it behind the others. Complaints go to the roll's diags. */
void roll_add(struct roll *roll, const struct row *row);

/* Complain of two rows that are the same recipient at the same time. */
void roll_check(struct roll *roll);

/* Mail addresses in a cell, divided by ; , or spaces, behind those of out. */
struct mail_list {
	VEC(const char *) at; /* in ASCII */
};

void mail_read(struct reader *r, const struct cell *c, struct mail_list *out);

/* Read the whole file into roll. */
void recipients_read_csv(struct roll *roll, struct slice bytes);
void recipients_read_yaml(struct roll *roll, struct slice bytes);

#endif
