/* registers-add: names added at the end of a register. The file is kept byte by
   byte, so that comments and order are the editors' own. */

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "source/registers-imp.h"
#include "source/source.h"
#include "text/char.h"

struct adder {
	struct arena *a;
	struct diags *d;
	const char *folder; /* of the registers */
	const struct seen_name *names;
	int n, added;
};

static const char *const headers[REGISTER_KINDS] = {
	[REGISTER_PEOPLE] = "# 人名：name、unit、title、from、to、spellings\n",
	[REGISTER_ORGANISATIONS] = "# 单位名称：name、short、from、to、successor\n",
	[REGISTER_TERMS] = "# 用语：term、wrong\n",
	[REGISTER_CONTRIBUTORS] = "# 供稿人：name、unit\n",
};

/* s means itself without quotation marks. Fewer texts than YAML allows, but
   surely. */
static bool is_plain(const char *s)
{
	size_t n = strlen(s), at = 0;

	if (!n || char_class(char_next(s, n, &at)) != CHAR_HAN) {
		return false;
	}
	for (at = 0; at < n;) {
		enum char_class k = char_class(char_next(s, n, &at));
		if (k != CHAR_HAN && k != CHAR_LETTER && k != CHAR_DIGIT) {
			return false;
		}
	}
	return true;
}

static void add_scalar(struct buf *out, const char *s)
{
	bool plain = is_plain(s);

	buf_text(out, plain ? "" : "\"");
	for (; *s; s++) {
		if (*s == '"' || *s == '\\') {
			buf_byte(out, '\\');
		}
		buf_byte(out, *s);
	}
	buf_text(out, plain ? "" : "\"");
}

static void add_entry(struct buf *out, const struct seen_name *name, int indent, const char *eol)
{
	buf_print(out, "%*s- name: ", indent, "");
	add_scalar(out, name->name);
	buf_text(out, eol);
	if (name->kind == REGISTER_CONTRIBUTORS && name->unit[0]) {
		buf_print(out, "%*s  unit: ", indent, "");
		add_scalar(out, name->unit);
		buf_text(out, eol);
	}
}

static bool has_name(const struct registers *all, const struct seen_name *name)
{
	for (int i = 0; name->kind == REGISTER_CONTRIBUTORS && i < all->ncontributors; i++) {
		if (strcmp(all->contributors[i].name.s, name->name) == 0) {
			return true;
		}
	}
	for (int i = 0; name->kind == REGISTER_ORGANISATIONS && i < all->norganisations; i++) {
		if (strcmp(all->organisations[i].name.s, name->name) == 0) {
			return true;
		}
	}
	return false;
}

/* Column of the file's own entries, from 0. */
static int indent_of(const struct register_file *f)
{
	return f->tree ? f->tree->span.col - 1 : 0;
}

static int count_entries(const struct register_file *f)
{
	int n = 0;

	for (const struct node *v = f->tree ? f->tree->first : NULL; v; v = v->next) {
		n++;
	}
	return n;
}

/* What is to stand in the file; how many entries are new. */
static int grow(struct adder *w, const struct register_file *f, struct buf *out)
{
	struct registers known = { 0 };
	struct register_file copy = *f;
	const char *eol = f->bytes.n && strstr(f->bytes.s, "\r\n") ? "\r\n" : "\n";
	int n = 0;

	register_read_entries(&copy, &known);
	if (f->bytes.n) {
		buf_add(out, f->bytes.s, f->bytes.n);
		buf_text(out, out->s[out->n - 1] == '\n' ? "" : eol);
	} else {
		buf_text(out, headers[f->kind]);
	}
	for (int i = 0; i < w->n; i++) {
		if (w->names[i].kind == f->kind && !has_name(&known, &w->names[i])) {
			add_entry(out, &w->names[i], indent_of(f), eol);
			n++;
		}
	}
	return n;
}

/* The grown text reads as the old entries and n more. */
static bool is_grown(const struct register_file *f, const struct buf *grown, int n)
{
	struct checked *t = ARENA_NEW(f->r.a, struct checked);
	struct diags *trial = diags_new();
	struct register_file after = *f;
	struct slice bytes = { grown->s, grown->n };
	bool ok;

	after.r.d = trial;
	ok = check_text(f->r.a, trial, f->path, bytes, t);
	after.tree = ok ? yaml_read(&after.r, t, 0, t->n) : NULL;
	ok = after.tree && after.tree->kind == NODE_LIST && diags_count(trial, DIAG_ERROR) == 0 &&
			count_entries(&after) == count_entries(f) + n;
	diags_free(trial);
	return ok;
}

static bool write_file(struct adder *w, const char *path, const struct buf *b)
{
	struct outfile *o = outfile_open(path);

	if (o) {
		outfile_write(o, b->s, b->n); /* a failure is kept for the commit */
	}
	if (!o || !outfile_commit(o)) {
		diag_add(w->d, DIAG_OUTPUT_FAILED, (struct span){ 0 }, path, strerror(errno));
		return false;
	}
	return true;
}

static bool add_kind(struct adder *w, enum register_kind kind)
{
	struct register_file f = { .r = { .a = w->a, .d = w->d, .folder = w->folder },
		.kind = kind };
	struct buf grown = { 0 };
	int errors = diags_count(w->d, DIAG_ERROR), n;
	struct span file = { 0 };
	bool ok = false;

	if (!register_file_read(&f, w->folder)) {
		return false;
	}
	n = grow(w, &f, &grown);
	if (diags_count(w->d, DIAG_ERROR) != errors) {
		/* said */
	} else if (!n) {
		ok = true;
	} else if (!is_grown(&f, &grown, n)) {
		file.file = f.path;
		diag_add(w->d, DIAG_REGISTER_FORM, file, f.path);
	} else {
		ok = write_file(w, f.path, &grown);
		w->added += ok ? n : 0;
	}
	buf_done(&grown);
	return ok;
}

/* Hold the folder, so that two who add at once do so one after the other. */
static int lock_folder(struct adder *w)
{
	int fd, locked;

	if (mkdir(w->folder, 0777) != 0 && errno != EEXIST) {
		diag_add(w->d, DIAG_OUTPUT_FAILED, (struct span){ 0 }, w->folder, strerror(errno));
		return -1;
	}
	fd = open(w->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	do {
		locked = fd < 0 ? -1 : flock(fd, LOCK_EX);
	} while (fd >= 0 && locked != 0 && errno == EINTR);
	if (locked != 0) {
		diag_add(w->d, DIAG_OUTPUT_FAILED, (struct span){ 0 }, w->folder, strerror(errno));
		if (fd >= 0) {
			close(fd);
		}
		return -1;
	}
	return fd;
}

int source_registers_add(struct arena *a, const char *folder, const struct seen_name *names, int n,
		struct diags *d)
{
	struct adder w = { a, d, registers_folder(a, folder), names, n, 0 };
	bool wanted[REGISTER_KINDS] = { false }, ok = true;
	int lock;

	for (int i = 0; i < n; i++) {
		wanted[names[i].kind] = true;
	}
	lock = n ? lock_folder(&w) : -1;
	if (lock < 0) {
		return n ? -1 : 0;
	}
	for (int kind = 0; kind < REGISTER_KINDS; kind++) {
		ok &= !wanted[kind] || add_kind(&w, (enum register_kind)kind);
	}
	close(lock);
	return ok ? w.added : -1;
}
