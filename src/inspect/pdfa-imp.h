#ifndef INSPECT_PDFA_IMP_H
#define INSPECT_PDFA_IMP_H

/* pdfa: parts of ISO 19005-2's rules. */

#include "inspect/inspect-imp.h"

void rules_pdfa_graphics(struct inspection *ins, const char *standard);    /* 6.2 */
void rules_pdfa_interactive(struct inspection *ins, const char *standard); /* 6.3 to 6.5 */

#endif
