#ifndef PAGE_REPORT_H
#define PAGE_REPORT_H

/* report: tables on sheets of their own, as books: lists to sign, the register of
   a distribution, the year's statistics. Rows come as plain strings. */

#include "model/recipients.h"
#include "model/stationery.h"
#include "page/page.h"

/* A table under a heading. */
struct report_part {
	const char *heading; /* "": none */
	const struct report_column *columns;
	int ncolumns;
	const char *const *cells; /* nrows * ncolumns, row by row */
	int nrows;
	const char *none; /* stands there in place of a table without rows */
	bool sum;         /* the last row is the sum of the others */
	const char *note; /* below it; "": none */
};

struct report {
	const char *title, *subtitle;
	const char *mark; /* its bookmark */
	const char *foot; /* at the left of every sheet's foot */
	sp row_height;    /* 0: the usual */
	const struct report_part *parts;
	int nparts;
};

/* Reports one after the other, each beginning a sheet; heads of tables are
   repeated. What the documents' properties say is left to the caller. In t->a. */
struct book *page_reports(const struct typesetter *t, const struct stationery *st,
		const struct report *reports, int n);

/* 签收单: a list to sign for each tier that has something on paper. */
struct book *page_receipts(const struct typesetter *t, const struct stationery *st,
		const struct issue *issue, const struct recipients *r);

/* What has become of a tier's copies. */
struct register_tier {
	const char *name;                                  /* 报 */
	long mail, accepted, waiting, uncertain, returned; /* returned: refused or bounced */
	long paper, delivered;                             /* deliveries */
	long copies;                                       /* on paper */
};

/* Something that a person must look after. */
struct register_case {
	const char *tier, *organisation, *address, *state, *reason;
};

struct register_facts {
	const struct register_tier *tiers;
	int ntiers;
	const struct register_case *cases;
	int ncases;
	int edition;
	const char *hash; /* of the PDF, as hex; its beginning is printed */
	const char *date; /* of the register, as it is printed */
};

/* What of a unit, or an author, was printed in a year. */
struct statistics_row {
	const char *unit, *author; /* "": none is named */
	int rank;                  /* from 1; who are equal share it */
	int months[12];
	int total; /* articles */
};

struct statistics_facts {
	const struct issue *last; /* its title and date are the report's */
	int year, nissues, narticles;
	const struct statistics_row *units, *authors;
	int nunits, nauthors;
};

/* 采用统计 of a year. */
struct book *page_statistics(const struct typesetter *t, const struct stationery *st,
		const struct statistics_facts *facts);

/* 发行登记表: one page; of more cases than it has room for, it says how many. */
struct book *page_register(const struct typesetter *t, const struct stationery *st,
		const struct issue *issue, const struct register_facts *facts);

#endif
