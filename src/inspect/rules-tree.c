/* rules-tree: rules on tagging that PDF/A level A and PDF/UA share. */

#include <string.h>

#include "inspect/inspect-imp.h"

void check_tree_there(struct check *c)
{
	if (c->ins->tree->root->kind != OBJECT_DICT) {
		rule_broken(c, -1, "");
	} else if (c->ins->tree->cyclic) {
		rule_broken(c, -1, "/K");
	}
}

/* What is not marked, and what is marked with a number that no element has. */
void check_marked(struct check *c)
{
	const struct tree *t = c->ins->tree;
	int page = -1;

	rule_trouble(c, TROUBLE_UNMARKED);
	for (int i = 0; i < c->look->pieces.n; i++) {
		const struct piece *piece = &c->look->pieces.at[i];
		if (piece->page != page && tree_piece(t, piece) < 0) {
			page = piece->page;
			rule_broken(c, page, arena_print(c->ins->a, "MCID %d", piece->mcid));
		}
	}
}

void check_roles(struct check *c)
{
	if (c->ins->tree->unmapped) {
		rule_broken(c, -1, c->ins->tree->unmapped);
	}
}

void check_roles_circular(struct check *c)
{
	if (c->ins->tree->circular_roles) {
		rule_broken(c, -1, "");
	}
}

void check_roles_remapped(struct check *c)
{
	if (c->ins->tree->remapped) {
		rule_broken(c, -1, c->ins->tree->remapped);
	}
}

/* Subtags of one to eight letters and digits, the first of letters only. */
bool is_language_tag(const char *tag)
{
	size_t n = strspn(tag, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

	if (n < 1 || n > 8) {
		return false;
	}
	for (tag += n; *tag == '-'; tag += n) {
		tag++;
		n = strspn(tag, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
		if (n < 1 || n > 8) {
			return false;
		}
	}
	return !*tag;
}

static void language_of(struct check *c, const struct object *o, int id)
{
	const struct object *lang = pdf_key(c->p, o, "Lang");
	const char *tag = pdf_text(c->p, lang);

	(void)id;
	if (lang->kind == OBJECT_STRING && *tag && !is_language_tag(tag)) {
		rule_broken(c, -1, tag);
	}
}

void check_language_tag(struct check *c)
{
	each_dict(c, language_of);
}
