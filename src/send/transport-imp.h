#ifndef SEND_TRANSPORT_IMP_H
#define SEND_TRANSPORT_IMP_H

/* transport-imp: what is read out of URLs and replies. */

#include <stdbool.h>
#include <stddef.h>

#include "send/transport.h"

#define TAIL 2 /* bytes of a message that are handed out last: its line end */

/* The URL's host is this machine. */
bool server_on_loopback(const char *url);

/* The code that a line of a reply begins with; 0: it has none. */
int reply_code(const char *line, size_t n);

/* Keep a line without its end and control characters; where a server repeats the
   password, that is left out. password may be NULL. */
void reply_clean(char to[static REPLY_MAX], const char *line, size_t n, const char *password);

#endif
