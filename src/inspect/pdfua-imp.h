#ifndef INSPECT_PDFUA_IMP_H
#define INSPECT_PDFUA_IMP_H

/* pdfua: parts of ISO 14289-1's rules. */

#include "inspect/inspect-imp.h"

void rules_pdfua_structure(struct inspection *ins);   /* 7.2 to 7.9: what may stand in what */
void rules_pdfua_annotations(struct inspection *ins); /* 7.18 */

/* Call f with every element. */
void each_element(struct check *c, void (*f)(struct check *c, const struct element *e, int number));

/* The rule is broken by this element. */
void element_broken(struct check *c, const struct element *e);

#endif
