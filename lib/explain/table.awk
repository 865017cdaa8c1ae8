# SPDX-License-Identifier: MIT
# Makes C of explanations.tsv: awk -f base/table.awk -f table.awk result.h event.h session.h explanations.tsv
BEGIN {
    name_columns("key result phase security code enhanced text provider example cause advice")
}

FILENAME !~ /\.h$/ { row() }

END {
    if (!is_writable(rows, explanations)) {
        exit 1
    }
    print "/* Made of lib/explain/explanations.tsv. */"
    print "#include \"explain/table.h\"\n\n#include <smtp/event.h>\n#include <smtp/session.h>\n"
    print "const char smtp__explain_text[] = {\n" text "};\n"
    print "const struct smtp__explanation smtp__explanations[] = {\n" explanation_rows "};\n"
    print "const struct smtp__explain_row smtp__explain_rows[] = {\n" reply_rows "};\n"
    print "const size_t smtp__explanation_count = " explanations ";"
    print "const size_t smtp__explain_row_count = " rows ";"
}

# The number of the explanation with this key, which its first row tells.
function explanation(key, cause, advice) {
    if (key !~ /^[a-z0-9]+(-[a-z0-9]+)*$/) {
        wrong("key '" key "'")
    }
    if ((cause == "-") != (key in numbers) || (advice == "-") != (key in numbers)) {
        wrong("cause and advice stand in the first row of a key, and there alone")
    }
    if (!(key in numbers)) {
        numbers[key] = ++explanations
        explanation_rows = explanation_rows "    {" text_of(key) ", " text_of(cause) ", " text_of(advice) "},\n"
    }
    return numbers[key]
}

function results(value,    words, n, i, all) {
    n = value == "*" ? 0 : split(value, words, ",")
    if (n > 5) {
        wrong("more than 5 results")
    }
    for (i = 1; i <= n; i++) {
        all = all (i > 1 ? ", " : "") known("SMTP_", words[i])
    }
    return "{" (n == 0 ? "0" : all) "}"
}

# Bits of words with commas between them; "*": 0.
function bits(value, prefix,    words, n, i, all) {
    n = value == "*" ? 0 : split(value, words, ",")
    for (i = 1; i <= n; i++) {
        all = all (i > 1 ? " | " : "") "1U << " known(prefix, words[i] == "end-of-data" ? "end" : words[i])
    }
    return n == 0 ? "0" : all
}

function codes(value,    ends, n) {
    if (value == "*") {
        return ".lowest = 0, .highest = 0"
    }
    n = split(value, ends, "-")
    if (value !~ /^[2-5][0-9][0-9](-[2-5][0-9][0-9])?$/ || ends[n] < ends[1]) {
        wrong("code '" value "'")
    }
    return ".lowest = " ends[1] ", .highest = " ends[n]
}

function enhanced(value,    parts) {
    if (value == "*") {
        return ".subject = -1, .detail = -1"
    }
    if (value !~ /^X\.[0-9][0-9]?[0-9]?\.([0-9][0-9]?[0-9]?|\*)$/) {
        wrong("enhanced '" value "'")
    }
    split(value, parts, ".")
    return ".subject = " parts[2] ", .detail = " (parts[3] == "*" ? "-1" : parts[3])
}

function pattern(value) {
    if (value != tolower(value)) {
        wrong("text '" value "' is not in lower case")
    }
    if (value ~ /^\*|\*$|\*\*/) {
        wrong("text '" value "' has nothing beside a *")
    }
    return text_of(value == "-" ? "" : value)
}

function providers(value) {
    if (value != "*" && value !~ /^[a-z0-9,-]+$/) {
        wrong("provider '" value "'")
    }
    gsub(/,/, " ", value)
    return text_of(value == "*" ? "" : value)
}

function row(    number) {
    number = explanation($at["key"], $at["cause"], $at["advice"])
    reply_rows = reply_rows "    {.results = " results($at["result"]) ", .phases = " bits($at["phase"], "SMTP_PHASE_") \
        ", .securities = " bits($at["security"], "SMTP_SECURITY_") ",\n     " codes($at["code"]) ", " \
        enhanced($at["enhanced"]) ", .text = " pattern($at["text"]) ", .providers = " providers($at["provider"]) \
        ", .explanation = " number "},\n"
    rows++
}
