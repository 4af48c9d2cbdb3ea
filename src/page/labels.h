#ifndef PAGE_LABELS_H
#define PAGE_LABELS_H

/* labels: addresses for the post, as books: sheets of labels, envelopes. */

#include "model/recipients.h"
#include "model/stationery.h"
#include "page/page.h"

/* A label for each recipient on paper, row by row, the first skip places of the
   first sheet left free. One that does not fit its label is an error. In t->a. */
struct book *page_labels(const struct typesetter *t, const struct stationery *st,
		const struct label_sheet *sheet, const struct issue *issue,
		const struct recipients *r, int skip);

/* An envelope for each. */
struct book *page_envelopes(const struct typesetter *t, const struct stationery *st,
		const struct envelope *envelope, const struct issue *issue,
		const struct recipients *r, const struct sender *sender);

#endif
