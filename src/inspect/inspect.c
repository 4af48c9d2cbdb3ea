#include "inspect/inspect-imp.h"

#include <string.h>

#include "base/i18n.h"
#include "base/memory.h"

static const struct {
	const char *name;
	unsigned profile;
	const char *part, *level; /* as pdfaid says */
} profiles[] = {
	{ "pdfa2b", PROFILE_A2B, "2", "B" },
	{ "pdfa2u", PROFILE_A2U, "2", "U" },
	{ "pdfa2a", PROFILE_A2A, "2", "A" },
	{ "pdfa3b", PROFILE_A3B, "3", "B" },
	{ "pdfa3u", PROFILE_A3U, "3", "U" },
	{ "pdfa3a", PROFILE_A3A, "3", "A" },
	{ "pdfua1", PROFILE_UA1, NULL, NULL },
	{ "pdfx4", PROFILE_X4, NULL, NULL },
};

unsigned inspect_profile(const char *name)
{
	for (size_t i = 0; i < sizeof profiles / sizeof *profiles; i++) {
		if (strcmp(profiles[i].name, name) == 0) {
			return profiles[i].profile;
		}
	}
	return 0;
}

static void read_metadata(struct inspection *ins)
{
	const struct object *o = pdf_key(ins->p, ins->p->root, "Metadata");
	struct buf b = { 0 };

	ins->has_xmp = o->stream && pdf_stream(ins->p, o, &b);
	ins->xmp = xmp_read(ins->a, (struct slice){ b.s, b.n });
	buf_done(&b);
}

/* What the file says that it is. */
static unsigned claims(const struct inspection *ins)
{
	const char *part = xmp_text(ins->xmp, XMP_PDFAID, "part");
	const char *level = xmp_text(ins->xmp, XMP_PDFAID, "conformance");
	const char *x = xmp_text(ins->xmp, XMP_PDFXID, "GTS_PDFXVersion");
	unsigned all = 0;

	for (size_t i = 0; i < sizeof profiles / sizeof *profiles; i++) {
		if (part && level && profiles[i].part && strcmp(part, profiles[i].part) == 0 &&
				strcmp(level, profiles[i].level) == 0) {
			all |= profiles[i].profile;
		}
	}
	if (xmp_text(ins->xmp, XMP_PDFUAID, "part")) {
		all |= PROFILE_UA1;
	}
	return x && strncmp(x, "PDF/X-4", 7) == 0 ? all | PROFILE_X4 : all;
}

static const char *names_of(struct inspection *ins, unsigned all)
{
	const char *list = "";

	for (size_t i = 0; i < sizeof profiles / sizeof *profiles; i++) {
		if (all & profiles[i].profile) {
			list = *list ? arena_print(ins->a, "%s %s", list, profiles[i].name)
				     : profiles[i].name;
		}
	}
	return list;
}

/* A standard that is claimed and that we know no rules of. */
static void tell_claims(struct inspection *ins)
{
	const char *part = xmp_text(ins->xmp, XMP_PDFAID, "part");
	bool other = part && !(ins->claimed & PROFILES_A);
	const char *list = names_of(ins, ins->claimed);

	if (other) {
		const char *level = xmp_text(ins->xmp, XMP_PDFAID, "conformance");
		list = arena_print(ins->a, _("PDF/A-%s%s, whose rules are not looked at"), part,
				level ? level : "");
	}
	tell(ins, "ISO 16684-1", "claims", N_("standards claimed"),
			other ? VERDICT_ODD : VERDICT_TOLD, list);
}

/* Only what was looked at can pass. */
static void tell_limits(struct inspection *ins)
{
	struct line_told *line;

	if (ins->p->too_much) {
		line = tell(ins, "", "limit", N_("the file is within what is looked at"),
				VERDICT_BROKEN, NULL);
		tell_place(ins, line, -1, "");
	}
}

static void examine(struct inspection *ins)
{
	read_metadata(ins);
	intents_read(ins);
	syntax_read(ins->p, &ins->slips);
	ins->look = look_read(ins->p);
	ins->tree = tree_read(ins->p);
	ins->claimed = claims(ins);
	ins->profiles = ins->profiles ? ins->profiles : ins->claimed;
	tell_claims(ins);
	measure_pages(ins);
	measure_text(ins);
	measure_print(ins);
	measure_issue(ins);
	rules_pdfa(ins);
	rules_pdfua(ins);
	rules_pdfx(ins);
	tell_limits(ins);
	look_free(ins->look);
}

struct inspection *inspect_run(struct arena *a, const struct inspect_order *order, struct diags *d)
{
	struct inspection *ins = ARENA_NEW(a, struct inspection);
	struct memory_limit limit = memory_limit();

	ins->a = a;
	ins->profiles = order->profiles;
	ins->issue = order->issue;
	ins->book = order->book;
	ins->families = order->families;
	ins->nfamilies = order->nfamilies;
	ins->p = pdf_open(a, order->path, d);
	if (ins->p && ins->p->pages.n == 0) {
		diag_add(d, DIAG_PDF_BROKEN, (struct span){ 0 }, order->path, _("it has no pages"));
		pdf_close(ins->p);
		ins->p = NULL;
	}
	if (ins->p) {
		examine(ins);
		pdf_close(ins->p);
	}
	memory_unlimit(&limit);
	return ins->p ? ins : NULL;
}

bool inspect_passed(const struct inspection *ins)
{
	for (int i = 0; i < ins->lines.n; i++) {
		if (ins->lines.at[i].verdict == VERDICT_BROKEN) {
			return false;
		}
	}
	return true;
}
