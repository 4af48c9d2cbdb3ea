/* Fuzz target: any bytes as a PDF to inspect, against all profiles. */

#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "inspect/inspect.h"

#define EVERYTHING 0xff

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void check_sheet(const struct inspection *ins)
{
	struct buf text = { 0 }, json = { 0 };

	inspect_text(&text, ins);
	inspect_json(&json, ins);
	if (!text.n || !json.n) {
		die("an inspection, and nothing is told");
	}
	buf_done(&text);
	buf_done(&json);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena *a = arena_new();
	struct diags *d = diags_new();
	FILE *file = tmpfile();
	struct inspect_order order = { .profiles = EVERYTHING };
	struct inspection *ins;

	if (!file || fwrite(bytes, 1, n, file) != n || fflush(file) != 0) {
		die("no temporary file");
	}
	order.path = arena_print(a, "/proc/self/fd/%d", fileno(file));
	ins = inspect_run(a, &order, d);
	if (ins) {
		check_sheet(ins);
	} else if (!diags_count(d, DIAG_ERROR)) {
		die("no inspection, and no reason is told");
	}
	fclose(file);
	arena_free(a);
	diags_free(d);
	return 0;
}
