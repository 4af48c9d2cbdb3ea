/* banxin-aside: the commands that main.c leaves to a program of their own.
   Called by it with the same arguments, the command's name first. */

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "cmd.h"

static const struct {
	const char *name;
	enum status (*run)(int argc, char **argv);
} commands[] = {
	{ "comments", cmd_comments },
	{ "inspect", cmd_inspect },
	{ "send", cmd_send },
	{ "erratum", cmd_erratum },
	{ "status", cmd_status },
	{ "deliver", cmd_deliver },
	{ "bounces", cmd_bounces },
};

static enum status run(int argc, char **argv)
{
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
		if (strcmp(argv[0], commands[i].name) == 0) {
			return commands[i].run(argc, argv);
		}
	}
	return usage_error(_("‘%s’ is no command"), argv[0]);
}

int main(int argc, char **argv)
{
	enum status status;

	i18n_start(getenv("BANXIN_LOCALEDIR"));
	opterr = 0;
	status = argc > 0 ? run(argc, argv) : STATUS_USAGE;
	if (fflush(stdout) != 0 || ferror(stdout)) {
		perror("banxin");
		return STATUS_FAILED;
	}
	return status;
}
