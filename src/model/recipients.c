#include "model/recipients.h"

#include <string.h>

static const char *const names[TIERS] = {
	[TIER_REPORT] = "报",
	[TIER_DISTRIBUTE] = "发",
	[TIER_SEND] = "送",
};

const char *tier_name(enum tier tier)
{
	return names[tier];
}

bool recipient_by_mail(const struct recipient *r)
{
	return r->delivery != DELIVERY_PAPER;
}

bool recipient_on_paper(const struct recipient *r)
{
	return r->delivery != DELIVERY_MAIL;
}

static void add_recipient(struct recipients_total *t, const struct recipient *r)
{
	t->recipients++;
	t->paper += recipient_on_paper(r);
	t->copies += r->copies;
	if (recipient_by_mail(r)) {
		t->mail++;
		t->addresses += r->naddresses;
	}
}

struct recipients_total recipients_total(const struct recipients *r, enum tier tier)
{
	struct recipients_total t = { 0 };

	for (int i = 0; i < r->n; i++) {
		if (r->at[i].tier == tier) {
			add_recipient(&t, &r->at[i]);
		}
	}
	return t;
}

struct recipients_total recipients_total_all(const struct recipients *r)
{
	struct recipients_total t = { 0 };

	for (int i = 0; i < r->n; i++) {
		add_recipient(&t, &r->at[i]);
	}
	return t;
}

/* Length of the white space at s, of either width. */
static size_t space_length(const char *s)
{
	return *s == ' ' || *s == '\n' ? 1 : strncmp(s, "　", 3) == 0 ? 3 : 0;
}

/* The tier that is named at s, with a colon behind it; -1: none. */
static int tier_at(const char *s)
{
	for (int i = 0; i < TIERS; i++) {
		size_t n = strlen(names[i]), space;
		if (strncmp(s, names[i], n) != 0) {
			continue;
		}
		while ((space = space_length(s + n)) > 0) {
			n += space;
		}
		return s[n] == ':' || strncmp(s + n, "：", 3) == 0 ? i : -1;
	}
	return -1;
}

/* 报： at the start of a line, or behind a space in it. */
static void find_tiers(const struct text *t, struct span out[static TIERS])
{
	bool begins = true;

	for (uint32_t at = 0; at < t->n;) {
		size_t space = space_length(t->s + at);
		int tier = begins ? tier_at(t->s + at) : -1;
		if (tier >= 0 && !out[tier].line) {
			out[tier] = text_span(t, at);
		}
		begins = space > 0;
		at += space ? (uint32_t)space : 1;
	}
}

void colophon_tiers(const struct issue *issue, struct span out[static TIERS])
{
	for (int i = 0; i < TIERS; i++) {
		out[i] = (struct span){ 0 };
	}
	for (int i = 0; i < issue->ncolophon; i++) {
		for (int k = 0; k < issue->colophon[i].nitems; k++) {
			find_tiers(&issue->colophon[i].items[k], out);
		}
	}
}
