#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "font/font-imp.h"

/* The host's own cache folder may be missing or read-only, and without a cache
   every start would read every font file. fontconfig makes the folder. */
static const char cache_place[] =
		"<fontconfig><cachedir prefix=\"xdg\">banxin/fontconfig</cachedir></fontconfig>";

/* fontconfig tells what is wrong in a settings file on standard error and
   nowhere else. While it works that is a pipe of ours. */
struct capture {
	int from; /* the pipe's end to read */
	int real; /* standard error; -1: nothing is captured */
};

static void capture_begin(struct capture *c)
{
	int ends[2];

	c->real = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	if (c->real >= 0 && pipe(ends) != 0) {
		close(c->real);
		c->real = -1;
	}
	if (c->real < 0) {
		return;
	}
	c->from = ends[0];
	fcntl(ends[1], F_SETFL, O_NONBLOCK); /* what a full pipe does not take is dropped */
	dup2(ends[1], STDERR_FILENO);
	close(ends[1]);
}

/* The real standard error is back; what was said goes to out. */
static void capture_end(struct capture *c, struct buf *out)
{
	ssize_t n;

	if (c->real < 0) {
		return;
	}
	clearerr(stderr);
	dup2(c->real, STDERR_FILENO);
	close(c->real);
	while ((n = read(c->from, buf_room(out, 4096), 4096)) > 0) {
		out->n += (size_t)n;
	}
	buf_room(out, 1)[0] = '\0';
	close(c->from);
}

/* line is 'Fontconfig error: "/path/fonts.conf", line 7: text', or has no place.
   Returns the text and sets span's line. */
static const char *message(const char *line, struct span *span)
{
	const char *place = strstr(line, "\", line ");
	const char *text = strstr(place ? place + 8 : line, ": ");

	if (place) {
		span->line = (int)strtol(place + 8, NULL, 10);
	}
	return text ? text + 2 : line;
}

/* Pass on what fontconfig said of places in the file. */
static void report(char *said, bool ok, const char *file, struct diags *d)
{
	char *rest;
	int errors = 0;

	for (char *line = strtok_r(said, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		struct span span = { file, 0, 0 };
		const char *text = message(line, &span);
		bool error = !ok && strncmp(line, "Fontconfig error", 16) == 0;

		if (!span.line && (!error || errors)) {
			continue; /* "Cannot load config file": a consequence */
		}
		errors += error;
		diag_add(d, error ? DIAG_FONTS_CONF : DIAG_FONTS_CONF_ODD, span, text);
	}
	if (!ok && !errors) {
		diag_add(d, DIAG_FONTS_CONF, ((struct span){ file, 0, 0 }),
				"not understood by fontconfig");
	}
}

static bool load(FcConfig *config, const char *path, const char *shown, struct diags *d)
{
	struct capture c;
	struct buf said = { 0 };
	bool ok;

	capture_begin(&c);
	ok = FcConfigParseAndLoadFromMemory(config, (const FcChar8 *)cache_place, FcFalse) &&
			FcConfigParseAndLoad(config, (const FcChar8 *)path, FcTrue);
	capture_end(&c, &said);
	report(said.s ? said.s : (char[]){ "" }, ok, shown, d);
	buf_done(&said);
	return ok;
}

/* Find the font files. The settings could name their own folder themselves, but
   to follow prefix="relative" fontconfig 2.14 leaks memory.
   Where the cache can't be written this takes longer, no more: nothing that
   fontconfig says here is the author's business. */
static void scan(FcConfig *config, const char *folder)
{
	struct capture c;
	struct buf said = { 0 };
	bool ok;

	capture_begin(&c);
	ok = FcConfigBuildFonts(config) && FcConfigAppFontAddDir(config, (const FcChar8 *)folder);
	capture_end(&c, &said);
	buf_done(&said);
	if (!ok) {
		die("out of memory");
	}
}

static bool is_listed(FcConfig *config, const char *path)
{
	const FcFontSet *set = FcConfigGetFonts(config, FcSetApplication);
	FcChar8 *file;

	for (int i = 0; set && i < set->nfont; i++) {
		if (FcPatternGetString(set->fonts[i], FC_FILE, 0, &file) == FcResultMatch &&
				strcmp((const char *)file, path) == 0) {
			return true;
		}
	}
	return false;
}

static bool is_font_name(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot &&
			(strcasecmp(dot, ".ttf") == 0 || strcasecmp(dot, ".otf") == 0 ||
					strcasecmp(dot, ".ttc") == 0);
}

/* A font file that someone put into the folder and fontconfig could not read
   would be passed over in silence. */
static void warn_unread(FcConfig *config, const char *folder, const char *shown, struct diags *d)
{
	struct arena *a = arena_new();
	struct dirent **found;
	int n = scandir(folder, &found, NULL, alphasort);

	for (int i = 0; i < n; i++) {
		const char *name = found[i]->d_name;
		struct span span = { arena_print(a, "%s/%s", shown, name), 0, 0 };

		if (is_font_name(name) &&
				!is_listed(config, arena_print(a, "%s/%s", folder, name))) {
			diag_add0(d, DIAG_FONT_BROKEN, span);
		}
		free(found[i]);
	}
	if (n >= 0) {
		free(found);
	}
	arena_free(a);
}

static FcConfig *open_file(const char *path, const char *shown, struct diags *d)
{
	FcConfig *config = FcConfigCreate();

	if (!config) {
		die("out of memory");
	}
	if (!load(config, path, shown, d)) {
		FcConfigDestroy(config);
		return NULL;
	}
	return config;
}

/* folder is absolute: fontconfig looks for a path without leading slash in
   /etc/fonts as well. */
static FcConfig *open_folder(const char *folder, const char *shown, struct diags *d)
{
	struct arena *a = arena_new();
	const char *path = arena_print(a, "%s/fonts.conf", folder);
	const char *shown_path = arena_print(a, "%s/fonts.conf", shown);
	FcConfig *config = NULL;

	if (access(path, R_OK) == 0) {
		config = open_file(path, shown_path, d);
	} else if (errno == ENOENT || errno == ENOTDIR) {
		diag_add(d, DIAG_FILE_MISSING, ((struct span){ 0 }), shown_path);
	} else {
		diag_add(d, DIAG_FILE_UNREADABLE, ((struct span){ 0 }), shown_path,
				strerror(errno));
	}
	if (config) {
		scan(config, folder);
		warn_unread(config, folder, shown, d);
	}
	arena_free(a);
	return config;
}

FcConfig *config_open(const char *folder, struct diags *d)
{
	char *path = realpath(folder, NULL);
	FcConfig *config = NULL;

	if (path) {
		config = open_folder(path, folder, d);
	} else {
		diag_add(d, DIAG_FILE_MISSING, ((struct span){ 0 }), folder);
	}
	free(path);
	return config;
}

int config_families(struct arena *a, FcConfig *config, const char *role,
		const char *const **families)
{
	FcPattern *p = FcPatternCreate();
	VEC(const char *) v = { 0 };
	FcChar8 *family;

	/* An alias puts the families it prefers before the one asked for. */
	FcPatternAddString(p, FC_FAMILY, (const FcChar8 *)role);
	if (!FcConfigSubstitute(config, p, FcMatchPattern)) {
		die("out of memory");
	}
	for (int i = 0; FcPatternGetString(p, FC_FAMILY, i, &family) == FcResultMatch; i++) {
		if (FcStrCmpIgnoreCase(family, (const FcChar8 *)role) != 0) {
			*vec_push(a, &v) = arena_string(a, (const char *)family);
		}
	}
	FcPatternDestroy(p);
	*families = v.at;
	return v.n;
}
