#include "cmd.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "inspect/inspect.h"

struct wish {
	struct inspect_order order;
	bool json;
};

struct families {
	const char **at;
	int n, cap;
};

static void add_family(struct arena *a, struct families *all, const struct item *item)
{
	const char *name;

	if (item->kind != ITEM_GLYPHS || item->u.frag->nglyphs == 0) {
		return;
	}
	name = face_family(item->u.frag->run->font.face);
	for (int i = 0; i < all->n; i++) {
		if (strcmp(all->at[i], name) == 0) {
			return;
		}
	}
	*vec_push(a, all) = name;
}

static void list_families(struct work *w, struct inspect_order *order)
{
	struct families all = { 0 };

	for (int i = 0; i < w->book->npages; i++) {
		const struct page *page = &w->book->pages[i];
		for (int k = 0; k < page->nitems; k++) {
			add_family(w->a, &all, &page->items[k]);
		}
	}
	order->families = all.at;
	order->nfamilies = all.n;
}

static enum status inspect(struct work *w, struct wish *wish)
{
	struct inspection *ins;
	struct buf b = { 0 };
	enum status status;

	work_begin(w);
	if (w->folder) {
		if (!work_until(w, STEP_PAGE)) {
			return work_end(w);
		}
		wish->order.issue = w->issue;
		wish->order.book = w->book;
		list_families(w, &wish->order);
	}
	ins = inspect_run(w->a, &wish->order, w->diags);
	if (!ins) {
		return work_end(w);
	}
	(wish->json ? inspect_json : inspect_text)(&b, ins);
	if (w->progress) {
		fputs("\r\033[K", stderr);
	}
	fwrite(b.s, 1, b.n, stdout);
	buf_done(&b);
	status = inspect_passed(ins) ? STATUS_DONE : STATUS_FAILED;
	return work_end(w) == STATUS_DONE ? status : STATUS_FAILED;
}

enum status cmd_inspect(int argc, char **argv)
{
	static const struct option options[] = {
		{ "format", required_argument, NULL, 'f' },
		{ "issue", required_argument, NULL, 'i' },
		{ "layout", required_argument, NULL, 'l' },
		{ "profile", required_argument, NULL, 'p' },
		{ 0 },
	};
	struct work w = { 0 };
	struct wish wish = { 0 };
	unsigned profile;

	for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;) {
		switch (c) {
		case 'f':
			wish.json = strcmp(optarg, "json") == 0;
			if (!wish.json && strcmp(optarg, "text") != 0) {
				return usage_error(_("--format is text or json"));
			}
			break;
		case 'i':
			w.folder = optarg;
			break;
		case 'l':
			w.layout = optarg;
			break;
		case 'p':
			profile = inspect_profile(optarg);
			if (!profile) {
				return usage_error(_("--profile is one of: %s"), INSPECT_PROFILES);
			}
			wish.order.profiles |= profile;
			break;
		default:
			return option_error(argv, "inspect");
		}
	}
	if (argc - optind != 1) {
		return usage_error(_("inspect takes one PDF file"));
	}
	wish.order.path = argv[optind];
	return inspect(&w, &wish);
}
