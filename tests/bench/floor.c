/* floor: the least that any program must do to get an issue's text into a PDF
   with these libraries, and so what banxin's own time is held against. Reads no
   manuscript, breaks no line: maps the faces, shapes, subsets, deflates, saves.

	floor LIST OUT.pdf

   LIST has a line a run: font file, index of the face in it, size in points
   (whole), text, with tabs between. */

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <hb-ot.h>
#include <hb-subset.h>
#include <hpdf.h>
#include <zlib.h>

#define MAX_FACES     64
#define GLYPHS        65536
#define LINES_A_PAGE  50
#define PROGRAM_LEVEL 1 /* both as in src/pdf */
#define CONTENT_LEVEL 6

struct face {
	const char *file;
	int index;
	hb_face_t *hb;
	hb_font_t *font;
	HPDF_Dict type0;
	uint16_t *gids; /* each once, as they came */
	unsigned ngids;
	bool used[GLYPHS];
	uint16_t cids[GLYPHS];
};

struct run {
	struct face *face;
	int size;
	bool latin;
	const char *text;
	int len;
	const uint16_t *gids;
	unsigned ngids;
};

struct floor {
	struct face *faces[MAX_FACES];
	int nfaces;
	struct run *runs;
	int nruns;
	uint16_t *gids; /* of all runs */
	HPDF_Doc doc;
	z_stream zip;
};

static void fail(const char *what)
{
	fprintf(stderr, "floor: %s: %s\n", what, errno ? strerror(errno) : "failed");
	exit(1);
}

static void *room(size_t n, size_t size)
{
	void *p = calloc(n + 1, size);

	if (!p) {
		fail("memory");
	}
	return p;
}

static char *read_list(const char *path, size_t *n)
{
	int fd = open(path, O_RDONLY);
	struct stat st;
	char *s;

	if (fd < 0 || fstat(fd, &st) != 0) {
		fail(path);
	}
	*n = (size_t)st.st_size;
	s = room(*n, 1);
	if (read(fd, s, *n) != (ssize_t)*n) {
		fail(path);
	}
	close(fd);
	return s;
}

static struct face *map_face(struct floor *f, const char *file, int index)
{
	struct face *face;
	hb_blob_t *blob;

	for (int i = 0; i < f->nfaces; i++) {
		if (f->faces[i]->index == index && strcmp(f->faces[i]->file, file) == 0) {
			return f->faces[i];
		}
	}
	blob = hb_blob_create_from_file_or_fail(file);
	if (!blob || f->nfaces == MAX_FACES) {
		fail(file);
	}
	face = f->faces[f->nfaces++] = room(1, sizeof *face);
	face->file = file;
	face->index = index;
	face->gids = room(GLYPHS, sizeof *face->gids);
	face->hb = hb_face_create(blob, (unsigned)index);
	face->font = hb_font_create(face->hb);
	hb_blob_destroy(blob);
	return face;
}

/* Cut the list into its fields, in place. */
static void read_runs(struct floor *f, char *s, size_t n)
{
	int nlines = 0;

	for (size_t i = 0; i < n; i++) {
		nlines += s[i] == '\n';
	}
	f->runs = room((size_t)nlines, sizeof *f->runs);
	for (char *at = s, *end; f->nruns < nlines; at = end + 1) {
		struct run *r = &f->runs[f->nruns++];
		char *index = strchr(at, '\t');
		char *size = index ? strchr(index + 1, '\t') : NULL;
		r->text = size ? strchr(size + 1, '\t') : NULL;
		end = strchr(at, '\n');
		if (!r->text || r->text > end) {
			errno = EINVAL;
			fail("list");
		}
		*index = *end = '\0';
		r->face = map_face(f, at, atoi(index + 1));
		r->size = atoi(size + 1);
		r->len = (int)(end - ++r->text);
		r->latin = (unsigned char)*r->text < 0xe2;
	}
}

static void use(struct face *face, hb_codepoint_t gid)
{
	if (!face->used[gid]) {
		face->used[gid] = true;
		face->gids[face->ngids++] = (uint16_t)gid;
	}
}

static void shape(struct floor *f, size_t nbytes)
{
	hb_buffer_t *b = hb_buffer_create();
	uint16_t *to = f->gids = room(nbytes, sizeof *to);

	for (int i = 0; i < f->nruns; i++) {
		struct run *r = &f->runs[i];
		hb_buffer_clear_contents(b);
		hb_buffer_add_utf8(b, r->text, r->len, 0, r->len);
		hb_buffer_set_direction(b, HB_DIRECTION_LTR);
		hb_buffer_set_script(b, r->latin ? HB_SCRIPT_LATIN : HB_SCRIPT_HAN);
		hb_buffer_set_language(b, hb_language_from_string(r->latin ? "en" : "zh-Hans", -1));
		hb_shape(r->face->font, b, NULL, 0);
		const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(b, &r->ngids);
		r->gids = to;
		if (r->ngids > f->gids + nbytes - to) {
			r->ngids = (unsigned)(f->gids + nbytes - to);
		}
		for (unsigned k = 0; k < r->ngids; k++) {
			*to++ = (uint16_t)info[k].codepoint;
			use(r->face, info[k].codepoint & 0xffff);
		}
	}
	hb_buffer_destroy(b);
}

/* The tables of a font program. hb-subset walks through the others even to
   drop them, so that it is the faster for not seeing them. */
static hb_blob_t *reference_table(hb_face_t *bare, hb_tag_t tag, void *face)
{
	static const char tables[] = "CFF glyfheadhheahmtxlocamaxp";

	(void)bare;
	for (const char *t = tables; *t; t += 4) {
		if (HB_TAG(t[0], t[1], t[2], t[3]) == tag) {
			return hb_face_reference_table(face, tag);
		}
	}
	return hb_blob_get_empty();
}

static hb_subset_plan_t *plan(const struct face *face)
{
	hb_face_t *bare = hb_face_create_for_tables(reference_table, face->hb, NULL);
	hb_subset_input_t *in = hb_subset_input_create_or_fail();
	hb_subset_plan_t *p;

	hb_subset_input_set_flags(in,
			HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_DESUBROUTINIZE |
					HB_SUBSET_FLAGS_NOTDEF_OUTLINE);
	for (unsigned i = 0; i < face->ngids; i++) {
		hb_set_add(hb_subset_input_glyph_set(in), face->gids[i]);
	}
	p = hb_subset_plan_create_or_fail(bare, in);
	hb_subset_input_destroy(in);
	hb_face_destroy(bare);
	return p;
}

/* A subset CFF keeps its CIDs, which in the faces that have CFF here are the
   glyph numbers of the whole font; TrueType is numbered anew. */
static void number_glyphs(struct face *face, hb_subset_plan_t *p, bool cff)
{
	const hb_map_t *new_gids = hb_subset_plan_old_to_new_glyph_mapping(p);

	for (unsigned i = 0; i < face->ngids; i++) {
		hb_codepoint_t g = face->gids[i];
		face->cids[g] = (uint16_t)(cff ? g : hb_map_get(new_gids, g));
	}
}

/* libharu calls it when it writes the dictionary. */
static HPDF_STATUS write_entries(HPDF_Dict d, HPDF_Stream to)
{
	return HPDF_Stream_WriteStr(to, d->attr);
}

static void set_entries(HPDF_Dict d, const char *entries)
{
	d->attr = strdup(entries);
	d->write_fn = write_entries;
}

static HPDF_Dict new_dict(struct floor *f, const char *entries)
{
	HPDF_Dict d = HPDF_Dict_New(f->doc->mmgr);

	if (!d || HPDF_Xref_Add(f->doc->xref, d) != HPDF_OK) {
		fail("libharu");
	}
	set_entries(d, entries);
	return d;
}

static unsigned number(HPDF_Dict d)
{
	return d->header.obj_id & 0xffffff;
}

/* Make bytes, deflated, what the stream object holds. */
static void set_stream(struct floor *f, HPDF_Dict d, const void *bytes, size_t n, int level)
{
	size_t bound = deflateBound(&f->zip, n);
	Bytef *out = room(bound, 1);

	if (deflateReset(&f->zip) != Z_OK ||
			deflateParams(&f->zip, level, Z_DEFAULT_STRATEGY) != Z_OK) {
		fail("zlib");
	}
	f->zip.next_in = (z_const Bytef *)bytes;
	f->zip.avail_in = (uInt)n;
	f->zip.next_out = out;
	f->zip.avail_out = (uInt)bound;
	if (deflate(&f->zip, Z_FINISH) != Z_STREAM_END) {
		fail("zlib");
	}
	HPDF_Stream_Free(d->stream);
	d->stream = HPDF_MemStream_New(f->doc->mmgr, (HPDF_UINT)f->zip.total_out);
	HPDF_Stream_Write(d->stream, out, (HPDF_UINT)f->zip.total_out);
	free(out);
}

static HPDF_Dict add_program(struct floor *f, hb_face_t *cut, bool *cff)
{
	HPDF_Dict d = HPDF_DictStream_New(f->doc->mmgr, f->doc->xref);
	hb_blob_t *blob = hb_face_reference_table(cut, HB_TAG('C', 'F', 'F', ' '));
	char entries[80];
	unsigned n;
	const char *s = hb_blob_get_data(blob, &n);

	*cff = n > 0;
	if (!*cff) {
		hb_blob_destroy(blob);
		blob = hb_face_reference_blob(cut);
		s = hb_blob_get_data(blob, &n);
	}
	set_stream(f, d, s, n, PROGRAM_LEVEL);
	snprintf(entries, sizeof entries, "/Filter /FlateDecode\n");
	if (*cff) {
		strcat(entries, "/Subtype /CIDFontType0C\n");
	} else {
		snprintf(entries + strlen(entries), 40, "/Length1 %u\n", n);
	}
	set_entries(d, entries);
	hb_blob_destroy(blob);
	return d;
}

static HPDF_Dict add_descriptor(struct floor *f, int i, HPDF_Dict program, bool cff)
{
	char entries[400];

	snprintf(entries, sizeof entries,
			"/Type /FontDescriptor\n/FontName /AAAAAA+F%d\n/Flags 4\n"
			"/FontBBox [0 -200 1000 900]\n/ItalicAngle 0\n/Ascent 900\n/Descent -200\n"
			"/CapHeight 700\n/StemV 80\n/FontFile%c %u 0 R\n",
			i, cff ? '3' : '2', number(program));
	return new_dict(f, entries);
}

/* Most glyphs of a Chinese face are an em wide; the others are listed. */
static HPDF_Dict add_cidfont(struct floor *f, int i, HPDF_Dict descriptor, bool cff)
{
	const struct face *face = f->faces[i];
	int upem = (int)hb_face_get_upem(face->hb);
	char *s = room(400 + 24 * (size_t)face->ngids, 1);
	HPDF_Dict d;
	int n = sprintf(s,
			"/Type /Font\n/Subtype /CIDFontType%c\n/BaseFont /AAAAAA+F%d\n"
			"/CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>>\n"
			"/FontDescriptor %u 0 R\n/DW 1000\n%s/W [",
			cff ? '0' : '2', i, number(descriptor),
			cff ? "" : "/CIDToGIDMap /Identity\n");

	for (unsigned k = 0; k < face->ngids; k++) {
		int wid = hb_font_get_glyph_h_advance(face->font, face->gids[k]) * 1000 / upem;
		if (wid != 1000) {
			n += sprintf(s + n, "%u [%d] ", face->cids[face->gids[k]], wid);
		}
	}
	strcpy(s + n, "]\n");
	d = new_dict(f, s);
	free(s);
	return d;
}

static void add_font(struct floor *f, int i)
{
	struct face *face = f->faces[i];
	hb_subset_plan_t *p = plan(face);
	hb_face_t *cut = p ? hb_subset_plan_execute_or_fail(p) : NULL;
	char entries[200];
	bool cff;
	HPDF_Dict d;

	if (!cut) {
		fail(face->file);
	}
	d = add_program(f, cut, &cff);
	number_glyphs(face, p, cff);
	d = add_cidfont(f, i, add_descriptor(f, i, d, cff), cff);
	snprintf(entries, sizeof entries,
			"/Type /Font\n/Subtype /Type0\n/BaseFont /AAAAAA+F%d%s\n"
			"/Encoding /Identity-H\n/DescendantFonts [%u 0 R]\n",
			i, cff ? "-Identity-H" : "", number(d));
	face->type0 = new_dict(f, entries);
	hb_face_destroy(cut);
	hb_subset_plan_destroy(p);
}

static char *print_hex(char *to, uint16_t v)
{
	for (int shift = 12; shift >= 0; shift -= 4) {
		*to++ = "0123456789ABCDEF"[v >> shift & 15];
	}
	return to;
}

static int font_number(const struct floor *f, const struct face *face)
{
	int i = 0;

	while (f->faces[i] != face) {
		i++;
	}
	return i;
}

/* The runs [from, to), a line each. */
static void add_page(struct floor *f, int from, int to)
{
	HPDF_Page page = HPDF_AddPage(f->doc);
	HPDF_PageAttr attr;
	size_t cap = 100, n = 0;
	char fonts[MAX_FACES * 24] = "/Font <<", *s;

	if (!page) {
		fail("libharu");
	}
	for (int i = from; i < to; i++) {
		cap += 100 + 4 * (size_t)f->runs[i].ngids;
	}
	s = room(cap, 1);
	n = (size_t)sprintf(s, "BT\n");
	for (int i = from; i < to; i++) {
		const struct run *r = &f->runs[i];
		n += (size_t)sprintf(s + n, "/F%d %d Tf 1 0 0 1 74 %d Tm <",
				font_number(f, r->face), r->size, 780 - (i - from) * 14);
		for (unsigned k = 0; k < r->ngids; k++) {
			n = (size_t)(print_hex(s + n, r->face->cids[r->gids[k]]) - s);
		}
		n += (size_t)sprintf(s + n, "> Tj\n");
	}
	n += (size_t)sprintf(s + n, "ET\n");
	attr = page->attr;
	set_stream(f, attr->contents, s, n, CONTENT_LEVEL);
	attr->stream = attr->contents->stream;
	set_entries(attr->contents, "/Filter /FlateDecode\n");
	for (int i = 0; i < f->nfaces; i++) {
		sprintf(fonts + strlen(fonts), "/F%d %u 0 R ", i, number(f->faces[i]->type0));
	}
	strcat(fonts, ">>\n");
	set_entries(HPDF_Dict_GetItem(page, "Resources", HPDF_OCLASS_DICT), fonts);
	free(s);
}

static HPDF_STATUS write_bytes(HPDF_Stream stream, const HPDF_BYTE *bytes, HPDF_UINT n)
{
	return fwrite(bytes, 1, n, stream->attr) == n ? HPDF_OK : HPDF_FILE_IO_ERROR;
}

static void save(struct floor *f, const char *path)
{
	char temp[4096];
	FILE *file;

	snprintf(temp, sizeof temp, "%s.floor", path);
	file = fopen(temp, "wb");
	if (!file || setvbuf(file, NULL, _IOFBF, 1 << 20) != 0) {
		fail(temp);
	}
	f->doc->stream = HPDF_CallbackWriter_New(f->doc->mmgr, write_bytes, file);
	f->doc->pdf_version = HPDF_VER_17;
	if (HPDF_SaveToStream(f->doc) != HPDF_OK || fflush(file) != 0 || fsync(fileno(file)) != 0 ||
			fclose(file) != 0 || rename(temp, path) != 0) {
		fail(path);
	}
}

int main(int argc, char **argv)
{
	struct floor f = { 0 };
	size_t n;
	char *list;

	if (argc != 3) {
		fputs("usage: floor LIST OUT.pdf\n", stderr);
		return 2;
	}
	list = read_list(argv[1], &n);
	read_runs(&f, list, n);
	shape(&f, n);
	f.doc = HPDF_NewEx(NULL, NULL, NULL, 0, NULL);
	if (!f.doc || deflateInit(&f.zip, PROGRAM_LEVEL) != Z_OK) {
		fail("libharu");
	}
	for (int i = 0; i < f.nfaces; i++) {
		add_font(&f, i);
	}
	for (int i = 0; i < f.nruns; i += LINES_A_PAGE) {
		add_page(&f, i, i + LINES_A_PAGE < f.nruns ? i + LINES_A_PAGE : f.nruns);
	}
	save(&f, argv[2]);
	return 0; /* the system frees all of it faster */
}
