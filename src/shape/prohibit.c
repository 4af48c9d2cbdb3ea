#include "shape/shape-imp.h"

/* Which character may begin a line behind which: the levels of clreq 3.1.3 and
   GB/T 15834, or the layout's own sets. */

bool shape_is_pair(const struct letter *p, const struct letter *c)
{
	return p->c == c->c && (c->traits & TRAIT_PAIR);
}

static bool is_chained(uint32_t c)
{
	return c == 0xff01 || c == 0xff1f || c == 0x203c || (c >= 0x2047 && c <= 0x2049);
}

bool shape_is_chain(const struct letter *p, const struct letter *c)
{
	return is_chained(p->c) && is_chained(c->c);
}

static bool begins_no_line(enum mark_class mark, enum prohibition level)
{
	switch (mark) {
	case MARK_CLOSING:    /* GB/T 15834 5.1.3 */
	case MARK_PAUSE:      /* 5.1.1 */
	case MARK_STOP:       /* 5.1.1, 5.1.2 */
	case MARK_INTERPUNCT: /* 5.1.7 */
	case MARK_CONNECTOR:  /* 5.1.6 */
	case MARK_SUFFIX:
	case MARK_NONSTARTER:
		return level >= PROHIBITION_BASIC;
	case MARK_SOLIDUS: /* 5.1.9 */
		return level >= PROHIBITION_GB;
	case MARK_DASH: /* clreq 3.1.3, strict */
	case MARK_ELLIPSIS:
	case MARK_KANA:
		return level == PROHIBITION_STRICT;
	default:
		return false;
	}
}

static bool ends_no_line(enum mark_class mark, enum prohibition level)
{
	switch (mark) {
	case MARK_OPENING: /* GB/T 15834 5.1.3 */
	case MARK_PREFIX:
		return level >= PROHIBITION_BASIC;
	case MARK_SOLIDUS: /* 5.1.9 */
		return level >= PROHIBITION_GB;
	default:
		return false;
	}
}

static bool is_forbidden_start(const struct letter *c, enum prohibition level)
{
	return level == PROHIBITION_OWN ? (c->traits & TRAIT_NO_START) != 0
					: begins_no_line(c->mark, level);
}

static bool is_forbidden_end(const struct letter *p, enum prohibition level)
{
	return level == PROHIBITION_OWN ? (p->traits & TRAIT_NO_END) != 0
					: ends_no_line(p->mark, level);
}

bool shape_may_break(const struct letter *p, const struct letter *c, enum prohibition level)
{
	if (c->class == CHAR_SPACE || p->c == 0xa0) {
		return false;
	}
	if (c->parts) {
		return true;
	}
	if (c->kept || shape_is_pair(p, c) || is_forbidden_start(c, level)) {
		return false;
	}
	if (p->class == CHAR_SPACE) {
		return true;
	}
	return !is_forbidden_end(p, level) && !(p->western && c->western) &&
			!(level != PROHIBITION_OWN && shape_is_chain(p, c));
}
