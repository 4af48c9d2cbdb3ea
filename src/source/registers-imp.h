#ifndef SOURCE_REGISTERS_IMP_H
#define SOURCE_REGISTERS_IMP_H

/* registers: what reading, checking and growing them share. */

#include "model/registers.h"
#include "source/schema-imp.h"

/* One file of the registers' folder being read. */
struct register_file {
	struct reader r;
	enum register_kind kind;
	const char *path; /* as messages show it */
	struct slice bytes;
	const struct node *tree; /* its list; NULL: no entries */
	bool found;
};

/* "issues/registers" for the folder "issues/2024-02"; in a. */
const char *registers_folder(struct arena *a, const char *issue_folder);

/* Read the file of f->kind below folder. False where it was an error; a file
   that is not there is none. */
bool register_file_read(struct register_file *f, const char *folder);

/* Its entries into out; complaints go to f's diags. */
void register_read_entries(struct register_file *f, struct registers *out);

/* Complain of entries that each are fine but do not go together. */
void registers_check(struct reader *r, const struct registers *all);

#endif
