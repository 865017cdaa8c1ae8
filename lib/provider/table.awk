# SPDX-License-Identifier: MIT
# Makes C of providers.tsv: awk -f base/table.awk -f table.awk mechanism.h provider.h providers.tsv
# A constant of the headers stands for each word, "local-part" for SMTP_PROVIDER_USER_LOCAL_PART.
BEGIN {
    name_columns("id name host port tls others user secret mechanisms domains size recipients connection day " \
                 "parallel quirks headers verified checked source help")
    sasl = " PLAIN LOGIN CRAM-MD5 DIGEST-MD5 SCRAM-SHA-1 SCRAM-SHA-256 SCRAM-SHA-512 SCRAM-SHA-1-PLUS " \
           "SCRAM-SHA-256-PLUS SCRAM-SHA-512-PLUS XOAUTH2 OAUTHBEARER GSSAPI EXTERNAL "
    security["starttls"] = "SMTP_SECURITY_STARTTLS_REQUIRED"
    security["implicit"] = "SMTP_SECURITY_IMPLICIT_TLS"
}

FILENAME !~ /\.h$/ {
    verified = ""
    row()
}

END {
    if (!is_writable(rows, servers)) {
        exit 1
    }
    print "/* Made of lib/provider/providers.tsv. */"
    print "#include \"provider/table.h\"\n\n#include <smtp/mechanism.h>\n#include <smtp/session.h>\n"
    print "const char smtp__provider_text[] = {\n" text "};\n"
    print "const struct smtp__provider_server smtp__provider_servers[] = {\n" server_rows "};\n"
    print "const struct smtp_provider smtp__providers[] = {\n" provider_rows "};\n"
    print "const size_t smtp__provider_count = " rows ";"
}

# The constants of words with commas between them, as a mask.
function mask(value, prefix,    words, n, i, all) {
    n = value == "-" ? 0 : split(value, words, ",")
    for (i = 1; i <= n; i++) {
        all = all (i > 1 ? " | " : "") known(prefix, words[i])
    }
    return n == 0 ? "0" : all
}

function mechanisms(value,    words, n, i, all, name) {
    value = certain(value, "MECHANISMS")
    n = value == "-" ? 0 : split(value, words, ",")
    for (i = 1; i <= n; i++) {
        if (index(sasl, " " words[i] " ") == 0) {
            wrong("mechanism '" words[i] "' is not known")
        }
        name = constant("SMTP_MECHANISM_", words[i])
        if (name in constants) {
            all = all (all == "" ? "" : " | ") name
        }
    }
    return all == "" ? "0" : all
}

# A value without its question mark; one that has none is marked as verified.
function certain(value, what) {
    if (value ~ /\?$/) {
        return substr(value, 1, length(value) - 1)
    }
    if (value != "-") {
        verified = verified " | SMTP_PROVIDER_VALUE_" what
    }
    return value
}

function number(name, most, what,    value) {
    value = certain($at[name], what)
    if (value == "-") {
        return 0
    }
    if (value !~ /^[1-9][0-9]*$/ || length(value) > 10 || value + 0 > most) {
        wrong(name ": '" value "' is no number from 1 to " most)
    }
    return value
}

function add_server(port, tls, is_verified) {
    if (port !~ /^[1-9][0-9]*$/ || length(port) > 5 || port + 0 > 65535) {
        wrong("port '" port "'")
    }
    if (!(tls in security)) {
        wrong("tls '" tls "' is neither implicit nor starttls")
    }
    server_rows = server_rows "    {" port ", " security[tls] ", " is_verified "},\n"
    servers++
}

# The first server and the others; how many.
function all_servers(is_verified,    begun, list, n, i, parts, sure) {
    begun = servers
    add_server($at["port"], $at["tls"], is_verified)
    n = $at["others"] == "-" ? 0 : split($at["others"], list, ",")
    for (i = 1; i <= n; i++) {
        sure = list[i] !~ /\?$/
        sub(/\?$/, "", list[i])
        if (split(list[i], parts, "/") != 2) {
            wrong("others: '" list[i] "' is not PORT/TLS")
        }
        add_server(parts[1], parts[2], sure)
    }
    return servers - begun
}

function blanks(value) {
    gsub(/,/, " ", value)
    return value == "-" ? "" : value
}

function domains(value,    words, n, i) {
    n = value == "-" ? 0 : split(value, words, ",")
    for (i = 1; i <= n; i++) {
        if (words[i] !~ /^(\*\.)?[a-z0-9][a-z0-9.-]*\.[a-z0-9-]*[a-z0-9]$/ || words[i] ~ /\.\./) {
            wrong("domain '" words[i] "'")
        }
        if (words[i] in owner) {
            wrong("domain '" words[i] "' belongs to " owner[words[i]])
        }
        owner[words[i]] = $at["id"]
    }
    if (n > 0 && $at["verified"] != "yes") {
        wrong("a server that is not verified is not found by a domain")
    }
    return blanks(value)
}

function user_form(value) {
    sub(/:.*/, "", value)
    return known("SMTP_PROVIDER_USER_", value)
}

function literal_user(value) {
    if ((value ~ /^literal/) != (value ~ /^literal:./)) {
        wrong("user: literal:NAME")
    }
    return sub(/^literal:/, "", value) ? value : ""
}

function check() {
    if ($at["id"] !~ /^[a-z0-9]+(-[a-z0-9]+)*$/ || ($at["id"] in ids)) {
        wrong("id '" $at["id"] "' is malformed or stands twice")
    }
    ids[$at["id"]] = 1
    if ($at["host"] !~ /^[a-z0-9{][a-z0-9.{}-]*$/) {
        wrong("host '" $at["host"] "'")
    }
    if ($at["verified"] !~ /^(yes|no)$/) {
        wrong("verified '" $at["verified"] "' is neither yes nor no")
    }
    if ($at["checked"] !~ /^20[0-9][0-9]-[01][0-9]-[0-3][0-9]$/) {
        wrong("checked '" $at["checked"] "' is no date")
    }
    if ($at["headers"] != "-" && $at["headers"] !~ /^[A-Za-z0-9*,-]+$/) {
        wrong("headers '" $at["headers"] "'")
    }
}

function row(    first, count, fields) {
    check()
    first = servers + 0
    count = all_servers($at["verified"] == "yes")
    if ($at["verified"] == "yes") {
        verified = " | SMTP_PROVIDER_VALUE_SERVER"
    }
    fields = "    {\n        .id = " text_of($at["id"]) ", .name = " text_of($at["name"]) ", .host = " text_of($at["host"]) \
        ", .help = " text_of($at["help"]) ", .checked = " text_of($at["checked"]) ",\n" \
        "        .domains = " text_of(domains($at["domains"])) ", .headers = " text_of(blanks($at["headers"])) \
        ", .user = " text_of(literal_user($at["user"])) ",\n" \
        "        .first_server = " first ", .server_count = " count ",\n" \
        "        .user_form = " user_form($at["user"]) ",\n" \
        "        .secrets = " mask($at["secret"], "SMTP_PROVIDER_SECRET_") ",\n" \
        "        .quirks = " mask($at["quirks"], "SMTP_PROVIDER_QUIRK_") ",\n" \
        "        .mechanisms = " mechanisms($at["mechanisms"]) ",\n" \
        "        .size = " number("size", 4294967295, "SIZE") ", .recipients = " number("recipients", 4294967295, "RECIPIENTS") \
        ", .per_connection = " number("connection", 4294967295, "PER_CONNECTION") \
        ", .per_day = " number("day", 4294967295, "PER_DAY") ", .parallel = " number("parallel", 4294967295, "PARALLEL")
    provider_rows = provider_rows fields ",\n        .verified = 0" verified ",\n    },\n"
    rows++
}
