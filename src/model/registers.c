#include "model/registers.h"

int date_compare(struct date a, struct date b)
{
	if (a.year != b.year) {
		return a.year - b.year;
	}
	return a.month != b.month ? a.month - b.month : a.day - b.day;
}

bool period_holds(struct period p, struct date d)
{
	return (!p.from.year || date_compare(p.from, d) <= 0) &&
			(!p.to.year || date_compare(d, p.to) <= 0);
}

/* a ends before b begins. */
static bool is_before(struct period a, struct period b)
{
	return a.to.year && b.from.year && date_compare(a.to, b.from) < 0;
}

bool periods_overlap(struct period a, struct period b)
{
	return !is_before(a, b) && !is_before(b, a);
}
