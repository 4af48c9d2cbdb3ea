/* The writers of headers, bodies and files. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "model/mail.h"
#include "send/mime-imp.h"

static void base64_is(const char *s, const char *code)
{
	char out[256];
	size_t n = base64_size(strlen(s));

	assert_int_equal(n, strlen(code));
	base64_write(out, s, strlen(s));
	assert_memory_equal(out, code, n);
}

/* RFC 4648 10, and the ends of lines. */
static void test_base64(void **state)
{
	(void)state;
	base64_is("", "");
	base64_is("f", "Zg==\r\n");
	base64_is("fo", "Zm8=\r\n");
	base64_is("foo", "Zm9v\r\n");
	base64_is("foobar", "Zm9vYmFy\r\n");
	base64_is("000000000000000000000000000000000000000000000000000000000",
			"MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMD"
			"Aw\r\n");
	base64_is("0000000000000000000000000000000000000000000000000000000000",
			"MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMD"
			"Aw\r\n"
			"MA==\r\n");
}

static void test_quoted_printable(void **state)
{
	struct buf b = { 0 };
	static const char text[] = "a = b \n\ttab\t\n"
				   "a line that is as long as a line may be before it has to be "
				   "divided, so here it goes on\n";

	(void)state;
	text_encode(&b, text, sizeof text - 1);
	assert_string_equal(b.s,
			"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
			"a =3D b=20\r\n\ttab=09\r\n"
			"a line that is as long as a line may be before it has to be divided, so "
			"her=\r\n"
			"e it goes on\r\n\r\n");
	buf_done(&b);
}

/* Whether a token kills the program. */
static bool dies(const char *token, size_t n)
{
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		struct buf b = { 0 };
		struct header h = { .out = &b };
		close(2);
		signal(SIGABRT, SIG_DFL);
		header_begin(&h, "Subject");
		header_token(&h, token, n);
		_exit(0);
	}
	assert_true(child > 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	return !WIFEXITED(status) || WEXITSTATUS(status) != 0;
}

static void test_injection(void **state)
{
	(void)state;
	assert_false(dies("fine", 4));
	for (int c = 0; c < 256; c++) {
		char token[2] = { 'a', (char)c };
		if (c < ' ' || c > '~') {
			assert_true(dies(token, 2));
		}
	}
}

/* Control characters of a text end no line. */
static void test_text_injection(void **state)
{
	struct buf b = { 0 };
	struct header h = { .out = &b };

	(void)state;
	header_begin(&h, "Subject");
	header_text(&h, "a\r\nBcc: b@example.org");
	header_end(&h);
	assert_string_equal(b.s, "Subject: =?UTF-8?B?YSAgQmNjOiBiQGV4YW1wbGUub3Jn?=\r\n");
	buf_done(&b);
}

static void test_date(void **state)
{
	struct buf b = { 0 };

	(void)state;
	header_date(&b, (struct message_date){ 0, 480 });
	header_date(&b, (struct message_date){ 951782399, -570 });
	assert_string_equal(b.s,
			"Date: Thu, 1 Jan 1970 08:00:00 +0800\r\n"
			"Date: Mon, 28 Feb 2000 14:29:59 -0930\r\n");
	buf_done(&b);
}

static void test_template(void **state)
{
	static const struct field fields[] = { { "a", "" }, { "b", "{a}<" }, { 0 } };
	struct arena *a = arena_new();

	(void)state;
	assert_string_equal(template_fill(a, "{a|b}x{b}", fields), "{a}<x{a}<");
	assert_string_equal(template_fill(a, "{none}{a}", fields), "");
	assert_string_equal(template_fill(a, "{b", fields), "{b");
	arena_free(a);
}

static void test_address(void **state)
{
	static const char *const good[] = { "a@b.example.org", "a.b+c@example.org",
		"root@localhost", "a@xn--fiqs8s.example.org" };
	static const char *const bad[] = { "", "a", "@b", "a@", "a@b@c", ".a@b", "a.@b", "a..b@c",
		"a b@c", "a@b c", "a@b..c", "a@.b", "a@b.", "a@-b", "a@b\r\n", "a\r\n@b", "a@中",
		"\"a\"@b", "a@[127.0.0.1]", "a,b@c", "a>@b" };

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		assert_true(mail_address(good[i]));
	}
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		assert_false(mail_address(bad[i]));
	}
}

/* A full disk, a folder that is not there: said, and nothing left behind. */
static void test_failures(void **state)
{
	static const struct slice pieces[] = { { "a: b\r\n", 6 }, { "\r\n", 2 }, { "c\r\n", 3 } };
	const struct message m = { .id = "x@example.org", .n = 11, .pieces = pieces, .npieces = 3 };
	int full = open("/dev/full", O_WRONLY);

	(void)state;
	errno = 0;
	assert_false(message_save(&m, "/dev/full"));
	assert_int_equal(errno, ENOSPC);
	assert_true(full >= 0);
	errno = 0;
	assert_false(message_write(&m, full));
	assert_int_equal(errno, ENOSPC);
	close(full);
	errno = 0;
	assert_false(maildir_deliver("/nonexistent/box", &m));
	assert_int_equal(errno, ENOENT);
	errno = 0;
	assert_false(maildir_make("/dev/null"));
	assert_int_equal(errno, ENOTDIR);
	assert_false(maildir_holds("/nonexistent/box", &m));
}

/* Any portions give the same bytes; it may be begun again in the middle. */
static void test_reader(void **state)
{
	static const struct slice pieces[] = { { "abc", 3 }, { "", 0 }, { "defgh", 5 },
		{ "i", 1 } };
	const struct message m = { .n = 9, .pieces = pieces, .npieces = 4 };

	(void)state;
	for (size_t room = 1; room < 12; room++) {
		struct message_reader r = { .message = &m };
		char out[16] = "", again[16] = "";
		size_t n = 0, part;
		while ((part = message_read(out + n, 1, n + room > 15 ? 15 - n : room, &r)) > 0) {
			n += part;
		}
		assert_string_equal(out, "abcdefghi");
		r = (struct message_reader){ .message = &m };
		message_read(again, 1, 4, &r);
		assert_string_equal(again, "abcd");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_base64),
		cmocka_unit_test(test_quoted_printable),
		cmocka_unit_test(test_injection),
		cmocka_unit_test(test_text_injection),
		cmocka_unit_test(test_date),
		cmocka_unit_test(test_template),
		cmocka_unit_test(test_address),
		cmocka_unit_test(test_failures),
		cmocka_unit_test(test_reader),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
