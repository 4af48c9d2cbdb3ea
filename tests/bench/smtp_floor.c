/* The fastest way to send a file again and again: libcurl and nothing else.
	smtp_floor URL FILE COUNT */

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct bytes {
	char *s;
	size_t n, at;
};

static size_t hand_out(char *to, size_t size, size_t n, void *with)
{
	struct bytes *b = with;
	size_t room = size * n < b->n - b->at ? size * n : b->n - b->at;

	memcpy(to, b->s + b->at, room);
	b->at += room;
	return room;
}

static int read_all(const char *path, struct bytes *b)
{
	FILE *f = fopen(path, "rb");

	if (!f) {
		return 0;
	}
	for (size_t n = 1; n;) {
		b->s = realloc(b->s, b->n + 65536);
		n = b->s ? fread(b->s + b->n, 1, 65536, f) : 0;
		b->n += n;
	}
	fclose(f);
	return b->s != NULL;
}

static int send_all(CURL *c, struct bytes *b, long count)
{
	for (long i = 0; i < count; i++) {
		char address[40];
		snprintf(address, sizeof address, "r%05ld@example.org", i);
		struct curl_slist *to = curl_slist_append(NULL, address);
		b->at = 0;
		curl_easy_setopt(c, CURLOPT_MAIL_RCPT, to);
		CURLcode result = curl_easy_perform(c);
		curl_slist_free_all(to);
		if (result != CURLE_OK) {
			fprintf(stderr, "%s\n", curl_easy_strerror(result));
			return 1;
		}
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct bytes b = { 0 };
	int status = 1;

	curl_global_init(CURL_GLOBAL_DEFAULT);
	CURL *c = curl_easy_init();
	if (c && argc == 4 && read_all(argv[2], &b)) {
		curl_easy_setopt(c, CURLOPT_URL, argv[1]);
		curl_easy_setopt(c, CURLOPT_MAIL_FROM, "bulletin@example.org");
		curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
		curl_easy_setopt(c, CURLOPT_INFILESIZE_LARGE, (curl_off_t)b.n);
		curl_easy_setopt(c, CURLOPT_READFUNCTION, hand_out);
		curl_easy_setopt(c, CURLOPT_READDATA, &b);
		status = send_all(c, &b, strtol(argv[3], NULL, 10));
	}
	curl_easy_cleanup(c);
	free(b.s);
	return status;
}
