#ifndef INSPECT_INSPECT_IMP_H
#define INSPECT_INSPECT_IMP_H

/* inspect: what is known of the file when its rules are checked, and what comes
   of them. */

#include "inspect/inspect.h"
#include "inspect/look-imp.h"
#include "inspect/tree-imp.h"
#include "inspect/xmp-imp.h"

#define PROFILES_A \
	(PROFILE_A2B | PROFILE_A2U | PROFILE_A2A | PROFILE_A3B | PROFILE_A3U | PROFILE_A3A)
#define PROFILES_A2        (PROFILE_A2B | PROFILE_A2U | PROFILE_A2A)
#define PROFILES_A3        (PROFILE_A3B | PROFILE_A3U | PROFILE_A3A)
#define PROFILES_A_UNICODE (PROFILE_A2U | PROFILE_A2A | PROFILE_A3U | PROFILE_A3A)
#define PROFILES_A_TAGGED  (PROFILE_A2A | PROFILE_A3A)

/* Head of an ICC profile (ICC.1 7.2). */
struct icc {
	bool good;
	int version; /* major */
	char class[5], space[5];
	int n;    /* components that the space has */
	int said; /* /N of the stream */
};

struct intent {
	const struct object *dict, *profile; /* profile: stream, or null */
	const char *subtype;                 /* "GTS_PDFA1" */
	struct icc icc;
};

/* How the file is written (syntax.c). */
enum slip {
	SLIP_HEADER,
	SLIP_BINARY,
	SLIP_EOF,
	SLIP_XREF,
	SLIP_OBJECT,
	SLIP_HEX,
	SLIP_LENGTH,
	SLIP_STREAM,
	SLIPS
};

struct slips {
	struct {
		int count, first; /* object's number, 0: none */
	} at[SLIPS];
	int version; /* of PDF 1: its second figure; -1: not said */
};

enum verdict { VERDICT_PASSED, VERDICT_BROKEN, VERDICT_TOLD, VERDICT_ODD };

#define PLACES_MAX 5

/* One line of the sheet. */
struct line_told {
	const char *standard, *clause, *name;
	const char *says; /* N_() */
	enum verdict verdict;
	const char *value; /* what was measured; NULL: a rule */
	int count;         /* places in all */
	int nplaces;       /* kept */
	struct {
		int page; /* from 0; -1: none */
		const char *detail;
	} places[PLACES_MAX];
};

struct inspection {
	struct arena *a;
	struct pdf *p;
	struct look *look;
	struct tree *tree;
	struct xmp *xmp;
	bool has_xmp;
	struct slips slips;
	VEC(struct intent) intents;
	unsigned claimed, profiles;
	const struct issue *issue;
	const struct book *book;
	const char *const *families;
	int nfamilies;
	VEC(struct line_told) lines; /* rules and measures */
	int rules;                   /* checked */
};

/* A rule at work. */
struct check {
	struct inspection *ins;
	struct pdf *p;
	struct look *look;
	struct line_told *line;
	unsigned profiles; /* of those wanted, the rule's */
};

struct rule {
	unsigned profiles;
	const char *clause, *name, *says;
	void (*check)(struct check *c);
};

/* The rule is broken; page -1: the file as a whole. */
void rule_broken(struct check *c, int page, const char *detail);
void rule_broken_object(struct check *c, int page, const struct object *o);
void rule_trouble(struct check *c, enum trouble t);
void rule_slip(struct check *c, enum slip s);

void rules_run(struct inspection *ins, const char *standard, const struct rule *rules, int n);

/* Add a measured line; value as printed. */
struct line_told *tell(struct inspection *ins, const char *clause, const char *name,
		const char *says, enum verdict verdict, const char *value);
void tell_place(struct inspection *ins, struct line_told *line, int page, const char *detail);

void syntax_read(struct pdf *p, struct slips *s);
struct icc icc_read(struct pdf *p, const struct object *stream);
void intents_read(struct inspection *ins);

/* The device colours of that kind are described by an output intent of this
   subtype or by the file. */
bool intent_covers(const struct inspection *ins, const char *subtype, enum space_kind kind);

void rules_pdfa(struct inspection *ins);
void rules_pdfua(struct inspection *ins);
void rules_pdfx(struct inspection *ins);

/* Rules that several standards have. */
void check_damage(struct check *c);
void check_encrypted(struct check *c);
void check_xmp(struct check *c);
void check_embedded(struct check *c);
void check_font_types(struct check *c);
void check_cid_system(struct check *c);
void check_cid_to_gid(struct check *c);
void check_cmaps(struct check *c);
void check_cmap_modes(struct check *c);
void check_glyphs_there(struct check *c);
void check_subset_lists(struct check *c);
void check_widths(struct check *c);
void check_truetype_plain(struct check *c);
void check_truetype_symbolic(struct check *c);
void check_unicode(struct check *c);
void check_unicode_values(struct check *c);
void check_notdef(struct check *c);
void check_roles(struct check *c);
void check_roles_circular(struct check *c);
void check_roles_remapped(struct check *c);
void check_marked(struct check *c);
void check_tree_there(struct check *c);
void check_language_tag(struct check *c);
void check_layer_names(struct check *c);
void check_layer_states(struct check *c);
void check_file_names(struct check *c);
void check_rendering_intents(struct check *c);
void check_actions(struct check *c);

/* Whether tag is a language tag (RFC 5646) by its looks. */
bool is_language_tag(const char *tag);

/* Call f with all annotations. */
void each_annotation(struct check *c,
		void (*f)(struct check *c, int page, const struct object *annot));

/* Every object that is a dictionary. */
void each_dict(struct check *c, void (*f)(struct check *c, const struct object *o, int id));

void measure_pages(struct inspection *ins);
void measure_text(struct inspection *ins);
void measure_print(struct inspection *ins);
void measure_issue(struct inspection *ins);

#endif
