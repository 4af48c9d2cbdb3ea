#include "base/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int64_t divide_rounded(int64_t num, int64_t den)
{
	return num < 0 ? -((-num + den / 2) / den) : (num + den / 2) / den;
}

sp sp_scale(sp len, ratio r)
{
	return (sp)divide_rounded((int64_t)len * r, UNIT_ONE);
}

sp sp_divide(sp len, ratio r)
{
	return (sp)divide_rounded((int64_t)len * UNIT_ONE, r);
}

bool decimal_read(const char *s, size_t n, int64_t *num, int64_t *den)
{
	bool minus = n > 0 && s[0] == '-', point = false;
	int digits = 0;

	*num = 0;
	*den = 1;
	for (size_t i = minus; i < n; i++) {
		if (s[i] == '.' && !point) {
			point = true;
			continue;
		}
		if (s[i] < '0' || s[i] > '9' || ++digits > 10) {
			return false;
		}
		*num = *num * 10 + (s[i] - '0');
		*den *= point ? 10 : 1;
	}
	*num = minus ? -*num : *num;
	return digits > 0;
}

bool ratio_read(const char *s, size_t n, ratio *out)
{
	int64_t num, den;

	if (!decimal_read(s, n, &num, &den) || llabs(num) / den > SP_MAX / UNIT_ONE) {
		return false;
	}
	*out = (ratio)divide_rounded(num * UNIT_ONE, den);
	return true;
}

void ratio_write(ratio v, char out[static 16])
{
	int64_t tenths = divide_rounded((int64_t)v * 10000, UNIT_ONE);
	int n = snprintf(out, 16, "%s%lld.%04lld", tenths < 0 ? "-" : "", llabs(tenths / 10000),
			llabs(tenths % 10000));

	while (out[n - 1] == '0') {
		out[--n] = '\0';
	}
	if (out[n - 1] == '.') {
		out[--n] = '\0';
	}
}
