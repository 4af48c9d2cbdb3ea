/* value: what a scalar says, exactly. */

#include "source/schema-imp.h"

bool schema_length(const struct node *v, sp em, int64_t *out)
{
	size_t n = strspn(v->s, "-.0123456789");
	const char *unit = v->s + n + strspn(v->s + n, " ");
	int64_t num, den;

	if (!decimal_read(v->s, n, &num, &den)) {
		return false;
	}
	if (strcmp(unit, "pt") == 0 || (!*unit && !num)) {
		*out = divide_rounded(num * UNIT_ONE, den);
	} else if (strcmp(unit, "mm") == 0) {
		/* 1 mm = 72/25.4 pt */
		*out = divide_rounded(num * 720 * UNIT_ONE, den * 254);
	} else if (strcmp(unit, "em") == 0 && em) {
		*out = divide_rounded(num * em, den);
	} else {
		return false;
	}
	return true;
}

static int month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

static int digits(const char *s, int n)
{
	int value = 0;

	for (int i = 0; i < n; i++) {
		value = value * 10 + (s[i] - '0');
	}
	return value;
}

bool schema_date(const char *s, struct date *out)
{
	static const char form[] = "0000-00-00";
	struct date d;

	for (size_t i = 0; i < sizeof form; i++) { /* the NUL too */
		bool digit = s[i] >= '0' && s[i] <= '9';
		if (form[i] == '0' ? !digit : s[i] != form[i]) {
			return false;
		}
	}
	d = (struct date){ digits(s, 4), digits(s + 5, 2), digits(s + 8, 2) };
	if (d.year < 1900 || d.year > 2999 || d.month < 1 || d.month > 12 || d.day < 1 ||
			d.day > month_days(d.year, d.month)) {
		return false;
	}
	*out = d;
	return true;
}
