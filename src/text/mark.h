#ifndef TEXT_MARK_H
#define TEXT_MARK_H

/* mark: what a character is among the marks of Chinese text, as the rules for
   the ends of lines ask (clreq 3.1.1 to 3.1.3, GB/T 15834 chapter 5). What a
   layout forbids is not this folder's business. */

#include <stdint.h>

enum mark_class {
	MARK_NONE,
	MARK_OPENING,    /* （ 《 “ and the like */
	MARK_CLOSING,    /* ） 》 ” */
	MARK_PAUSE,      /* 点号 within a sentence: ， 、 ； ： */
	MARK_STOP,       /* 点号 at its end: 。 ？ ！ */
	MARK_INTERPUNCT, /* 间隔号: · */
	MARK_CONNECTOR,  /* 连接号: ～ – - and — that stands alone */
	MARK_SOLIDUS,    /* 分隔号: / */
	MARK_DASH,       /* 破折号: ——, either half */
	MARK_ELLIPSIS,   /* 省略号: ……, either half */
	MARK_PREFIX,     /* stands before a number: ￥ $ № ± */
	MARK_SUFFIX,     /* behind one: ％ ‰ ℃ ° */
	MARK_NONSTARTER, /* 々 and others that lean on what is before them */
	MARK_KANA,       /* small kana and the long mark, ゠: only the strictest keep them from
	                   a line's start */
};

/* The class of c, seen alone: a — is half a dash. */
enum mark_class mark_class(uint32_t c);

#endif
