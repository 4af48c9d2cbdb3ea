#ifndef FONT_FIXTURE_H
#define FONT_FIXTURE_H

/* What the tests of font/ share: fonts folders of their own, with a cache of
   their own, and tiny fonts cut from the installed ones. */

#include <stddef.h>
#include <stdint.h>

#define NOTO_SERIF "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"
#define WENKAI     "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf"
#define LIBERATION "/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf"
#define NIMBUS     "/usr/share/fonts/opentype/urw-base35/NimbusRoman-Regular.otf"

#define SC 2 /* the simplified Chinese face in Noto's collections */

/* A settings file: Debian's fonts beside those in the folder, and roles. */
#define CONF(roles)                                          \
	"<?xml version=\"1.0\"?>\n<fontconfig>\n"            \
	"<dir>/usr/share/fonts/opentype/noto</dir>\n"        \
	"<dir>/usr/share/fonts/truetype/lxgw-wenkai</dir>\n" \
	"<dir>/usr/share/fonts/truetype/liberation</dir>\n"  \
	"<dir>/usr/share/fonts/opentype/urw-base35</dir>\n" roles "</fontconfig>\n"

/* The same with no fonts but the folder's. */
#define CONF_ALONE(roles) "<?xml version=\"1.0\"?>\n<fontconfig>\n" roles "</fontconfig>\n"

#define ROLE(name, families) \
	"<alias><family>" name "</family><prefer>" families "</prefer></alias>\n"
#define FAMILY(name) "<family>" name "</family>"

/* Whether Debian's fonts, which these tests cut, are here. */
int fixture_ready(void);

/* A new folder with conf as its fonts.conf (NULL: none); caller ends it with
   folder_free. */
char *folder_new(const char *conf);
void folder_free(char *folder);

char *folder_path(const char *folder, const char *name); /* heap */
void folder_write(const char *folder, const char *name, const void *bytes, size_t n);

/* The glyphs of text cut from the index-th font of file, as a font file that
   keeps its names and cmap. Heap; its size goes to n. */
char *tiny_font(const char *file, unsigned index, const char *text, size_t *n);

#endif
