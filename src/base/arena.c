#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_SIZE (256 * 1024)

struct block {
	struct block *next;
	size_t used, size;
	max_align_t bytes[];
};

struct arena {
	struct block *top;
};

void die(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fputs("banxin: ", stderr);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	abort();
}

static struct block *block_new(struct block *next, size_t size)
{
	struct block *b = malloc(sizeof *b + size);

	if (!b) {
		die("out of memory");
	}
	*b = (struct block){ .next = next, .size = size };
	return b;
}

struct arena *arena_new(void)
{
	struct arena *a = malloc(sizeof *a);

	if (!a) {
		die("out of memory");
	}
	a->top = NULL;
	return a;
}

static void free_blocks(struct block *b)
{
	while (b) {
		struct block *next = b->next;
		free(b);
		b = next;
	}
}

void arena_free(struct arena *a)
{
	if (a) {
		free_blocks(a->top);
		free(a);
	}
}

void arena_take(struct arena *a, struct arena *from)
{
	struct block **end = &a->top;

	while (*end) {
		end = &(*end)->next;
	}
	*end = from->top;
	free(from);
}

void arena_reset(struct arena *a)
{
	if (a->top) {
		free_blocks(a->top->next);
		a->top->next = NULL;
		a->top->used = 0;
	}
}

/* A large piece gets a block of its own below the top one, which goes on
   serving small pieces. */
static void *alloc_large(struct arena *a, size_t n)
{
	struct block *b = block_new(a->top ? a->top->next : NULL, n);

	b->used = n;
	if (a->top) {
		a->top->next = b;
	} else {
		a->top = b;
	}
	return b->bytes;
}

static size_t aligned(size_t n)
{
	const size_t align = sizeof(max_align_t);

	return (n + align - 1) / align * align;
}

static void *alloc_bytes(struct arena *a, size_t n)
{
	void *p;

	n = aligned(n);
	if (n > BLOCK_SIZE / 4) {
		return alloc_large(a, n);
	}
	if (!a->top || a->top->size - a->top->used < n) {
		a->top = block_new(a->top, BLOCK_SIZE);
	}
	p = (char *)a->top->bytes + a->top->used;
	a->top->used += n;
	return p;
}

void *arena_alloc(struct arena *a, size_t n, size_t size)
{
	void *p;

	if (size && n > (SIZE_MAX / 2) / size) {
		die("out of memory");
	}
	p = alloc_bytes(a, n * size);
	return memset(p, 0, n * size);
}

bool arena_extend(struct arena *a, void *p, size_t n, size_t more)
{
	struct block *b = a->top;
	char *end = (char *)p + aligned(n);
	size_t added = aligned(n + more) - aligned(n);

	if (!b || end != (char *)b->bytes + b->used || b->size - b->used < added) {
		return false;
	}
	b->used += added;
	memset((char *)p + n, 0, more); /* with the padding that was behind it */
	return true;
}

char *arena_copy(struct arena *a, const char *s, size_t n)
{
	char *p = alloc_bytes(a, n + 1);

	if (n) {
		memcpy(p, s, n);
	}
	p[n] = '\0';
	return p;
}

char *arena_string(struct arena *a, const char *s)
{
	return arena_copy(a, s, strlen(s));
}

char *arena_print(struct arena *a, const char *fmt, ...)
{
	va_list ap, again;
	char *p;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	p = alloc_bytes(a, (size_t)n + 1);
	vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	va_end(ap);
	return p;
}
