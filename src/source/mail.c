/* mail: issues/mail.yaml → who sends, and what the messages say. */

#include <strings.h>

#include "base/i18n.h"
#include "model/mail.h"
#include "source/schema-imp.h"
#include "source/source.h"

#define FILE_NAME     "mail.yaml"
#define LIMITS_MAX    1000
#define LINES_MAX     20
#define MEGABYTE      ((size_t)1000000)
#define MEGABYTES_MAX 1000 /* megabytes of a message; a server that takes more is unheard of */

/* What is looked at once more when it is read. */
struct reading {
	struct mail_settings mail;
	int size;
	const struct node *address, *reply_to, *list_id, *limits, *closing;
};

#define AT(member) .offset = offsetof(struct reading, member)
#define FORM(n, m, w)                                                              \
	{                                                                          \
		.name = n, .type = VALUE_FORM, AT(m), .words = w, .optional = true \
	}
#define NAME    N_("a name such as bulletin.example.org")
#define ADDRESS N_("a mail address such as name@example.org")
#define LINES   N_("a list of lines, such as [\"{publisher}\", \"{year}年{month}月{day}日\"]")
#define LIMITS \
	N_("a list whose entries say for: and size:, such as ‘- {for: example.org, size: 10}’")

static const struct key from_keys[] = {
	{ .name = "name", .type = VALUE_WORD, AT(mail.name) },
	{ .name = "address", .type = VALUE_FILE, AT(address), .words = ADDRESS },
	{ 0 },
};

static const struct key greeting_keys[] = {
	FORM("报", mail.greetings[TIER_REPORT], MAIL_WORDS),
	FORM("发", mail.greetings[TIER_DISTRIBUTE], MAIL_WORDS),
	FORM("送", mail.greetings[TIER_SEND], MAIL_WORDS),
	{ 0 },
};

static const struct key text_keys[] = {
	FORM("报", mail.texts[TIER_REPORT], MAIL_WORDS),
	FORM("发", mail.texts[TIER_DISTRIBUTE], MAIL_WORDS),
	FORM("送", mail.texts[TIER_SEND], MAIL_WORDS),
	{ 0 },
};

static const struct key keys[] = {
	{ .name = "from", .type = VALUE_MAP, .keys = from_keys },
	{ .name = "reply-to",
			.type = VALUE_FILE,
			AT(reply_to),
			.words = ADDRESS,
			.optional = true },
	{ .name = "list-id", .type = VALUE_FILE, AT(list_id), .words = NAME },
	FORM("subject", mail.subject, MAIL_ISSUE_WORDS),
	FORM("file-name", mail.file_name, MAIL_ISSUE_WORDS),
	{ .name = "greeting", .type = VALUE_MAP, .keys = greeting_keys, .optional = true },
	{ .name = "text", .type = VALUE_MAP, .keys = text_keys, .optional = true },
	FORM("attached", mail.attached, MAIL_ISSUE_WORDS),
	FORM("link-text", mail.link_text, MAIL_ISSUE_WORDS),
	FORM("link", mail.link, MAIL_LINK_WORDS),
	{ .name = "contents", .type = VALUE_WORD, AT(mail.contents), .optional = true },
	FORM("page", mail.page, "page"),
	{ .name = "closing", .type = VALUE_LIST, AT(closing), .words = LINES, .optional = true },
	{ .name = "size",
			.type = VALUE_WHOLE,
			AT(size),
			.min = 1,
			.max = MEGABYTES_MAX,
			.optional = true },
	{ .name = "limits", .type = VALUE_LIST, AT(limits), .words = LIMITS, .optional = true },
	{ 0 },
};

/* A bulletin of an association writes so; mail.yaml may write otherwise. */
static const struct reading defaults = {
	.mail = {
		.reply_to = "",
		.subject = "《{title}》{year}年第{number}期（总第{total}期）",
		.file_name = "{title}{year}年第{number}期（总第{total}期）",
		.greetings = {
			[TIER_REPORT] = "尊敬的{honorific|organisation}：",
			[TIER_DISTRIBUTE] = "各会员单位：",
			[TIER_SEND] = "{organisation}：",
		},
		.texts = {
			[TIER_REPORT] = "现呈上《{title}》{year}年第{number}期（总第{total}期），请审阅指正。",
			[TIER_DISTRIBUTE] = "《{title}》{year}年第{number}期（总第{total}期）已经印发，请查收。",
			[TIER_SEND] = "现寄上《{title}》{year}年第{number}期（总第{total}期），请惠存指正。",
		},
		.attached = "电子版见附件。",
		.link_text = "附件超过收件邮箱的大小限制，没有随信附上，请从这里下载：",
		.link = "",
		.contents = "本期目录",
		.page = "（第{page}页）",
	},
	.size = 20,
};

static const char *const closing_lines[] = { "{publisher}", "{year}年{month}月{day}日" };

/* The text of v, for which fits holds; "" with a diagnostic where it does not. */
static const char *checked_word(struct reader *r, const struct node *v, const char *path,
		bool (*fits)(const char *), const char *wanted)
{
	const char *s;

	if (!v) {
		return "";
	}
	s = yaml_text(r, v).s;
	if (!s || !fits(s)) {
		schema_bad_value(r, v, path, _(wanted));
		return "";
	}
	return s;
}

static bool is_whom(const char *s)
{
	return mail_address(s) || mail_domain(s);
}

/* RFC 2919 3: two labels at least. */
static bool is_list_id(const char *s)
{
	return mail_domain(s) && strchr(s, '.');
}

struct entry {
	const struct node *whom;
	int size;
};

static const struct key limit_keys[] = {
	{ .name = "for",
			.type = VALUE_FILE,
			.offset = offsetof(struct entry, whom),
			.words = ADDRESS },
	{ .name = "size",
			.type = VALUE_WHOLE,
			.offset = offsetof(struct entry, size),
			.min = 1,
			.max = MEGABYTES_MAX },
	{ 0 },
};

static int count(const struct node *list)
{
	int n = 0;

	for (const struct node *v = list ? list->first : NULL; v; v = v->next) {
		n++;
	}
	return n;
}

/* No more than max entries. */
static bool is_short(struct reader *r, const struct node *list, const char *path, int max)
{
	if (count(list) > max) {
		schema_wrong_type(r, list, path, arena_print(r->a, _("a list of at most %d"), max));
		return false;
	}
	return true;
}

static void read_limits(const struct schema *s, struct reading *m)
{
	struct mail_limit *limits;

	if (!is_short(s->r, m->limits, "limits", LIMITS_MAX)) {
		return;
	}
	limits = ARENA_ARRAY(s->r->a, struct mail_limit, count(m->limits));
	for (const struct node *v = m->limits ? m->limits->first : NULL; v; v = v->next) {
		struct entry e = { 0 };
		if (v->kind != NODE_MAP) {
			schema_wrong_type(s->r, v, "limits", _(LIMITS));
			continue;
		}
		schema_read(s, v, limit_keys, &e, "limits.");
		limits[m->mail.nlimits++] = (struct mail_limit){
			checked_word(s->r, e.whom, "limits.for", is_whom, ADDRESS),
			(size_t)e.size * MEGABYTE,
		};
	}
	m->mail.limits = limits;
}

static void read_closing(const struct schema *s, struct reading *m)
{
	static const struct key line = { .name = "closing",
		.type = VALUE_FORM,
		.words = MAIL_ISSUE_WORDS };
	const char **lines;

	if (!m->closing) {
		m->mail.closing = closing_lines;
		m->mail.nclosing = 2;
		return;
	}
	if (!is_short(s->r, m->closing, "closing", LINES_MAX)) {
		return;
	}
	lines = ARENA_ARRAY(s->r->a, const char *, count(m->closing));
	for (const struct node *v = m->closing->first; v; v = v->next) {
		lines[m->mail.nclosing] = "";
		schema_value(s, v, &line, &lines[m->mail.nclosing++], "closing");
	}
	m->mail.closing = lines;
}

/* A link of ASCII that programs know as one, and that ends where its line does. */
static bool is_link(const char *s)
{
	for (const char *c = s; *c; c++) {
		if (*c <= ' ' || *c > '~' || strchr("\"<>\\^`", *c)) {
			return false;
		}
	}
	return !*s || strncasecmp(s, "https://", 8) == 0 || strncasecmp(s, "http://", 7) == 0;
}

static void check_forms(struct reader *r, const struct node *tree, const struct mail_settings *m)
{
	if (!is_link(m->link)) {
		schema_bad_value(r, yaml_find(tree, "link"), "link",
				_("a web address such as https://www.example.org/{total}.pdf"));
	}
	if (!*m->subject) {
		schema_bad_value(r, yaml_find(tree, "subject"), "subject", _("some text"));
	}
	if (!*m->file_name) {
		schema_bad_value(r, yaml_find(tree, "file-name"), "file-name", _("some text"));
	}
}

/* The file as a map. NULL, with a diagnostic, where there is none. */
static const struct node *read_tree(struct reader *r, const char *path)
{
	struct checked *t = ARENA_NEW(r->a, struct checked);
	struct span file = { path, 0, 0 };
	struct slice bytes;
	enum file_result result = file_read(r->a, path, YAML_MAX, &bytes);
	const struct node *tree;

	if (result == FILE_ABSENT) {
		diag_add(r->d, DIAG_MAIL_SETTINGS_NONE, (struct span){ 0 }, path);
		return NULL;
	}
	reader_complain(r->d, result, path, YAML_MAX, file);
	if (result != FILE_OK || !check_text(r->a, r->d, path, bytes, t)) {
		return NULL;
	}
	tree = yaml_read(r, t, 0, t->n);
	if (tree && tree->kind != NODE_MAP) {
		schema_wrong_type(r, tree, FILE_NAME, _("a group of keys such as list-id: …"));
		return NULL;
	}
	return tree;
}

const struct mail_settings *source_mail(struct arena *a, const char *folder, struct diags *d)
{
	struct reader r = { .a = a, .d = d, .folder = folder };
	const struct schema s = { .r = &r };
	struct reading *m = ARENA_NEW(a, struct reading);
	int errors = diags_count(d, DIAG_ERROR);
	const struct node *tree = read_tree(&r, reader_beside(a, folder, FILE_NAME));

	if (!tree) {
		return NULL;
	}
	*m = defaults;
	schema_read(&s, tree, keys, m, "");
	m->mail.address = checked_word(&r, m->address, "from.address", mail_address, ADDRESS);
	m->mail.reply_to = checked_word(&r, m->reply_to, "reply-to", mail_address, ADDRESS);
	m->mail.list_id = checked_word(&r, m->list_id, "list-id", is_list_id, NAME);
	m->mail.limit = (size_t)m->size * MEGABYTE;
	read_limits(&s, m);
	read_closing(&s, m);
	check_forms(&r, tree, &m->mail);
	return diags_count(d, DIAG_ERROR) == errors ? &m->mail : NULL;
}
