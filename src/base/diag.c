#include "base/diag.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/vec.h"

#define KEEP_MAX 200 /* so that a hostile file can't fill memory or the screen */

static const struct {
	const char *rule, *text;
} kinds[DIAG_KINDS] = {
	[DIAG_FIRST_DEFINED] = { "first-here", N_("the first one is here") },
	[DIAG_GLYPH_SUBSTITUTED] = { "font-fallback",
			N_("‘%1’ (%2) is not in the font for %3; taken from %4") },
	[DIAG_MONTHS_SKIPPED] = { "months-skipped",
			N_("this is the last issue, of %1; the months after it have none, and the "
			   "new numbers simply count on") },
	[DIAG_PAST_PARTLY] = { "issue-partly-read",
			N_("this back issue is compared as far as it can be read: %1") },
	[DIAG_DIAGS_LEFT_OUT] = { "more", N_("%1 more like these are not shown") },
	[DIAG_COMMENT_ON] = { "comment", N_("%1 on ‘%2’ (%3): %4") },
	[DIAG_COMMENT_NEAR] = { "comment", N_("%1 near ‘%2’ (%3): %4") },
	[DIAG_COMMENT_PICTURE] = { "comment", N_("%1 on this picture (%2): %3") },
	[DIAG_COMMENT_NOWHERE] = { "comment", N_("%1 without a place in the manuscript (%2): %3") },
	[DIAG_COMMENT_BY_HAND] = { "comment-by-hand", N_("this change is left to you: %1") },
	[DIAG_PROFILE_NONE] = { "profile-none",
			N_("no profile of the shop is given: printed with black ink and ‘%1’ "
			   "alone; --profile FILE.icc adds process inks") },
	[DIAG_LEDGER_RECOVERED] = { "ledger-recovered",
			N_("the last run that sent this issue (%1) ended early; deliveries whose "
			   "answer was lost: %2") },
	[DIAG_OVERRIDES_LEFT_OUT] = { "overrides-left-out",
			N_("the overrides depart from the layout ‘%1’ and are left out with "
			   "‘%2’") },

	[DIAG_ARTICLE_UNLISTED] = { "article-unlisted",
			N_("no section lists this article; it will not be printed. Add it to a "
			   "section "
			   "in issue.yaml, or move the file elsewhere") },
	[DIAG_CHAR_KANGXI] = { "compatibility-character",
			N_("‘%1’ (%2) only looks like ‘%3’ (%4) and can't be found by searching; "
			   "‘%3’ is printed, type that") },
	[DIAG_CHAR_RADICAL] = { "compatibility-character",
			N_("‘%1’ (%2) is a radical, a part of characters; type the character "
			   "itself") },
	[DIAG_CHAR_PRIVATE] = { "private-use-character",
			N_("%1 is a private-use character that other machines show as a box; type "
			   "the "
			   "real character") },
	[DIAG_CHAR_INVISIBLE] = { "invisible-character",
			N_("the invisible character %1 stands here and is left out; delete it") },
	[DIAG_ACCENTS] = { "accents",
			N_("more than 30 accents stand on one character; this one (%1) is left "
			   "out") },
	[DIAG_STRONG_UNCLOSED] = { "bold-unclosed",
			N_("this ** has no partner in its paragraph and is printed as it stands; "
			   "add the "
			   "second **, or write \\*\\*") },
	[DIAG_EMPHASIS_UNCLOSED] = { "emphasis-unclosed",
			N_("this * has no partner in its paragraph and is printed as it stands; "
			   "add the "
			   "second *, or write \\*") },
	[DIAG_ARTICLE_EMPTY] = { "article-empty", N_("this article has no text below its title") },
	[DIAG_SECTION_EMPTY] = { "section-empty", N_("section ‘%1’ lists no article") },
	[DIAG_TITLE_TWICE] = { "title-twice",
			N_("the article has its title already; this # heading is printed as a "
			   "subhead") },
	[DIAG_LINK_NOT_URL] = { "link-target",
			N_("‘%1’ is no web or mail address; the text is printed without a link") },
	[DIAG_PICTURE_ALT] = { "picture-without-alt",
			N_("nothing says what this picture shows, to those who can't see it; write "
			   "![caption](file) or ![](file \"替代：what it shows\")") },
	[DIAG_NUMBER_TYPED] = { "subhead-number",
			N_("this subhead has a number already, ‘%1’, and gets no second one; take "
			   "it "
			   "out: numbering: true counts by itself") },
	[DIAG_NOTICE_EMPTY] = { "box-empty",
			N_("nothing stands in the box that begins here; it is not printed") },
	[DIAG_NOTICE_FORM] = { "box-form",
			N_("a box begins and ends with three colons or more at the start of a "
			   "line, outside lists and quotations; these are printed as they "
			   "stand") },
	[DIAG_PICTURE_FORM] = { "picture-form",
			N_("this is not read as a picture and is printed as it stands; write "
			   "![caption](file.jpg) with half-width signs and no space in the file's "
			   "name") },
	[DIAG_HEADING_FORM] = { "heading-form",
			N_("this is not read as a subhead and is printed as it stands; write "
			   "half-width # and a space behind them") },
	[DIAG_TABLE_FORM] = { "table-form",
			N_("this is not read as a table and is printed as it stands; a table "
			   "needs an empty line above it, half-width bars (|) and |---|---| as "
			   "its second line") },
	[DIAG_SPAN_FORM] = { "span-form",
			N_("this is not read as marked text and is printed as it stands; write "
			   "[text]{着重号} with half-width signs, both brackets and both braces in "
			   "one paragraph and nothing between them") },
	[DIAG_NOTE_FORM] = { "note-form",
			N_("this is not read as the mark of a note and is printed as it stands; "
			   "write [^1] with half-width signs and no space in it") },
	[DIAG_NOTE_UNMARKED] = { "note-unmarked",
			N_("nothing in the article refers to the note ‘%1’, and it is not printed; "
			   "put [^%1] behind the words that it is about") },
	[DIAG_NOTE_NESTED] = { "note-nested",
			N_("a note has no notes of its own; this mark is left out") },
	[DIAG_CODE_INDENTED] = { "code-indented",
			N_("this begins with a tab or four spaces and is therefore printed as "
			   "code; delete them, paragraphs are indented by themselves (code "
			   "stands between lines of ```)") },
	[DIAG_HEAD_COMMENT] = { "head-comment",
			N_("from # to the end of the line is a comment and is not printed; put "
			   "the whole text between quotation marks") },
	[DIAG_WORD_TOO_LONG] = { "word-too-long",
			N_("‘%1’ is longer than a line and is broken where the line ends") },
	[DIAG_TOC_UNSETTLED] = { "contents-unsettled",
			N_("the contents list does not settle: ‘%1’ moves between pages %2 and "
			   "%3") },
	[DIAG_LOW_RESOLUTION] = { "picture-resolution",
			N_("this picture prints at %1 dots per inch; 200 or more look sharp") },
	[DIAG_FONTS_CONF_ODD] = { "font-settings", N_("this font setting is doubtful: %1") },
	[DIAG_FONT_BROKEN] = { "font-broken",
			N_("this font file is damaged or of a kind that can't be embedded, and is "
			   "not used; put a whole TrueType or OpenType file in its place") },
	[DIAG_ISSUE_PASSED_OVER] = { "issue-passed-over",
			N_("this issue can't be read and is passed over: %1. If it is the last "
			   "one, mend the numbers of the new one") },
	[DIAG_ALLOWED_MANY] = { "comments-many",
			N_("more than %1 comments allow rules; this one and those behind it are "
			   "passed over") },
	[DIAG_TIGHTEN_NOTHING] = { "tighten-nothing",
			N_("no paragraph of text begins below this comment, so it tightens "
			   "nothing; put it right above the paragraph, or delete it") },
	[DIAG_COMMENT_WORD] = { "comment-word",
			N_("this comment speaks to banxin but is not understood, and does nothing; "
			   "write banxin: allow RULE, or banxin: tighten on a line of its own "
			   "above "
			   "a paragraph") },
	[DIAG_COMMENT_UNCLOSED] = { "comment-unclosed",
			N_("this <!-- has no --> behind it and is printed as it stands; add the "
			   "-->, or write \\<!--") },
	[DIAG_PDF_MENDED] = { "pdf-damaged",
			N_("this PDF is damaged and was read as far as that could be mended; "
			   "comments may be missing, so compare them with the file in a PDF "
			   "reader") },
	[DIAG_COMMENTS_TOO_MANY] = { "comments",
			N_("this file has more than %1 comments or covered lines; the rest are "
			   "not read") },
	[DIAG_PROOF_OTHER_STATE] = { "proof-state",
			N_("the issue has changed since this proof was made; only comments on "
			   "pages that are still the same can be placed") },
	[DIAG_ROUND_TWICE] = { "round-twice",
			N_("round %1 was opened twice, perhaps by two people; the earlier of the "
			   "two files counts. Delete the other") },
	[DIAG_SIGNATURE_STRAY] = { "signature-stray",
			N_("this signature is for ‘%1’, which is no article of the issue, and "
			   "counts for nothing") },
	[DIAG_FINAL_FORCED] = { "unsigned", N_("the issue is not ready: %1; every page says so") },
	[DIAG_COPIES_UNUSED] = { "copies",
			N_("‘%2’ gets the issue by mail alone, so that %1 copies count for "
			   "nothing; write both where paper is meant") },
	[DIAG_PLACE_MISSING] = { "postal-address",
			N_("‘%1’ gets the issue on paper, but no postal address is given; write "
			   "it, or 面交 where it is handed over") },
	[DIAG_TIER_EMPTY] = { "tier-empty",
			N_("the colophon names %1, but ‘%2’ has no recipients of that tier on the "
			   "issue's day") },
	[DIAG_TIER_UNNAMED] = { "tier-unnamed",
			N_("this list has recipients of the tier %1, but the colophon of ‘%2’ does "
			   "not name it") },
	[DIAG_ISSUE_PARTLY] = { "issue-partly-read",
			N_("this issue is counted as far as it can be read: %1") },
	[DIAG_PAGE_FOREIGN] = { "proof-page",
			N_("page %1 is no page of the proof; the comments on it (%2) have no place "
			   "in "
			   "the manuscript") },
	[DIAG_LEDGER_CLOCK] = { "clock",
			N_("the clock of this machine is behind the last entry of ‘%1’ (%2); times "
			   "count on from that entry. Set the clock right") },
	[DIAG_BOUNCE_FORM] = { "bounce-form",
			N_("‘%1’ in the mailbox can't be read and is passed over") },
	[DIAG_MAILBOX_LARGE] = { "mailbox-size",
			N_("‘%1’ has more than %2, the most that is read at once; the rest is "
			   "passed over. Divide the mailbox") },

	[DIAG_FILE_MISSING] = { "file-missing",
			N_("there is no file ‘%1’; check the name, or make the file") },
	[DIAG_FILE_MISSING_NEAR] = { "file-missing",
			N_("there is no file ‘%1’; did you mean ‘%2’?") },
	[DIAG_FILES_RUN_TOGETHER] = { "file-missing",
			N_("there is no file ‘%1’; divide file names with half-width commas") },
	[DIAG_FILE_UNREADABLE] = { "file-unreadable", N_("‘%1’ can't be read: %2") },
	[DIAG_FILE_TOO_LARGE] = { "file-too-large",
			N_("‘%1’ is larger than %2 MB, the most that such a file may have") },
	[DIAG_FILE_NOT_REGULAR] = { "file-kind", N_("‘%1’ is no ordinary file") },
	[DIAG_PATH_OUTSIDE] = { "path-outside",
			N_("‘%1’ lies outside the issue's folder; copy the file into the folder "
			   "and name "
			   "it from there") },
	[DIAG_UTF8_INVALID] = { "encoding",
			N_("this is not UTF-8 text (perhaps GBK); save the file again with the "
			   "encoding "
			   "UTF-8") },
	[DIAG_CHAR_CONTROL] = { "control-character",
			N_("the invisible control character %1 stands here; delete it") },
	[DIAG_YAML_SYNTAX] = { "yaml-syntax", N_("this is not valid YAML: %1") },
	[DIAG_YAML_ALIAS] = { "yaml-alias",
			N_("references (& and *) are not used in this file; write the value out, "
			   "and put "
			   "text that begins with & or * between quotation marks") },
	[DIAG_YAML_DEPTH] = { "yaml-depth", N_("lists and maps are nested too deeply here") },
	[DIAG_KEY_UNKNOWN] = { "unknown-key", N_("there is no key ‘%1’ here; known are: %2") },
	[DIAG_KEY_UNKNOWN_NEAR] = { "unknown-key",
			N_("there is no key ‘%1’ here; did you mean ‘%2’?") },
	[DIAG_KEY_TWICE] = { "duplicate-key",
			N_("the key ‘%1’ stands here a second time; keep one") },
	[DIAG_KEY_MISSING] = { "missing-key", N_("the key ‘%1’ is missing; write %2") },
	[DIAG_TYPE_WRONG] = { "wrong-type", N_("‘%1’ should be %2, but this is %3") },
	[DIAG_VALUE_BAD] = { "bad-value", N_("‘%2’ does not fit ‘%1’; write %3") },
	[DIAG_DATE_BAD] = { "bad-date",
			N_("‘%1’ is no date; write year-month-day, like 2024-02-29") },
	[DIAG_ISSUE_EMPTY] = { "issue-empty",
			N_("this issue has nothing to print; give it a lead or a section with "
			   "articles") },
	[DIAG_ARTICLE_TWICE] = { "article-twice",
			N_("the article ‘%1’ is listed a second time; keep one") },
	[DIAG_TITLE_MISSING] = { "title-missing",
			N_("this article has no title; begin it with a line ‘# Title’, or give "
			   "title: in "
			   "its head") },
	[DIAG_HEAD_FORM] = { "head-form",
			N_("this is not read as the article's title: the first line of the file "
			   "must be --- and nothing else, and another --- must stand below the "
			   "head") },
	[DIAG_HEAD_UNCLOSED] = { "head-unclosed",
			N_("the head that begins with --- has no second --- line below it; add one "
			   "above "
			   "the text") },
	[DIAG_PICTURE_WORD] = { "picture-title",
			N_("‘%1’ in the quotation marks behind the picture's file is not "
			   "understood; write 版首 or 版尾, 宽 80mm or 宽 50%, 替代：and what "
			   "the picture shows, with ； between them") },
	[DIAG_NOTICE_NESTED] = { "box-nested",
			N_("a box can't begin inside a box; end the one that begins in line %1 "
			   "with "
			   "a line of ::: first") },
	[DIAG_NOTICE_UNCLOSED] = { "box-unclosed",
			N_("the box that begins here has no end; write a line of nothing but ::: "
			   "below it") },
	[DIAG_JOIN_NONE] = { "table-join",
			N_("%1 alone in a cell joins it to the one %2, and there is none; write "
			   "\\%1 for the sign itself") },
	[DIAG_JOIN_SHAPE] = { "table-join",
			N_("the cells joined to this one make no rectangle; give each row of it as "
			   "many < and ^ as the others") },
	[DIAG_NESTING_DEEP] = { "nesting",
			N_("lists or quotations are nested more than %1 levels deep here") },
	[DIAG_TABLE_TOO_LARGE] = { "table-size", N_("this table has more than %1 %2") },
	[DIAG_LINKS_TOO_MANY] = { "links",
			N_("the links from here on are too many, or their addresses too long, to "
			   "be read; divide the text with empty lines and shorten the addresses") },
	[DIAG_SPAN_WORD_NEAR] = { "span-word",
			N_("‘%1’ is no way to mark text; did you mean ‘%2’?") },
	[DIAG_SPAN_WORD] = { "span-word", N_("‘%1’ is no way to mark text; known are: %2") },
	[DIAG_RUBY_FORM] = { "ruby-form",
			N_("these are no readings; write them behind the word, divided by spaces, "
			   "like [text]{拼音 zhé}, letters only and not too many") },
	[DIAG_RUBY_BASE] = { "ruby-base",
			N_("the reading finds no characters to stand above, or they have one "
			   "already; write [character]{拼音 reading}") },
	[DIAG_NOTE_MISSING] = { "note-missing",
			N_("there is no note ‘%1’; write it below, in a paragraph of its own that "
			   "begins with [^%1]:") },
	[DIAG_NOTE_TWICE] = { "note-twice",
			N_("the note ‘%1’ is written a second time; give each its own label") },
	[DIAG_NOTE_EMPTY] = { "note-empty", N_("the note ‘%1’ says nothing; write its text") },
	[DIAG_NOTES_MANY] = { "notes",
			N_("the article has more notes than %1; divide it into several") },
	[DIAG_PICTURE_BROKEN] = { "picture-broken",
			N_("the picture ‘%1’ is damaged: %2; save it again from a picture "
			   "program") },
	[DIAG_PICTURE_KIND] = { "picture-kind",
			N_("the picture ‘%1’ is neither JPEG nor PNG; save it as one of these") },
	[DIAG_PICTURE_TOO_LARGE] = { "picture-size",
			N_("the picture ‘%1’ is %2 by %3 pixels; save it with at most %4 a side "
			   "and %5 million in all") },
	[DIAG_LAYOUT_MISSING] = { "layout-missing", N_("there is no layout ‘%1’; there are: %2") },
	[DIAG_LAYOUT_CIRCLE] = { "layout-circle",
			N_("the layout ‘%1’ can't extend ‘%2’: the layouts would extend one "
			   "another "
			   "in a circle, or more than seven deep; name one that stands on its "
			   "own") },
	[DIAG_FONTS_CONF] = { "font-settings",
			N_("the font settings can't be used: %1; mend this line, or take the file "
			   "fonts.conf that came with banxin") },
	[DIAG_FONT_NONE] = { "font-missing",
			N_("no font for %1 is installed; wanted is one of: %2") },
	[DIAG_FONT_SUBSET] = { "font-broken",
			N_("no characters can be taken out of this font file; it is damaged. Put a "
			   "whole one in its place") },
	[DIAG_ROLE_UNKNOWN] = { "font-role", N_("no font role ‘%1’ is set in %2") },
	[DIAG_GLYPH_MISSING] = { "glyph-missing",
			N_("no installed font has ‘%1’ (%2); put one that has it into the folder "
			   "fonts") },
	[DIAG_OUTPUT_FAILED] = { "output", N_("‘%1’ could not be written: %2") },
	[DIAG_NO_SUCH_PAGE] = { "no-such-page", N_("there is no page %1: the issue has %2 pages") },
	[DIAG_PROFILE_BAD] = { "profile", N_("‘%1’ can't be used as the profile of a press: %2") },
	[DIAG_PROCESS_MISSING] = { "process-missing",
			N_("--red cmyk mixes ‘%1’ of process inks: give the shop's CMYK profile "
			   "with --profile, or leave it an ink of its own with --red spot") },
	[DIAG_INK_MISSING] = { "ink-missing",
			N_("%1 has the colour %2, for which there is no ink; give the shop's CMYK "
			   "profile with --profile, or choose black or the colour of press: "
			   "spot-colour in the layout") },
	[DIAG_PICTURE_COLOURED] = { "picture-coloured",
			N_("the picture ‘%1’ is in colour, and there are no inks for it; give the "
			   "shop's CMYK profile with --profile, or print it in black with "
			   "--colour-pictures grey") },
	[DIAG_PREVIEW_TOO_LARGE] = { "preview-too-large",
			N_("pages of this size are too large to be drawn at %1 dpi; ask for less "
			   "with "
			   "--dpi") },
	[DIAG_PDF_FAILED] = { "pdf", N_("the PDF could not be made (libharu error %1)") },
	[DIAG_EXISTS] = { "exists", N_("‘%1’ is there already and is left as it is") },
	[DIAG_FOLDER_MISSING] = { "folder-missing",
			N_("there is no folder ‘%1’ here; go to the folder that holds it, or say "
			   "with --in where the issues are") },
	[DIAG_ISSUE_NONE] = { "issue-missing",
			N_("‘%1’ holds no issue to count on from; write the first one's "
			   "issue.yaml by hand, as ‘%2’ (man banxin-issue tells how)") },
	[DIAG_MONTH_PAST] = { "month-past",
			N_("‘%1’, the last issue, is of %2; ask for a later month") },
	[DIAG_RULE_UNKNOWN] = { "unknown-rule",
			N_("there is no rule ‘%1’; banxin check --rules lists them") },
	[DIAG_RULE_UNKNOWN_NEAR] = { "unknown-rule",
			N_("there is no rule ‘%1’; did you mean ‘%2’?") },
	[DIAG_PERIOD_BACKWARDS] = { "period",
			N_("‘%1’ begins after it ends; change from: or to:") },
	[DIAG_PERIOD_OVERLAP] = { "period",
			N_("‘%1’ stands here a second time for the same days; let one end before "
			   "the other begins, or keep one") },
	[DIAG_ENTRY_TWICE] = { "duplicate-entry",
			N_("‘%1’ stands in this register a second time; keep one") },
	[DIAG_TERM_WRONG_SAME] = { "bad-value",
			N_("‘%1’ is called right and wrong in one entry; take it out of wrong:") },
	[DIAG_SUCCESSOR_UNDATED] = { "period",
			N_("‘%1’ has a successor, but its last day is not said; write to: and a "
			   "date") },
	[DIAG_SUCCESSOR_CYCLE] = { "successor-cycle",
			N_("the successors of ‘%1’ lead back to it (%2); mend one of them") },
	[DIAG_NAME_LONG] = { "name-too-long",
			N_("this name has more than %1 characters; a register takes no longer "
			   "ones") },
	[DIAG_REGISTER_LARGE] = { "register-size",
			N_("this register has more than %1 entries; take out those that are not "
			   "needed any more") },
	[DIAG_REGISTER_FORM] = { "register-form",
			N_("nothing can be added to ‘%1’, and it is left as it is; write its "
			   "entries as a list whose lines begin with ‘- ’, with nothing behind "
			   "it") },
	[DIAG_PDF_BROKEN] = { "pdf-broken",
			N_("‘%1’ can't be read as a PDF (%2); ask for the file again") },
	[DIAG_PDF_LOCKED] = { "pdf-locked",
			N_("‘%1’ is locked with a password; save it without one in a PDF "
			   "reader") },
	[DIAG_PROOF_MARKED] = { "proof-marked",
			N_("‘%1’ is not as it was made and may hold somebody's comments; bring "
			   "them "
			   "home with banxin comments import, then move the file away, or name "
			   "another "
			   "with -o") },
	[DIAG_PROOF_NONE] = { "proof-unknown",
			N_("‘%1’ is no proof that banxin made, or a program took the proof's "
			   "mark out of it; make comments in the file itself, and do not print "
			   "it to a new PDF") },
	[DIAG_PROOF_ISSUE_UNKNOWN] = { "proof-issue",
			N_("‘%1’ is a proof of the issue ‘%2’, and there is no such folder here; "
			   "say with --issue where it is") },
	[DIAG_PROOF_OTHER_ISSUE] = { "proof-issue",
			N_("this is a proof of the issue with the total number %1; ‘%2’ has %3") },
	[DIAG_PAGE_CHANGED] = { "proof-page",
			N_("page %1 is set otherwise now than in the proof, so that the comments "
			   "on it (%2) can't be placed: its text, the layout or the fonts have "
			   "changed; read them in a PDF reader, or name with --issue a copy of "
			   "the issue as it was then") },
	[DIAG_MANUSCRIPT_CHANGED] = { "manuscript-changed",
			N_("someone changed this file meanwhile, so that it is left as it is") },
	[DIAG_ROUND_OPEN] = { "round-open",
			N_("%1 is open already; close it with ‘banxin round close’ before the next "
			   "one") },
	[DIAG_ROUND_UNCLOSED] = { "round-open",
			N_("%1 is not closed; close it with ‘banxin round close’") },
	[DIAG_ROUND_NOT_OPEN] = { "round-not-open",
			N_("%1 is not open; open it with ‘banxin round open’") },
	[DIAG_ROUND_DONE] = { "round-done",
			N_("%1 is closed already, and rounds are not reopened: "
			   "an article is, by being changed") },
	[DIAG_ARTICLE_NONE] = { "article-none",
			N_("‘%1’ is no article of this issue; name the file as issue.yaml "
			   "does") },
	[DIAG_UNSIGNED] = { "unsigned",
			N_("this article lacks %1; have it signed with ‘banxin "
			   "round sign’") },
	[DIAG_REOPENED] = { "reopened",
			N_("this article was changed after %1 signed %2 on %3; have it read and "
			   "signed again") },
	[DIAG_CHECK_UNRESOLVED] = { "check-unresolved",
			N_("‘banxin check’ finds an error here: %1") },
	[DIAG_STATE_NONE] = { "round-state",
			N_("there is nothing to compare with: ‘%1’ is no round that was opened, no "
			   "folder of an issue, and no file that a round has kept") },
	[DIAG_RECIPIENTS_NONE] = { "recipients-missing",
			N_("there is neither recipients.csv nor recipients.yaml in ‘%1’; list in "
			   "one of them who gets the issue (man banxin-issue tells how)") },
	[DIAG_RECIPIENTS_TWO] = { "recipients-twice",
			N_("‘%1’ and ‘%2’ both stand here; keep one of them") },
	[DIAG_RECIPIENTS_MANY] = { "recipients-many",
			N_("more than %1 recipients are listed; this row and those behind it are "
			   "not read") },
	[DIAG_RECIPIENT_TWICE] = { "recipient-twice",
			N_("‘%1’, with the same contact, stands here a second time for the same "
			   "days; keep one row, or let one end before the other begins") },
	[DIAG_CODING_BROKEN] = { "encoding",
			N_("what stands here is no text in %1; save the file again as “CSV UTF-8” "
			   "from the table program") },
	[DIAG_CSV_QUOTE] = { "csv-quote",
			N_("the field that begins with this \" has no \" at its end") },
	[DIAG_CSV_QUOTE_STRAY] = { "csv-quote",
			N_("a \" stands inside a field here; put the whole field between \", and "
			   "write \"\" for each \" in it") },
	[DIAG_CSV_HEAD] = { "csv-head", N_("the first row should name the columns: %1") },
	[DIAG_CSV_WIDE] = { "csv-row",
			N_("this row has more fields than the first one; put text that has ‘%1’ in "
			   "it between \"") },
	[DIAG_COLUMN_UNKNOWN] = { "unknown-column", N_("there is no column ‘%1’; known are: %2") },
	[DIAG_COLUMN_UNKNOWN_NEAR] = { "unknown-column",
			N_("there is no column ‘%1’; did you mean ‘%2’?") },
	[DIAG_COLUMN_TWICE] = { "duplicate-column",
			N_("the column ‘%1’ stands here a second time; keep one") },
	[DIAG_COLUMN_MISSING] = { "missing-column", N_("the column ‘%1’ (%2) is missing; add it") },
	[DIAG_FIELD_EMPTY] = { "field-empty", N_("‘%1’ is empty in this row; fill it in") },
	[DIAG_FIELD_LINES] = { "field-lines",
			N_("‘%1’ has a line end or a tab in it here; write it on one line") },
	[DIAG_FIELD_LONG] = { "field-long", N_("‘%1’ is longer than %2 characters") },
	[DIAG_MAIL_BAD] = { "mail-address", N_("‘%1’ is no mail address that can be used: %2") },
	[DIAG_MAIL_TWICE] = { "mail-twice",
			N_("the mail address ‘%1’ stands here a second time, and would get the "
			   "issue twice; keep one") },
	[DIAG_MAILS_MANY] = { "mail-address",
			N_("a recipient may have %1 mail addresses, and this is one more") },
	[DIAG_MAIL_MISSING] = { "mail-missing",
			N_("‘%1’ gets the issue by mail, but no mail address is given") },
	[DIAG_MAIL_SETTINGS_NONE] = { "mail-settings",
			N_("there is no ‘%1’, which says who sends the messages; write it (man "
			   "banxin-issue tells how)") },
	[DIAG_MESSAGE_LARGE] = { "message-size",
			N_("the message to ‘%1’ has %2 MB, and its mailbox takes %3; give link: in "
			   "mail.yaml, which then stands for the PDF, or raise the limit there") },
	[DIAG_LABEL_FULL] = { "label-full",
			N_("what is to stand on the label of ‘%1’ does not fit it even in the "
			   "least "
			   "size; shorten the address, or take larger labels with --sheet") },
	[DIAG_SHEET_UNKNOWN] = { "sheet-unknown",
			N_("there are no label sheets ‘%1’; there are: %2") },
	[DIAG_ENVELOPE_UNKNOWN] = { "envelope-unknown",
			N_("there are no envelopes ‘%1’; there are: %2") },
	[DIAG_PAPER_NONE] = { "paper-none",
			N_("nobody in ‘%1’ gets this issue on paper; there is nothing to print") },
	[DIAG_YEAR_NONE] = { "year-missing",
			N_("the folder ‘%1’ holds no issue of %2; say with --in where the issues "
			   "are, or with --year which year") },
	[DIAG_LEDGER_NONE] = { "ledger-missing",
			N_("there is no ledger ‘%1’: nothing of this issue was planned or sent "
			   "yet; plan it with ‘banxin send’") },
	[DIAG_LEDGER_DAMAGED] = { "ledger-damaged",
			N_("the ledger ‘%1’ is damaged (%2), and nothing is sent: take back the "
			   "last good copy of it, never begin a new one, or everybody gets the "
			   "issue again") },
	[DIAG_LEDGER_FOREIGN] = { "ledger-kind",
			N_("‘%1’ is no ledger of banxin, and is left as it is; move it out of the "
			   "issue's folder") },
	[DIAG_LEDGER_LATER] = { "ledger-version",
			N_("the ledger ‘%1’ was made by another version of banxin (form %2); use "
			   "that one") },
	[DIAG_LEDGER_OTHER_ISSUE] = { "ledger-issue",
			N_("the ledger ‘%1’ belongs to another issue (%2, this is %3); move it "
			   "back "
			   "to that issue's folder") },
	[DIAG_LEDGER_READ_ONLY] = { "ledger-read-only",
			N_("‘%1’ can't be written (%2), so that nothing can be sent or recorded; "
			   "make the issue's folder writable") },
	[DIAG_LEDGER_FULL] = { "disk-full",
			N_("the disk is full or failing, and ‘%1’ could not be written; what was "
			   "recorded "
			   "before stands. Make room, then run the same again") },
	[DIAG_LEDGER_BUSY] = { "ledger-busy",
			N_("another program keeps ‘%1’ locked; close it, then run the same "
			   "again") },
	[DIAG_LEDGER_FAILED] = { "ledger", N_("the ledger ‘%1’ failed: %2") },
	[DIAG_LEDGER_LOCKED] = { "ledger-locked",
			N_("this issue is being sent already, by %1; wait until that is done") },
	[DIAG_LEDGER_PDF_CHANGED] = { "pdf-changed",
			N_("the PDF is another one than %1 recipients already have of edition %2; "
			   "send that one on, or correct the issue with ‘banxin erratum’") },
	[DIAG_LEDGER_UNSETTLED] = { "unsettled",
			N_("of %1 deliveries nobody knows whether they arrived; decide each with "
			   "‘banxin send --settle’ first") },
	[DIAG_LEDGER_NOTHING_SENT] = { "nothing-sent",
			N_("nobody got this issue yet, so there is nothing to correct; send the "
			   "corrected PDF with ‘banxin send’") },
	[DIAG_LEDGER_STATE] = { "ledger-state", N_("delivery %1 is %2, and can't become %3") },
	[DIAG_DELIVER_NONE] = { "deliver-none",
			N_("no paper delivery that is still to be made fits %1; ‘banxin status’ "
			   "lists them") },
	[DIAG_MAILBOX_KIND] = { "mailbox-kind",
			N_("‘%1’ is neither an mbox file nor a maildir folder") },
	[DIAG_URL_BAD] = { "mail-server",
			N_("‘%1’ is no address of a mail server; write smtp://HOST:PORT or "
			   "smtps://HOST:PORT") },
	[DIAG_URL_LOGIN] = { "mail-server",
			N_("the mail server's address holds an ‘@’; a login does not belong into "
			   "it, where every program can read it: give it in a file, with --login, "
			   "or in the environment") },
	[DIAG_LOGIN_OPEN] = { "mail-login",
			N_("others can read this login; take that from them (chmod 600), and "
			   "change the password") },
	[DIAG_LOGIN_FORM] = { "mail-login",
			N_("a login is two lines, the user's name and the password") },
	[DIAG_LOGIN_HALF] = { "mail-login",
			N_("a login is both BANXIN_SMTP_USER and BANXIN_SMTP_PASSWORD; set the "
			   "other one too, or neither") },
	[DIAG_SERVER_AWAY] = { "mail-server-away",
			N_("the mail server ‘%1’ can't be reached, again and again (%2); what is "
			   "left is planned as before: send again later") },
	[DIAG_SEND_INTERRUPTED] = { "interrupted",
			N_("interrupted; what had begun was finished, and the same command goes on "
			   "from here") },
	[DIAG_SEND_UNCERTAIN] = { "mail-uncertain",
			N_("the last reply to %1 of the messages was lost: they may have arrived "
			   "and are not sent again; ask, then say it with ‘banxin send %2 "
			   "--settle’") },
	[DIAG_SEND_REFUSED] = { "mail-refused",
			N_("%1 of the messages were refused for good; put their addresses right, "
			   "or plan them again with ‘banxin send %2 --settle=ADDRESS=unsent’") },
	[DIAG_SEND_LEFT] = { "mail-left",
			N_("%1 of the messages are not sent yet; the same command goes on from "
			   "here") },
	[DIAG_SETTLE_NONE] = { "settle", N_("the ledger holds no message of this issue to ‘%1’") },
	[DIAG_SERVER_REFUSES] = { "mail-server-refuses",
			N_("the mail server ‘%1’ will take nothing from here (%2); what is left is "
			   "planned as before: put that right and send again") },
};

struct diags {
	struct arena *a;
	VEC(struct diag) kept;
	int count[DIAG_ERROR + 1];
	bool seen[DIAG_KINDS];
	int left_out;
};

struct diags *diags_new(void)
{
	struct arena *a = arena_new();
	struct diags *d = ARENA_NEW(a, struct diags);

	d->a = a;
	return d;
}

void diags_free(struct diags *d)
{
	if (d) {
		arena_free(d->a);
	}
}

enum diag_level diag_level(enum diag_kind kind)
{
	return kind > DIAG_ERRORS ? DIAG_ERROR : kind > DIAG_WARNINGS ? DIAG_WARNING : DIAG_NOTE;
}

const char *diag_rule(enum diag_kind kind)
{
	return kinds[kind].rule;
}

static bool same_string(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool same_diag(const struct diag *a, const struct diag *b)
{
	bool same = a->kind == b->kind && a->span.line == b->span.line &&
			a->span.col == b->span.col && a->nargs == b->nargs &&
			same_string(a->span.file, b->span.file);

	for (int i = 0; same && i < a->nargs; i++) {
		same = same_string(a->args[i], b->args[i]);
	}
	return same;
}

/* Notes belong to what stands before them and may be said twice. */
static bool is_kept(const struct diags *d, const struct diag *g)
{
	bool kept = false;

	for (int i = 0; !kept && diag_level(g->kind) != DIAG_NOTE && i < d->kept.n; i++) {
		kept = same_diag(&d->kept.at[i], g);
	}
	return kept;
}

void diag_add_args(struct diags *d, enum diag_kind kind, struct span span, int nargs,
		const char *const *args)
{
	const char **copy = NULL;
	bool first = !d->seen[kind];

	d->seen[kind] = true;
	d->count[diag_level(kind)]++;
	if (is_kept(d, &(struct diag){ kind, span, args, nargs })) {
		return;
	}
	if (d->kept.n >= KEEP_MAX && !(first && diag_level(kind) == DIAG_ERROR)) {
		d->left_out++;
		return;
	}
	copy = ARENA_ARRAY(d->a, const char *, nargs);
	for (int i = 0; i < nargs; i++) {
		copy[i] = arena_string(d->a, args[i]);
	}
	span.file = span.file ? arena_string(d->a, span.file) : NULL;
	*vec_push(d->a, &d->kept) = (struct diag){ kind, span, copy, nargs };
}

int diags_count(const struct diags *d, enum diag_level at_least)
{
	int n = 0;

	for (int i = at_least; i <= DIAG_ERROR; i++) {
		n += d->count[i];
	}
	return n;
}

int diags_kept(const struct diags *d)
{
	return d->kept.n;
}

const struct diag *diags_at(const struct diags *d, int i)
{
	return &d->kept.at[i];
}

/* Text of a file may hold anything; a terminal must get no commands from it. */
static void add_visible(struct buf *b, const char *s)
{
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		bool c1 = c == 0xc2 && (unsigned char)s[1] >= 0x80 && (unsigned char)s[1] < 0xa0;

		if (c < 0x20 || c == 0x7f || c1) {
			buf_print(b, "\\x%02x", c1 ? (unsigned char)*++s : c);
		} else {
			buf_byte(b, *s);
		}
	}
}

const char *diag_fill(struct arena *a, const char *text, int nargs, const char *const *args)
{
	struct buf b = { 0 };
	const char *filled;

	for (const char *t = text; *t; t++) {
		if (t[0] == '%' && t[1] >= '1' && t[1] <= '9') {
			int i = *++t - '1';
			if (i >= nargs) {
				die("‘%s’ lacks argument %d", text, i + 1);
			}
			add_visible(&b, args[i]);
		} else {
			buf_byte(&b, *t);
		}
	}
	filled = arena_copy(a, b.s, b.n);
	buf_done(&b);
	return filled;
}

const char *diag_text(struct arena *a, const struct diag *g)
{
	return diag_fill(a, gettext(kinds[g->kind].text), g->nargs, g->args);
}

static void print_place(struct span s, FILE *to)
{
	struct buf b = { 0 };

	if (!s.file) {
		fputs("banxin: ", to);
		return;
	}
	add_visible(&b, s.file);
	fputs(b.s ? b.s : "", to);
	buf_done(&b);
	if (s.line && s.col) {
		fprintf(to, ":%d:%d: ", s.line, s.col);
	} else if (s.line) {
		fprintf(to, ":%d: ", s.line);
	} else {
		fputs(": ", to);
	}
}

void diag_print_line(FILE *to, struct span span, enum diag_level level, const char *text,
		const char *rule)
{
	static const char *const levels[] = {
		[DIAG_NOTE] = N_("note"),
		[DIAG_WARNING] = N_("warning"),
		[DIAG_ERROR] = N_("error"),
	};

	print_place(span, to);
	fprintf(to, "%s: %s [%s]\n", gettext(levels[level]), text, rule);
}

void diags_print(const struct diags *d, FILE *to)
{
	struct arena *a = arena_new();

	for (int i = 0; i < d->kept.n; i++) {
		const struct diag *g = &d->kept.at[i];
		diag_print_line(to, g->span, diag_level(g->kind), diag_text(a, g),
				diag_rule(g->kind));
	}
	if (d->left_out) {
		const char *n = arena_print(a, "%d", d->left_out);
		struct diag more = { DIAG_DIAGS_LEFT_OUT, { 0 }, &n, 1 };
		diag_print_line(to, more.span, DIAG_NOTE, diag_text(a, &more),
				diag_rule(more.kind));
	}
	arena_free(a);
}
