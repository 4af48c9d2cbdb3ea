#ifndef BASE_I18N_H
#define BASE_I18N_H

/* i18n: every sentence a person reads is written in English here and
   translated in src/po. */

#include <libintl.h>

#define _(s)  gettext(s)
#define N_(s) s /* marked for translation, translated where it is used */

/* Choose the language from the environment. Where the machine has no such
   locale installed, a Chinese LANG still gets Chinese text. localedir may be
   NULL for the place given at build time. */
void i18n_start(const char *localedir);

#endif
