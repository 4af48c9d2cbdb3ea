/* What stands between an issue and its printing: signatures, and what it said
   before. */

#include "cmd.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "proof/finding.h"
#include "proof/pages.h"
#include "proof/rounds.h"
#include "source/source.h"

static const char *date_text(struct arena *a, const struct date *d)
{
	return arena_print(a, "%04d-%02d-%02d", d->year, d->month, d->day);
}

void work_require(struct work *w, const struct rounds *r, const struct writing *article, int from,
		int end)
{
	const struct span file = { arena_print(w->a, "%s/%s", w->issue->folder, article->name), 0,
		0 };
	const char *missing = "";

	for (int i = from; i < end; i++) {
		const struct signature *s;
		enum standing standing = rounds_standing(r, article, (enum stage)i, &s);
		const char *name = stage_name((enum stage)i);
		if (standing == STANDING_OPEN) {
			missing = arena_print(w->a, "%s%s%s", missing, *missing ? "、" : "", name);
		} else if (standing == STANDING_REOPENED) {
			diag_add(w->diags, DIAG_REOPENED, file, s->by, name,
					date_text(w->a, &s->date));
		}
	}
	if (*missing) {
		diag_add(w->diags, DIAG_UNSIGNED, file, missing);
	}
}

static void require_check(struct work *w)
{
	struct findings found = { 0 };

	if (!work_find(w, &found)) {
		return;
	}
	for (int i = 0; i < found.n; i++) {
		if (found.at[i].level == DIAG_ERROR) {
			diag_add(w->diags, DIAG_CHECK_UNRESOLVED, found.at[i].from,
					finding_text(w->a, &found.at[i]));
		}
	}
}

bool work_final(struct work *w)
{
	const struct rounds *r = source_rounds(w->a, w->issue->folder, w->diags);
	const struct state *s = state_of_issue(w->a, w->issue);

	for (int i = 0; i < s->nwritings; i++) {
		if (s->writings[i].name[0]) {
			work_require(w, r, &s->writings[i], 0, STAGES);
		}
	}
	for (int i = 0; i < ROUNDS; i++) {
		if (r->at[i].opened && !r->at[i].closed) {
			diag_add(w->diags, DIAG_ROUND_UNCLOSED, r->at[i].span,
					stage_name((enum stage)(STAGE_PROOF + i)));
		}
	}
	require_check(w);
	return diags_count(w->diags, DIAG_ERROR) == 0;
}

void work_force(struct work *w)
{
	struct diags *said = w->diags, *found = diags_new();
	char count[40];

	w->diags = found;
	if (!work_final(w)) {
		snprintf(count, sizeof count, "%d", diags_count(found, DIAG_ERROR));
		diag_add(said, DIAG_FINAL_FORCED, (struct span){ 0 },
				arena_print(w->a, _("%s things are open"), count));
		w->issue->notice = w->issue->layout->folio.unsigned_notice;
	}
	w->diags = said;
	diags_free(found);
}

bool work_pages(struct work *w, bool final, bool force)
{
	if (!final) {
		return work_until(w, STEP_PAGE);
	}
	if (!work_until(w, STEP_SOURCE)) {
		return false;
	}
	if (force) {
		work_force(w);
	} else if (!work_final(w)) {
		return false;
	}
	return work_from(w, STEP_FONT, STEP_PAGE);
}

static struct state *state_of_round(struct work *w, int number)
{
	const struct rounds *r = source_rounds(w->a, w->issue->folder, w->diags);
	const struct round *round = &r->at[number - 1];

	if (!round->opened) {
		diag_add(w->diags, DIAG_ROUND_NOT_OPEN, (struct span){ 0 },
				stage_name((enum stage)(STAGE_PROOF + number - 1)));
		return NULL;
	}
	return source_state(w->a, arena_print(w->a, "%s/%s", w->issue->folder, round->state),
			w->diags);
}

/* Nothing is wrong but that what stands beside the folder did not come along. */
static bool lacks_parent(const struct diags *d)
{
	for (int i = 0; i < diags_kept(d); i++) {
		enum diag_kind kind = diags_at(d, i)->kind;
		if (diag_level(kind) == DIAG_ERROR && kind != DIAG_KEY_MISSING) {
			return false;
		}
	}
	return true;
}

static void pass_errors(const struct diags *from, struct diags *to)
{
	for (int i = 0; i < diags_kept(from); i++) {
		const struct diag *g = diags_at(from, i);
		if (diag_level(g->kind) == DIAG_ERROR) { /* what it warns of is past */
			diag_add_args(to, g->kind, g->span, g->nargs, g->args);
		}
	}
}

/* The text of a lone copy; what its parent would have said is as it is now. */
static struct state *state_of_copy(struct work *w, const char *folder, struct diags *d)
{
	struct issue *past = source_read_past(w->a, folder, d);

	if (!past) {
		return NULL;
	}
	past->title = past->title.n ? past->title : w->issue->title;
	past->publisher = past->publisher.n ? past->publisher : w->issue->publisher;
	if (!past->ncolophon) {
		past->colophon = w->issue->colophon;
		past->ncolophon = w->issue->ncolophon;
	}
	return state_of_issue(w->a, past);
}

/* The issue in another folder, with its pages; of a lone copy, its text. */
static struct state *state_of_folder(struct work *w, const char *folder)
{
	struct work old = { .folder = folder,
		.layout = w->layout,
		.a = w->a,
		.diags = diags_new() };
	struct state *state = NULL;

	if (work_until(&old, STEP_PAGE)) {
		state = state_of_issue(w->a, old.issue);
		state->prints = pages_prints(w->a, old.book);
	} else if (lacks_parent(old.diags)) {
		state = state_of_copy(w, folder, old.diags);
	}
	if (!state) {
		pass_errors(old.diags, w->diags);
	}
	shaper_free(old.shaper);
	fonts_close(old.fonts);
	diags_free(old.diags);
	return state;
}

struct state *work_since(struct work *w, const char *what)
{
	struct stat st;

	if (what[0] >= '1' && what[0] <= '0' + ROUNDS && !what[1]) {
		return state_of_round(w, what[0] - '0');
	}
	if (stat(what, &st) != 0) {
		diag_add(w->diags, DIAG_STATE_NONE, (struct span){ 0 }, what);
		return NULL;
	}
	if (!S_ISDIR(st.st_mode)) {
		return source_state(w->a, what, w->diags);
	}
	return state_of_folder(w, what);
}
