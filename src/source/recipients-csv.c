/* recipients-csv: recipients.csv, as RFC 4180 has it and as table programs
   write it. The first row names the columns, in any order. */

#include "base/buf.h"
#include "source/recipients-imp.h"
#include "text/convert.h"

struct csv {
	struct roll *roll;
	struct checked t;
	size_t at;
	char separator;
	VEC(struct cell) cells;  /* of the row at hand */
	VEC(enum field) columns; /* FIELDS: a column that is none */
	const char *names[FIELDS];
};

/* What the columns may be called, the usual name first; letters small, without
   space, - and _. */
static const char *const titles[FIELDS] = {
	[FIELD_TIER] = "层级 级别 类别 报发送 tier",
	[FIELD_ORGANISATION] = "单位 单位名称 收件单位 organisation organization",
	[FIELD_HONORIFIC] = "称呼 称谓 敬称 honorific",
	[FIELD_CONTACT] = "联系人 收件人 姓名 contact",
	[FIELD_EMAIL] = "邮箱 电子邮箱 电子邮件 邮件地址 email emails",
	[FIELD_DELIVERY] = "方式 投递方式 发行方式 delivery",
	[FIELD_COPIES] = "份数 copies",
	[FIELD_ADDRESS] = "地址 通信地址 通讯地址 邮寄地址 address",
	[FIELD_POSTCODE] = "邮编 邮政编码 postcode",
	[FIELD_PHONE] = "电话 联系电话 手机 phone telephone",
	[FIELD_FROM] = "起 开始 起始日期 开始日期 from",
	[FIELD_TO] = "止 结束 截止日期 结束日期 to",
	[FIELD_NOTE] = "备注 说明 note notes",
};

static struct reader *reader_of(struct csv *k)
{
	return &k->roll->r;
}

/* The coding. Of the three tiers' names one at least stands in every row, and
   none of them is UTF-8 where it is written in GBK; so that a file that is
   UTF-8 throughout is no GBK, and one that spells a tier in UTF-8 is UTF-8 with
   something broken in it. */
static enum coding find_coding(struct slice bytes, size_t *mark)
{
	enum coding coding = CODING_UTF8;

	*mark = 0;
	if (!coding_marked(bytes, &coding, mark) && !is_utf8(bytes) && !strstr(bytes.s, "报") &&
			!strstr(bytes.s, "发") && !strstr(bytes.s, "送")) {
		coding = CODING_GB18030;
	}
	return coding;
}

static void say_broken(struct csv *k, enum coding coding, struct slice good)
{
	struct span span = { k->roll->file, 1, 1 };

	for (size_t i = 0; i < good.n; i++) {
		span.col += ((unsigned char)good.s[i] & 0xc0) != 0x80;
		if (good.s[i] == '\n') {
			span.line++;
			span.col = 1;
		}
	}
	diag_add(reader_of(k)->d, DIAG_CODING_BROKEN, span,
			coding == CODING_GB18030 ? "UTF-8, GBK, GB18030" : "UTF-16");
}

/* The file as checked UTF-8; false, with a diagnostic, where it can't be read. */
static bool read_text(struct csv *k, struct slice bytes)
{
	size_t mark;
	enum coding coding = find_coding(bytes, &mark);
	struct slice all = { bytes.s + mark, bytes.n - mark };

	/* UTF-8 that is broken is complained of by check_text, as in all files */
	if (coding == CODING_UTF8) {
		all = bytes;
	} else if (!convert_text(reader_of(k)->a, coding, all, &all)) {
		say_broken(k, coding, all);
		return false;
	}
	return check_text(reader_of(k)->a, reader_of(k)->d, k->roll->file, all, &k->t);
}

/* Table programs of other countries divide by ; and their text files by tabs:
   what stands most often in the first row. */
static char guess_separator(const struct checked *t, size_t at)
{
	static const char known[] = ",;\t";
	int counts[sizeof known] = { 0 }, best = 0;
	bool quoted = false;

	for (; at < t->n && (quoted || t->s[at] != '\n'); at++) {
		const char *c = strchr(known, t->s[at]);
		quoted ^= t->s[at] == '"';
		if (c && *c && !quoted) {
			counts[c - known]++;
		}
	}
	for (int i = 1; known[i]; i++) {
		best = counts[i] > counts[best] ? i : best;
	}
	return known[best];
}

/* "sep=;" in a line of its own is a table program's way to say it. */
static void find_separator(struct csv *k)
{
	const char *s = k->t.s;

	if (strncmp(s, "sep=", 4) == 0 && s[4] && strchr(",;\t", s[4]) && s[5] == '\n') {
		k->separator = s[4];
		k->at = 6;
	} else {
		k->separator = guess_separator(&k->t, 0);
	}
}

/* Length of the space at s, of whatever width. */
static size_t space_at(const char *s)
{
	return *s == ' '                                 ? 1
			: strncmp(s, "\xc2\xa0", 2) == 0 ? 2
			: strncmp(s, "　", 3) == 0       ? 3
							 : 0;
}

/* Drop the spaces around what c holds. Behind it stands a character that is no
   space. */
static void trim(struct cell *c)
{
	size_t space, end = 0;

	while ((space = space_at(c->s)) > 0) {
		c->s += space;
		c->n -= space;
		c->at += space;
	}
	for (size_t i = 0; i < c->n; i += space ? space : 1) {
		space = space_at(c->s + i);
		end = space ? end : i + 1;
	}
	c->n = end;
}

static bool ends_cell(const struct csv *k)
{
	char c = k->at < k->t.n ? k->t.s[k->at] : '\n';

	return c == k->separator || c == '\n';
}

static void say_stray(struct csv *k)
{
	diag_add0(reader_of(k)->d, DIAG_CSV_QUOTE_STRAY, checked_place(&k->t, k->at));
}

static void read_plain(struct csv *k, struct cell *c)
{
	size_t from = k->at;
	bool said = false;

	for (; !ends_cell(k); k->at++) {
		if (k->t.s[k->at] == '"' && !said) {
			say_stray(k);
			said = true;
		}
	}
	c->at = from;
	c->n = k->at - from;
	c->s = k->t.s + from;
}

/* From behind the opening quote; false, with a diagnostic, where it has no end. */
static bool read_quoted(struct csv *k, struct cell *c)
{
	struct buf b = { 0 };
	const char *s = k->t.s;
	size_t from = k->at;

	while (k->at < k->t.n && (s[k->at] != '"' || s[k->at + 1] == '"')) {
		k->at += s[k->at] == '"';
		buf_byte(&b, s[k->at++]);
	}
	c->at = from;
	c->quoted = true;
	c->n = b.n;
	c->s = arena_copy(reader_of(k)->a, b.s ? b.s : "", b.n);
	buf_done(&b);
	if (k->at == k->t.n) {
		diag_add0(reader_of(k)->d, DIAG_CSV_QUOTE, checked_place(&k->t, from - 1));
		return false;
	}
	for (k->at++; k->t.s[k->at] == ' '; k->at++) {
	}
	if (!ends_cell(k)) {
		say_stray(k);
	}
	while (!ends_cell(k)) {
		k->at++;
	}
	return true;
}

static bool read_cell(struct csv *k)
{
	struct cell *c = vec_push(reader_of(k)->a, &k->cells);
	size_t spaces = strspn(k->t.s + k->at, " ");
	bool ok = true;

	*c = (struct cell){ .in = &k->t };
	if (k->t.s[k->at + spaces] == '"') {
		k->at += spaces + 1;
		ok = read_quoted(k, c);
	} else {
		read_plain(k, c);
	}
	trim(c);
	c->s = arena_copy(reader_of(k)->a, c->s, c->n);
	return ok;
}

/* The next row; false where there is none, or the rest can't be read. */
static bool next_row(struct csv *k)
{
	k->cells.n = 0;
	if (k->at >= k->t.n) {
		return false;
	}
	for (;;) {
		if (!read_cell(k)) {
			return false;
		}
		if (k->at >= k->t.n || k->t.s[k->at] == '\n') {
			k->at += k->at < k->t.n;
			return true;
		}
		k->at++;
	}
}

static bool is_blank(const struct csv *k)
{
	bool blank = true;

	for (int i = 0; i < k->cells.n; i++) {
		blank &= k->cells.at[i].n == 0;
	}
	return blank;
}

/* s as titles are compared: E-mail is email. */
static const char *plain_title(struct arena *a, const char *s)
{
	char *out = arena_alloc(a, strlen(s) + 1, 1);
	size_t n = 0;

	for (; *s; s++) {
		if (!strchr(" -_", *s)) {
			out[n++] = (char)(*s >= 'A' && *s <= 'Z' ? *s | 0x20 : *s);
		}
	}
	return out;
}

/* The titles one by one, NULL behind the last; of[i] is the i-th one's field. */
struct known_titles {
	VEC(const char *) at;
	VEC(enum field) of;
};

static void list_titles(struct arena *a, struct known_titles *out)
{
	for (int f = 0; f < FIELDS; f++) {
		for (const char *s = titles[f]; *s; s += s[0] == ' ') {
			size_t n = strcspn(s, " ");
			*vec_push(a, &out->at) = arena_copy(a, s, n);
			*vec_push(a, &out->of) = (enum field)f;
			s += n;
		}
	}
	*vec_push(a, &out->at) = NULL;
}

static enum field find_title(const struct known_titles *known, const char *title)
{
	for (int i = 0; i < known->of.n; i++) {
		if (strcmp(known->at.at[i], title) == 0) {
			return known->of.at[i];
		}
	}
	return FIELDS;
}

/* "层级" */
static const char *usual_title(struct arena *a, enum field f)
{
	return arena_copy(a, titles[f], strcspn(titles[f], " "));
}

/* "层级 tier, 单位 organisation, …" */
static const char *all_titles(struct arena *a)
{
	struct buf b = { 0 };
	const char *s;

	for (int f = 0; f < FIELDS; f++) {
		buf_print(&b, "%s%s %s", f ? ", " : "", usual_title(a, (enum field)f),
				field_name((enum field)f));
	}
	s = arena_copy(a, b.s, b.n);
	buf_done(&b);
	return s;
}

/* Say that a column is none. The one that seems to be meant stands for it, so
   as to say only what helps. */
static enum field say_unknown(struct csv *k, const struct known_titles *known, const struct cell *c,
		const char *title)
{
	struct reader *r = reader_of(k);
	const char *near = c->n ? schema_nearest(title, known->at.at) : NULL;

	if (near) {
		diag_add(r->d, DIAG_COLUMN_UNKNOWN_NEAR, cell_span(c, 0), c->s, near);
		return find_title(known, near);
	}
	diag_add(r->d, DIAG_COLUMN_UNKNOWN, cell_span(c, 0), c->s, all_titles(r->a));
	return FIELDS;
}

static void name_column(struct csv *k, const struct known_titles *known, const struct cell *c)
{
	const char *title = plain_title(reader_of(k)->a, c->s);
	enum field f = find_title(known, title);

	if (f == FIELDS) {
		f = say_unknown(k, known, c, title);
	}
	if (f != FIELDS && k->names[f]) {
		diag_add(reader_of(k)->d, DIAG_COLUMN_TWICE, cell_span(c, 0), c->s);
		f = FIELDS;
	}
	if (f != FIELDS) {
		k->names[f] = c->s;
	}
	*vec_push(reader_of(k)->a, &k->columns) = f;
}

static bool names_any(struct csv *k, const struct known_titles *known)
{
	bool any = false;

	for (int i = 0; i < k->cells.n; i++) {
		const char *title = plain_title(reader_of(k)->a, k->cells.at[i].s);
		any |= find_title(known, title) != FIELDS;
	}
	return any;
}

/* The first row; false, with a diagnostic, where it is no head. */
static bool read_head(struct csv *k)
{
	struct reader *r = reader_of(k);
	struct known_titles known = { 0 };
	struct span span = { k->roll->file, 1, 0 };
	int n;

	list_titles(r->a, &known);
	if (!next_row(k) || !names_any(k, &known)) {
		diag_add(r->d, DIAG_CSV_HEAD, span, all_titles(r->a));
		return false;
	}
	for (n = k->cells.n; !k->cells.at[n - 1].n; n--) {
	}
	span = checked_place(&k->t, k->cells.at[0].at);
	for (int i = 0; i < n; i++) {
		name_column(k, &known, &k->cells.at[i]);
	}
	for (int f = 0; f < FIELDS; f++) {
		if (!k->names[f] && field_required((enum field)f)) {
			span.col = 0;
			diag_add(r->d, DIAG_COLUMN_MISSING, span, usual_title(r->a, (enum field)f),
					field_name((enum field)f));
		}
	}
	return true;
}

/* What stands behind the last column was most likely cut off by a separator
   in a field before it. */
static bool fits(struct csv *k)
{
	const char separator[] = { k->separator, '\0' };

	for (int i = k->columns.n; i < k->cells.n; i++) {
		if (k->cells.at[i].n) {
			diag_add(reader_of(k)->d, DIAG_CSV_WIDE, cell_span(&k->cells.at[i], 0),
					separator);
			return false;
		}
	}
	return true;
}

static void take_row(struct csv *k, size_t from)
{
	struct row row = { .nemails = 1, .span = checked_place(&k->t, from) };

	for (int f = 0; f < FIELDS; f++) {
		row.cells[f] = (struct cell){ .s = "", .in = &k->t, .at = from };
		row.names[f] = k->names[f] ? k->names[f] : field_name((enum field)f);
	}
	for (int i = 0; i < k->columns.n && i < k->cells.n; i++) {
		if (k->columns.at[i] != FIELDS) {
			row.cells[k->columns.at[i]] = k->cells.at[i];
		}
	}
	row.emails = &row.cells[FIELD_EMAIL];
	roll_add(k->roll, &row);
}

void recipients_read_csv(struct roll *roll, struct slice bytes)
{
	struct csv k = { .roll = roll };
	int errors;
	size_t from;

	if (!read_text(&k, bytes)) {
		return;
	}
	errors = diags_count(roll->r.d, DIAG_ERROR);
	find_separator(&k);
	if (!read_head(&k) || diags_count(roll->r.d, DIAG_ERROR) > errors) {
		return;
	}
	while (!roll->full && (from = k.at, next_row(&k))) {
		if (!is_blank(&k) && fits(&k)) {
			take_row(&k, from);
		}
	}
}
