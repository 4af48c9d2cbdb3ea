/* icc: profiles of presses (ICC.1:2010; PDF/X-4 asks for class prtr). */

#include "pdf/inks-imp.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/i18n.h"

#define PROFILE_MAX ((size_t)32 * 1024 * 1024)
#define HEADER      128 /* bytes */

static uint32_t big_endian(const char *s)
{
	const unsigned char *b = (const unsigned char *)s;

	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

/* What keeps it from being a press's profile; NULL: nothing. */
static const char *header_fault(struct slice icc)
{
	static const struct {
		const char *class, *fault;
	} others[] = {
		{ "mntr", N_("it is a screen's; ask the shop for the profile of its press") },
		{ "scnr", N_("it is a scanner's; ask the shop for the profile of its press") },
		{ "spac",
				N_("it is of a colour space; ask the shop for the profile of its "
				   "press") },
		{ "link",
				N_("it leads from one device to another; ask the shop for the "
				   "profile "
				   "of its press") },
	};

	if (icc.n < HEADER || memcmp(icc.s + 36, "acsp", 4) != 0) {
		return _("it is no ICC profile");
	}
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		if (memcmp(icc.s + 12, others[i].class, 4) == 0) {
			return gettext(others[i].fault);
		}
	}
	if (memcmp(icc.s + 12, "prtr", 4) != 0) {
		return _("it is not that of a printing device");
	}
	if (big_endian(icc.s) > icc.n) {
		return _("its end is missing");
	}
	if (icc.s[8] > 4) {
		return _("it is of ICC version 5 or later; versions 2 and 4 can be used");
	}
	if (memcmp(icc.s + 16, "CMYK", 4) != 0 && memcmp(icc.s + 16, "GRAY", 4) != 0) {
		return _("it is neither of cyan, magenta, yellow and black, nor of black alone");
	}
	return NULL;
}

static const char *read_fault(struct arena *a, const char *path, struct slice *icc)
{
	switch (file_read(a, path, PROFILE_MAX, icc)) {
	case FILE_OK:
		return header_fault(*icc);
	case FILE_ABSENT:
		return _("there is no such file");
	case FILE_TOO_LARGE:
		return _("it is larger than 32 MB");
	case FILE_NOT_REGULAR:
		return _("it is no file");
	default:
		return strerror(errno);
	}
}

bool icc_open(struct arena *a, const char *path, struct slice *icc, cmsHPROFILE *profile,
		struct diags *d)
{
	const char *fault = read_fault(a, path, icc);

	if (!fault) {
		icc->n = big_endian(icc->s);
		*profile = cmsOpenProfileFromMem(icc->s, (cmsUInt32Number)icc->n);
		if (*profile) {
			return true;
		}
		fault = _("it is a damaged ICC profile");
	}
	diag_add(d, DIAG_PROFILE_BAD, (struct span){ 0 }, path, fault);
	return false;
}

#define NAME_MAX_CHARS 200

const char *icc_name(struct arena *a, cmsHPROFILE profile)
{
	wchar_t wide[NAME_MAX_CHARS] = { 0 };
	struct buf b = { 0 };
	const char *name;

	cmsGetProfileInfo(profile, cmsInfoDescription, "en", "US", wide, sizeof wide);
	for (int i = 0; i < NAME_MAX_CHARS && wide[i]; i++) {
		unsigned long c = (unsigned long)wide[i];
		bool bad = c < ' ' || (c >= 0x7f && c < 0xa0) || (c >= 0xd800 && c < 0xe000) ||
				c > 0xfffd;
		if (bad) {
			buf_byte(&b, '?');
		} else if (c < 0x80) {
			buf_byte(&b, (char)c);
		} else if (c < 0x800) {
			buf_print(&b, "%c%c", (int)(0xc0 | c >> 6), (int)(0x80 | (c & 63)));
		} else {
			buf_print(&b, "%c%c%c", (int)(0xe0 | c >> 12), (int)(0x80 | (c >> 6 & 63)),
					(int)(0x80 | (c & 63)));
		}
	}
	name = arena_string(a, b.n ? b.s : "ICC");
	buf_done(&b);
	return name;
}

#define STEPS    256
#define DOT_GAIN 60   /* per cent of t (1 - t): 15 % at half tone, as on uncoated paper */
#define BLACK_Y  1320 /* of solid black ink there, of 65535: L* 16 */

/* Y of a grey whose dots cover 1 - i / 255 of the paper on the plate (Murray and
   Davies: what the dots cover on paper, and the paper between them, side by
   side). */
static cmsToneCurve *black_curve(void)
{
	cmsUInt16Number y[STEPS];

	for (int i = 0; i < STEPS; i++) {
		int64_t dot = STEPS - 1 - i, full = STEPS - 1; /* dot / full is covered */
		int64_t cover = dot * full * 100 + DOT_GAIN * dot * (full - dot);
		y[i] = (cmsUInt16Number)(65535 - (65535 - BLACK_Y) * cover / (full * full * 100));
	}
	return cmsBuildTabulatedToneCurve16(NULL, STEPS, y);
}

static void set_words(cmsHPROFILE p, cmsTagSignature tag, const char *words)
{
	cmsMLU *mlu = cmsMLUalloc(NULL, 1);

	if (!mlu || !cmsMLUsetASCII(mlu, "en", "US", words) || !cmsWriteTag(p, tag, mlu)) {
		die("out of memory");
	}
	cmsMLUfree(mlu);
}

struct slice icc_black(struct arena *a)
{
	static const unsigned char made[12] = { 0x07, 0xe8, 0, 1, 0, 1 }; /* no clock */
	cmsToneCurve *curve = black_curve();
	cmsHPROFILE p = cmsCreateGrayProfile(cmsD50_xyY(), curve);
	cmsUInt32Number n = 0;
	char *bytes;

	if (!p) {
		die("out of memory");
	}
	cmsSetProfileVersion(p, 2.1);
	cmsSetDeviceClass(p, cmsSigOutputClass);
	set_words(p, cmsSigProfileDescriptionTag, ICC_BLACK_NAME);
	set_words(p, cmsSigCopyrightTag, "No copyright, use freely");
	cmsSaveProfileToMem(p, NULL, &n);
	bytes = arena_alloc(a, n, 1);
	if (!cmsSaveProfileToMem(p, bytes, &n)) {
		die("out of memory");
	}
	memcpy(bytes + 24, made, sizeof made);
	cmsFreeToneCurve(curve);
	cmsCloseProfile(p);
	return (struct slice){ bytes, n };
}
