#include "page/page-imp.h"

#include "base/arena.h"

/* Slugs → pages, one after the other, each as full as it goes. */

static int64_t height_of(const struct flow *f, int from, int to)
{
	int64_t sum = 0;

	for (int i = from; i < to; i++) {
		sum += f->at[i].height;
	}
	return sum;
}

bool slug_has_picture(const struct slug *s)
{
	for (int i = 0; i < s->nitems; i++) {
		if (s->items[i].kind == ITEM_PICTURE) {
			return true;
		}
	}
	return false;
}

bool slug_is_heading(const struct slug *s)
{
	enum tag tag = s->nitems ? s->items[0].tag : TAG_ARTIFACT;

	return tag == TAG_SECTION || tag == TAG_ARTICLE || tag == TAG_SUBHEAD;
}

static bool begins_floater(const struct slug *s)
{
	return s->floats && s->snaps;
}

static int floater_end(const struct flow *f, int i)
{
	do {
		i++;
	} while (i < f->n && f->at[i].floats && !f->at[i].snaps);
	return i;
}

/* Where each slug's article ends: the next slug that opens one. */
static int *article_ends(const struct flow *f)
{
	int *ends = ARENA_ARRAY(f->a, int, f->n + 1);
	int end = f->n;

	for (int i = f->n - 1; i >= 0; i--) {
		ends[i] = end;
		end = f->at[i].opens ? i : end;
	}
	return ends;
}

/* Those of the text: pictures that float do not pass them. */
static int *count_fixed(const struct flow *f)
{
	int *counts = ARENA_ARRAY(f->a, int, f->n + 1), n = 0;

	for (int i = 0; i < f->n; i++) {
		const struct floater *u = flow_floater(f, i);
		counts[i] = n;
		for (int end = u ? u->to - 1 : i; i < end;) {
			counts[++i] = n;
		}
		n += !u && slug_has_picture(&f->at[i]);
	}
	counts[f->n] = n;
	return counts;
}

void flow_find_floaters(struct flow *f)
{
	VEC(struct floater) found = { 0 };
	int *counts = ARENA_ARRAY(f->a, int, f->n + 1), *ends = article_ends(f);

	for (int i = 0, opens = 0, next; i < f->n; i = next) {
		int64_t height = 0;
		next = i + 1;
		opens = f->at[i].opens ? i : opens;
		counts[i] = found.n;
		if (begins_floater(&f->at[i])) {
			next = floater_end(f, i);
			height = height_of(f, i, next);
		}
		/* what no page holds is taken apart where it stands */
		if (height > 0 && height <= f->capacity) {
			for (int k = i + 1; k < next; k++) {
				counts[k] = found.n + 1;
			}
			*vec_push(f->a, &found) = (struct floater){ i, next,
				flow_snap(f, (sp)height), opens, ends[i] };
		} else {
			next = i + 1;
		}
	}
	counts[f->n] = found.n;
	f->floaters = found.at;
	f->nfloaters = counts;
	f->nfixed = count_fixed(f);
}

const struct floater *flow_floater(const struct flow *f, int slug)
{
	int i = f->nfloaters[slug];

	return i < f->nfloaters[f->n] && f->floaters[i].from == slug ? &f->floaters[i] : NULL;
}

sp flow_note_space(const struct flow *f)
{
	return layout_lines(f->l, f->l->pages.note_space);
}

sp flow_snap(const struct flow *f, sp y)
{
	sp line = layout_line(f->l);

	return f->grid ? (sp)(((int64_t)y + line - 1) / line * line) : y;
}

sp filling_used(const struct filling *w)
{
	int64_t used = (int64_t)w->text + w->floats + w->notes;

	return used < SP_MAX ? (sp)used : SP_MAX;
}

/* Heights of what never fits add up to no more than SP_MAX. */
static void add(sp *to, sp height)
{
	*to = *to < SP_MAX - height ? *to + height : SP_MAX;
}

struct filling filling_begin(const struct flow *f, int from, int carried)
{
	struct filling w = { 0 };

	for (int i = f->nfloaters[from] - carried; i < f->nfloaters[from]; i++) {
		add(&w.floats, f->floaters[i].height);
	}
	if (from < f->n && f->at[from].head) {
		w.text = f->at[from].head->height;
	}
	return w;
}

void filling_add(const struct flow *f, struct filling *w, int slug)
{
	const struct slug *s = &f->at[slug];

	w->text = s->snaps ? flow_snap(f, w->text) : w->text;
	add(&w->text, s->height);
	if (s->nnotes && !w->notes) {
		w->notes = flow_note_space(f);
	}
	for (int i = 0; i < s->nnotes; i++) {
		add(&w->notes, s->notes[i].height);
	}
}

void filling_add_floater(const struct flow *f, struct filling *w, const struct floater *u)
{
	w->text = flow_snap(f, w->text);
	add(&w->floats, u->height);
}

/* Slugs [i, j) that must share a page: those kept with the next, and that one. */
static int group_end(const struct flow *f, int i)
{
	while (f->at[i].keep && i + 1 < f->n) {
		i++;
	}
	return i + 1;
}

/* Add as many of slugs [i, j) as fit; the first in any case. */
static int take_apart(const struct flow *f, struct filling *w, int i, int j, sp capacity)
{
	filling_add(f, w, i++);
	for (; i < j; i++) {
		struct filling next = *w;
		filling_add(f, &next, i);
		if (filling_used(&next) > capacity) {
			break;
		}
		*w = next;
	}
	return i;
}

/* The picture stands on this page, or is left for the next one; false where the
   page must end before it. */
static bool take_floater(const struct flow *f, struct filling *w, struct portion *p, sp capacity)
{
	const struct floater *u = flow_floater(f, p->to);
	struct filling next = *w;

	filling_add_floater(f, &next, u);
	if (!p->left && filling_used(&next) <= capacity) {
		*w = next;
	} else if (p->left < LEFT_MAX && u->closes > u->to &&
			(!p->left || u->height <= f->capacity - u[-1].height)) {
		p->left++;
	} else {
		return false;
	}
	p->to = u->to;
	return true;
}

struct portion flow_fill(const struct flow *f, int from, int carried, sp capacity, bool waits)
{
	struct portion p = { from, from, carried, 0 };
	struct filling w = filling_begin(f, from, carried), next;

	while (p.to < f->n) {
		if (flow_floater(f, p.to)) {
			if (!take_floater(f, &w, &p, capacity)) {
				break;
			}
			continue;
		}
		int end = group_end(f, p.to);
		if (p.left && (f->at[p.to].opens || f->nfixed[end] > f->nfixed[p.to])) {
			break; /* no picture goes past its article, or past another */
		}
		next = w;
		for (int i = p.to; i < end; i++) {
			filling_add(f, &next, i);
		}
		if (filling_used(&next) <= capacity) {
			w = next;
			p.to = end;
		} else {
			if (p.to == from && !carried && !waits) {
				p.to = take_apart(f, &w, p.to, end, capacity);
			}
			break;
		}
	}
	return p;
}

static struct portions first_fit(const struct flow *f)
{
	struct portions all = { 0 };
	int at = 0, carried = 0;

	do {
		bool first = !all.n;
		struct portion p = flow_fill(f, at, carried, first ? f->first : f->capacity,
				first && f->waits);
		*vec_push(f->a, &all) = p;
		at = p.to;
		carried = p.left;
	} while (at < f->n || carried);
	return all;
}

struct portions flow_pages(const struct flow *f)
{
	return f->optimum ? flow_optimum(f) : first_fit(f);
}
