/* SPDX-License-Identifier: MIT */
/* memory.c - prints what a session takes in this build: the object, and with its buffers. */
#include <smtp/smtp.h>
#include <stdio.h>

/* Room for an AUTH PLAIN of a user name and a password of 40 bytes each (RFC 4954 s4), and for a line of a reply. */
enum { SMALL_SEND = 256, SMALL_REPLY = 128 };

int main(void) {
    size_t object = smtp_session_bytes(64, 64) - 64 - 64;
    printf(
        "\nmemory of a session: %zu bytes, and its buffers; with %d + %d: %zu; as a client makes it, with %d + %d: %zu "
        "and %d to receive\n",
        object, SMALL_SEND, SMALL_REPLY, smtp_session_bytes(SMALL_SEND, SMALL_REPLY), SMTP_CFG_SEND_BUFFER,
        SMTP_CFG_REPLY_TEXT, smtp_session_bytes(SMTP_CFG_SEND_BUFFER, SMTP_CFG_REPLY_TEXT), SMTP_CFG_RECEIVE_BUFFER);
    return 0;
}
