#include "comments/wish-imp.h"

#include <string.h>

#include "base/arena.h"
#include "base/i18n.h"

/* Words at the beginning of a comment after which the new text follows. */
static const char *const leads_replace[] = { "改为", "改成", "应改为", "应为", "应是", "换成",
	"换为", "替换为", "应该是", "应改成" };
static const char *const leads_insert[] = { "插入", "增加", "补上", "加上", "补", "加" };

/* Comments on a strike-out that say no more than it. */
static const char *const deletes[] = { "删", "删除", "删去", "删掉", "去掉", "delete", "Delete",
	"del", "Del", "remove" };

/* Comments that talk about the text, in place of giving it. */
static const char *const remarks[] = { "请", "建议", "是否", "此处", "这里", "该处", "需要",
	"改一" };
static const char *const doubts[] = { "？", "?", "……", "\n" };

#define COUNT(list) (sizeof(list) / sizeof *(list))

static bool begins(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

static bool is_one_of(const char *s, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(s, list[i]) == 0) {
			return true;
		}
	}
	return false;
}

static bool is_remark(const char *s, const char *covered)
{
	for (size_t i = 0; i < COUNT(remarks); i++) {
		if (begins(s, remarks[i]) && !begins(covered, remarks[i])) {
			return true;
		}
	}
	for (size_t i = 0; i < COUNT(doubts); i++) {
		if (strstr(s, doubts[i]) && !strstr(covered, doubts[i])) {
			return true;
		}
	}
	return false;
}

/* “改为：X” says X; NULL where s does not begin with a lead. */
static const char *behind_lead(const char *s, const char *const *leads, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (begins(s, leads[i]) && s[strlen(leads[i])]) {
			s += strlen(leads[i]);
			s += begins(s, "：") ? strlen("：") : begins(s, ":") ? 1 : 0;
			return s + strspn(s, " ");
		}
	}
	return NULL;
}

/* What stands between “ and ”, where they hold all of s; else NULL. */
static const char *unquoted(struct arena *a, const char *s)
{
	static const char *const pairs[][2] = { { "“", "”" }, { "\"", "\"" }, { "「", "」" },
		{ "‘", "’" } };
	size_t n = strlen(s);

	for (size_t i = 0; i < COUNT(pairs); i++) {
		size_t open = strlen(pairs[i][0]), close = strlen(pairs[i][1]);
		const char *end = n > open + close ? s + n - close : NULL;
		if (end && begins(s, pairs[i][0]) && strstr(s + open, pairs[i][1]) == end) {
			return arena_copy(a, s + open, n - open - close);
		}
	}
	return NULL;
}

/* The text that a comment with one of the leads gives; NULL: it has none. A lead
   that is a common word counts only before quotation marks. */
static const char *told(struct arena *a, const char *s, const char *const *leads, size_t n,
		bool quoted)
{
	const char *rest = behind_lead(s, leads, n);
	const char *inner = rest ? unquoted(a, rest) : NULL;

	return inner || quoted ? inner : rest;
}

static struct wish unclear(const char *why)
{
	return (struct wish){ WISH_UNCLEAR, NULL, why };
}

static struct wish wish_of_strike(struct arena *a, const struct comment *c, const char *covered)
{
	const char *text = told(a, c->text, leads_replace, COUNT(leads_replace), false);

	/* some readers put a copy of what is struck out into the comment */
	if (!*c->text || strcmp(c->text, covered) == 0 ||
			is_one_of(c->text, deletes, COUNT(deletes))) {
		return (struct wish){ WISH_REPLACE, "", NULL };
	}
	if (!text && is_remark(c->text, covered)) {
		return unclear(N_("its comment reads like a remark, not like the new text"));
	}
	return (struct wish){ WISH_REPLACE, text ? text : c->text, NULL };
}

static struct wish wish_of_caret(struct arena *a, const struct comment *c)
{
	const char *text = told(a, c->text, leads_insert, COUNT(leads_insert), true);

	if (!*c->text) {
		return unclear(N_("the caret does not say what to insert"));
	}
	if (!text && is_remark(c->text, "")) {
		return unclear(N_("its comment reads like a remark, not like the new text"));
	}
	return (struct wish){ WISH_INSERT, text ? text : c->text, NULL };
}

struct wish wish_of(struct arena *a, const struct comment *c, const char *covered)
{
	struct wish w = { WISH_NOTHING, NULL, NULL };

	switch (c->kind) {
	case MARK_REPLACE:
		if (*c->text) {
			w = strstr(c->text, "\n")
					? unclear(N_("the new text has more than one line"))
					: (struct wish){ WISH_REPLACE, c->text, NULL };
			break;
		}
		w = wish_of_strike(a, c, covered);
		break;
	case MARK_STRIKE:
		w = wish_of_strike(a, c, covered);
		break;
	case MARK_CARET:
		w = wish_of_caret(a, c);
		break;
	default:
		break;
	}
	if (w.kind == WISH_REPLACE || w.kind == WISH_INSERT) {
		if (c->closed) {
			return unclear(N_("it is marked as done or turned down"));
		}
		if (*c->replies) {
			return unclear(N_("others have answered it"));
		}
	}
	return w;
}
