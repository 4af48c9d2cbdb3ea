/* markdown-note: marks of notes and the paragraphs that say what they mean. */

#include "source/markdown-imp.h"
#include "text/numeral.h"

#define NOTES_MAX   999 /* of an article */
#define CIRCLED_MAX 50  /* ㊿; larger numbers stand plain */

static const char *label_of(const struct manuscript *m, size_t at, size_t n, size_t *len)
{
	*len = n - 3; /* [^ and ] */
	return m->t->s + at + 2;
}

/* The note of that label, new where there is none yet; NULL, once with a
   diagnostic, where there are too many. */
static struct noted *find_note(const struct manuscript *m, const char *label, size_t n,
		struct span place)
{
	struct notes *k = m->notes;

	for (int i = 0; i < k->n; i++) {
		if (k->at[i].n == n && memcmp(k->at[i].label, label, n) == 0) {
			return &k->at[i];
		}
	}
	if (k->n == NOTES_MAX) {
		if (!k->full) {
			diag_add(m->r->d, DIAG_NOTES_MANY, place,
					arena_print(m->r->a, "%d", NOTES_MAX));
		}
		k->full = true;
		return NULL;
	}
	*vec_push(m->r->a, k) = (struct noted){ .label = label, .n = n };
	return &k->at[k->n - 1];
}

static const char *mark_text(const struct manuscript *m, int number)
{
	const struct layout *l = m->r->layout;
	enum note_mark form = l ? l->notes.mark : NOTE_MARK_CIRCLED;

	if (form == NOTE_MARK_CIRCLED && number <= CIRCLED_MAX) {
		return numeral_circled(m->r->a, (unsigned)number);
	}
	return arena_print(m->r->a, form == NOTE_MARK_BRACKETS ? "[%d]" : "%d", number);
}

const char *markdown_note_mark(const struct manuscript *m, size_t at, size_t n, int *number)
{
	struct notes *k = m->notes;
	struct span place = checked_place(m->t, at);
	size_t len;
	const char *label = label_of(m, at, n, &len);
	struct noted *note;

	*number = 0;
	if (k->inside) {
		diag_add0(m->r->d, DIAG_NOTE_NESTED, place);
		return NULL;
	}
	note = k->full ? NULL : find_note(m, label, len, place);
	if (!note) {
		return NULL;
	}
	if (!note->number) {
		note->number = ++k->marked;
		note->mark_place = place;
		note->mark = mark_text(m, note->number);
	}
	*number = note->number;
	return note->mark;
}

bool markdown_define(const struct manuscript *m, struct pieces *p)
{
	struct piece *first = p->at;
	struct noted *note;
	struct span place;
	struct text text;
	size_t n, len;
	const char *label;

	if (!p->n || first->kind != PIECE_TEXT || markdown_escaped(m, first->at)) {
		return false;
	}
	n = markdown_definition_length(m->t->s + first->at, first->n);
	if (!n) {
		return false;
	}
	place = checked_place(m->t, first->at);
	label = label_of(m, first->at, markdown_note_length(m->t->s + first->at, first->n), &len);
	first->at += (uint32_t)n;
	first->n -= (uint32_t)n;
	m->notes->inside = true;
	text = markdown_text(m, p);
	m->notes->inside = false;
	note = m->notes->full ? NULL : find_note(m, label, len, place);
	if (!note) {
		return true;
	}
	if (note->text.n) {
		diag_add(m->r->d, DIAG_NOTE_TWICE, place, arena_copy(m->r->a, label, len));
		diag_add0(m->r->d, DIAG_FIRST_DEFINED, note->place);
	} else if (!text.n) {
		diag_add(m->r->d, DIAG_NOTE_EMPTY, place, arena_copy(m->r->a, label, len));
	} else {
		note->text = text;
	}
	note->place = place;
	return true;
}

/* Say of each note what is missing. */
static void check_note(const struct manuscript *m, const struct noted *note)
{
	const char *label = arena_copy(m->r->a, note->label, note->n);

	if (!note->place.line) {
		diag_add(m->r->d, DIAG_NOTE_MISSING, note->mark_place, label);
	} else if (!note->number) {
		diag_add(m->r->d, DIAG_NOTE_UNMARKED, note->place, label);
	}
}

void markdown_notes(const struct manuscript *m, struct article *out)
{
	const struct notes *k = m->notes;
	struct footnote *notes = ARENA_ARRAY(m->r->a, struct footnote, k->marked);

	for (int i = 0; i < k->n; i++) {
		const struct noted *note = &k->at[i];
		check_note(m, note);
		if (note->number) {
			notes[note->number - 1] = (struct footnote){
				text_plain(m->r->a, note->mark, note->place), note->text
			};
		}
	}
	out->notes = notes;
	out->nnotes = k->marked;
}
