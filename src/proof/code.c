#include <errno.h>
#include <qrencode.h>
#include <string.h>

#include "base/arena.h"
#include "proof/sheets-imp.h"

#define QUIET 4 /* ISO/IEC 18004, 9.1: white modules around the symbol */

/* A row of dark modules that touch is one rule: fewer seams, fewer bytes. */
static void put_row(struct sheeting *s, const QRcode *qr, int row, struct point corner, sp size)
{
	int all = qr->width + 2 * QUIET;
	const unsigned char *modules = qr->data + row * qr->width;
	sp top = (sp)((int64_t)size * (row + QUIET) / all);
	sp bottom = (sp)((int64_t)size * (row + 1 + QUIET) / all);

	for (int i = 0, k; i < qr->width; i = k) {
		sp left = (sp)((int64_t)size * (i + QUIET) / all);
		for (k = i + 1; k < qr->width && (modules[k] & 1) == (modules[i] & 1); k++) {
		}
		if (modules[i] & 1) {
			sheet_rule(s, corner.x + left, corner.y + top,
					(sp)((int64_t)size * (k + QUIET) / all) - left,
					bottom - top, 0x000000);
		}
	}
}

/* text is ASCII and short; it always fits a symbol. */
void part_code(struct sheeting *s, const char *text, sp x, sp y, sp size)
{
	QRcode *qr = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);

	if (!qr) {
		die("no QR code for ‘%s’: %s", text, strerror(errno));
	}
	for (int i = 0; i < qr->width; i++) {
		put_row(s, qr, i, (struct point){ x, y }, size);
	}
	QRcode_free(qr);
}
