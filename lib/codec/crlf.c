/* SPDX-License-Identifier: MIT */
#include "crlf.h"

#include "run.h"

void smtp__crlf_init(struct smtp__crlf *codec) {
    codec->after_cr = false;
}

smtp_result smtp__crlf_step(struct smtp__crlf *codec, struct smtp__input *in, struct smtp__output *out) {
    while (in->length > 0) {
        if (smtp__run_is_break(in->data[0])) {
            if (!smtp__run_break(in, out, &codec->after_cr)) {
                return SMTP_PENDING;
            }
        } else if (out->length == 0) {
            return SMTP_PENDING;
        } else {
            smtp__run_move(in, out);
            codec->after_cr = false;
        }
    }
    return SMTP_OK;
}
