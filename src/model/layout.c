#include "model/layout.h"

sp layout_line(const struct layout *l)
{
	return sp_divide(l->text_height, l->lines_per_page);
}

sp layout_lines(const struct layout *l, ratio n)
{
	/* one rounding, so that sums of lines do not drift from the page */
	return (sp)(((int64_t)l->text_height * n + l->lines_per_page / 2) / l->lines_per_page);
}
