#ifndef BASE_ARENA_H
#define BASE_ARENA_H

/* arena: memory that is given back all at once.
   Three lifetimes exist: the issue (source, model, runs, lines), a round of
   page composition, and scratch. Nothing in an arena is freed singly. */

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;

struct arena *arena_new(void);     /* heap; caller owns; never NULL */
void arena_free(struct arena *a);  /* a may be NULL */
void arena_reset(struct arena *a); /* forget the contents, keep one block */

/* Make what from holds a's; from itself is freed. */
void arena_take(struct arena *a, struct arena *from);

/* n * size zeroed bytes, aligned for any type; dies when memory is out. */
void *arena_alloc(struct arena *a, size_t n, size_t size);

/* Lengthen the piece of n bytes at p by more zeroed ones where it lies. False
   where it is not the last given out, or there is no room behind it. */
bool arena_extend(struct arena *a, void *p, size_t n, size_t more);

/* A copy of n bytes with a NUL behind it. */
char *arena_copy(struct arena *a, const char *s, size_t n);
char *arena_string(struct arena *a, const char *s); /* copy of a C string */

char *arena_print(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#define ARENA_NEW(a, type)      ((type *)arena_alloc((a), 1, sizeof(type)))
#define ARENA_ARRAY(a, type, n) ((type *)arena_alloc((a), (size_t)(n), sizeof(type)))

/* We are wrong, or memory is out: say so on standard error and abort. */
_Noreturn void die(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
