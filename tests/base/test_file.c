/* base/file: reading within limits; output that appears whole or not at all. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <dirent.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/file.h"

/* Each test runs in an empty folder of its own. */
struct fixture {
	char folder[32];
	int back; /* the folder that we came from */
	struct arena *a;
};

static int enter(void **state)
{
	struct fixture *f = malloc(sizeof *f);

	if (!f) {
		return -1;
	}
	strcpy(f->folder, "/tmp/banxin-file-XXXXXX");
	f->back = open(".", O_RDONLY);
	f->a = arena_new();
	*state = f;
	return mkdtemp(f->folder) && chdir(f->folder) == 0 ? 0 : -1;
}

static void remove_entries(void)
{
	DIR *dir = opendir(".");

	for (struct dirent *e; dir && (e = readdir(dir));) {
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0) {
			remove(e->d_name);
		}
	}
	if (dir) {
		closedir(dir);
	}
}

static int leave(void **state)
{
	struct fixture *f = *state;
	int failed;

	remove_entries();
	failed = fchdir(f->back) || rmdir(f->folder);
	close(f->back);
	arena_free(f->a);
	free(f);
	return failed;
}

static void put(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

static void assert_holds(struct arena *a, const char *path, const char *text)
{
	struct slice s;

	assert_int_equal(file_read(a, path, 10000, &s), FILE_OK);
	assert_int_equal(s.n, strlen(text));
	assert_string_equal(s.s, text);
}

static int entries(void)
{
	DIR *dir = opendir(".");
	int n = -2; /* . and .. */

	assert_non_null(dir);
	while (readdir(dir)) {
		n++;
	}
	closedir(dir);
	return n;
}

static void reading_has_a_limit(void **state)
{
	struct fixture *f = *state;
	struct slice s = { "untouched", 9 };

	put("a", "12345");
	assert_int_equal(file_read(f->a, "a", 4, &s), FILE_TOO_LARGE);
	assert_int_equal(s.n, 9);
	assert_int_equal(file_read(f->a, "a", 5, &s), FILE_OK);
	assert_string_equal(s.s, "12345");
	put("empty", "");
	assert_int_equal(file_read(f->a, "empty", 0, &s), FILE_OK);
	assert_int_equal(s.n, 0);
	assert_string_equal(s.s, "");
}

static void reading_says_what_stands_in_the_way(void **state)
{
	struct fixture *f = *state;
	struct slice s;

	put("a", "text");
	assert_int_equal(file_read(f->a, "b", 100, &s), FILE_ABSENT);
	assert_int_equal(file_read(f->a, "a/b", 100, &s), FILE_ABSENT);
	assert_int_equal(file_read(f->a, ".", 100, &s), FILE_NOT_REGULAR);
	assert_int_equal(file_read(f->a, "/dev/zero", 100, &s), FILE_NOT_REGULAR);
	assert_int_equal(symlink("loop", "loop"), 0);
	assert_int_equal(file_read(f->a, "loop", 100, &s), FILE_FAILED);
	assert_int_equal(errno, ELOOP);
}

static void a_pipe_does_not_make_us_wait(void **state)
{
	struct fixture *f = *state;
	struct slice s;

	assert_int_equal(mkfifo("pipe", 0600), 0);
	alarm(10);
	assert_int_equal(file_read(f->a, "pipe", 100, &s), FILE_NOT_REGULAR);
	alarm(0);
}

static void output_appears_on_commit_only(void **state)
{
	struct fixture *f = *state;
	struct outfile *o;

	put("out", "old");
	o = outfile_open("out");
	assert_non_null(o);
	assert_true(outfile_write(o, "new ", 4));
	assert_true(outfile_write(o, "text", 4));
	assert_holds(f->a, "out", "old");
	assert_true(outfile_commit(o));
	assert_holds(f->a, "out", "new text");
	assert_int_equal(entries(), 1);
}

static void an_aborted_output_leaves_nothing(void **state)
{
	struct fixture *f = *state;
	struct outfile *o;

	put("out", "old");
	o = outfile_open("out");
	assert_true(outfile_write(o, "new", 3));
	outfile_abort(o);
	outfile_abort(NULL);
	assert_holds(f->a, "out", "old");
	assert_int_equal(entries(), 1);
}

static void a_long_output_is_whole(void **state)
{
	const size_t n = 5 * 1000 * 1000;
	struct fixture *f = *state;
	struct outfile *o = outfile_open("long");
	struct slice s;

	for (size_t i = 0; i < n; i += 1000) {
		char part[1000];
		memset(part, 'a' + (int)(i / 1000 % 26), sizeof part);
		assert_true(outfile_write(o, part, sizeof part));
	}
	assert_true(outfile_commit(o));
	assert_int_equal(file_read(f->a, "long", n, &s), FILE_OK);
	assert_int_equal(s.n, n);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(s.s[i], 'a' + (int)(i / 1000 % 26));
	}
}

static void a_replaced_file_keeps_its_mode(void **state)
{
	struct outfile *o;
	struct stat st;

	(void)state;
	put("old", "old");
	assert_int_equal(chmod("old", 0640), 0);
	o = outfile_open("old");
	assert_non_null(o);
	assert_true(outfile_write(o, "new", 3) && outfile_commit(o));
	assert_int_equal(stat("old", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
}

static void a_link_stays_and_its_target_is_replaced(void **state)
{
	struct fixture *f = *state;
	struct stat st;
	struct outfile *o;

	put("target", "old");
	assert_int_equal(symlink("target", "link"), 0);
	o = outfile_open("link");
	assert_true(outfile_write(o, "new", 3));
	assert_true(outfile_commit(o));
	assert_int_equal(lstat("link", &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_holds(f->a, "target", "new");
	assert_int_equal(entries(), 2);
}

static void a_device_is_written_in_place(void **state)
{
	struct outfile *o = outfile_open("/dev/null");
	struct stat st;

	(void)state;
	assert_non_null(o);
	assert_true(outfile_write(o, "text", 4));
	assert_true(outfile_commit(o));
	assert_int_equal(stat("/dev/null", &st), 0);
	assert_true(S_ISCHR(st.st_mode));
}

static void a_full_device_is_an_error(void **state)
{
	static char chunk[3 * 1024 * 1024];
	struct outfile *o = outfile_open("/dev/full");

	(void)state;
	assert_non_null(o);
	assert_true(outfile_write(o, "text", 4)); /* not flushed yet */
	assert_false(outfile_commit(o));
	assert_int_equal(errno, ENOSPC);

	o = outfile_open("/dev/full");
	assert_false(outfile_write(o, chunk, sizeof chunk));
	assert_false(outfile_write(o, "x", 1)); /* and stays one */
	assert_int_equal(errno, ENOSPC);
	assert_false(outfile_commit(o));
	assert_int_equal(errno, ENOSPC);
}

static void a_place_that_can_not_be_written_is_an_error(void **state)
{
	(void)state;
	assert_null(outfile_open("no/such/folder"));
	assert_int_equal(errno, ENOENT);
	assert_null(outfile_open("."));
	assert_int_equal(errno, EISDIR);
	assert_int_equal(entries(), 0);
}

/* In a container every run may have the same process number. */
static void a_leftover_of_a_killed_run_is_no_obstacle(void **state)
{
	struct fixture *f = *state;
	struct outfile *o;

	put(arena_print(f->a, ".out.%ld.0", (long)getpid()), "leftover");
	o = outfile_open("out");
	assert_non_null(o);
	assert_true(outfile_write(o, "new", 3));
	assert_true(outfile_commit(o));
	assert_holds(f->a, "out", "new");
}

static void two_outputs_to_one_place_do_not_mix(void **state)
{
	struct fixture *f = *state;
	struct outfile *one = outfile_open("out"), *two = outfile_open("out");

	assert_non_null(one);
	assert_non_null(two);
	assert_true(outfile_write(one, "one", 3));
	assert_true(outfile_write(two, "two", 3));
	assert_true(outfile_commit(one));
	assert_holds(f->a, "out", "one");
	assert_true(outfile_commit(two));
	assert_holds(f->a, "out", "two");
	assert_int_equal(entries(), 1);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter, leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(reading_has_a_limit),
		IN_FOLDER(reading_says_what_stands_in_the_way),
		IN_FOLDER(a_pipe_does_not_make_us_wait),
		IN_FOLDER(output_appears_on_commit_only),
		IN_FOLDER(an_aborted_output_leaves_nothing),
		IN_FOLDER(a_long_output_is_whole),
		IN_FOLDER(a_replaced_file_keeps_its_mode),
		IN_FOLDER(a_link_stays_and_its_target_is_replaced),
		IN_FOLDER(a_device_is_written_in_place),
		IN_FOLDER(a_full_device_is_an_error),
		IN_FOLDER(a_place_that_can_not_be_written_is_an_error),
		IN_FOLDER(a_leftover_of_a_killed_run_is_no_obstacle),
		IN_FOLDER(two_outputs_to_one_place_do_not_mix),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
