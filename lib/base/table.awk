# SPDX-License-Identifier: MIT
# What turns a table into C, before the program of that table: awk -f table.awk -f ROOM/table.awk HEADER.h... TABLE.tsv
# Constants of the headers are in `constants`. All strings lie in one array, `text`, each once, and a row has their
# places in it: nothing is left to relocate. The other program sets `columns` and `column`.
BEGIN {
    FS = "\t"
    text_of("")
}

FILENAME ~ /\.h$/ {
    if (match($0, /^ *SMTP_[A-Z0-9_]+ = /)) {
        word = substr($0, 1, RLENGTH)
        gsub(/[ =]/, "", word)
        constants[word] = 1
    } else if (match($0, /^ *X\([A-Z0-9_]+, /)) {
        word = substr($0, 1, RLENGTH)
        gsub(/[ ,]|X\(/, "", word)
        constants["SMTP_" word] = 1
    }
    next
}

/^#/ { next }

NF != columns { wrong(NF " columns, not " columns) }

{
    for (i = 1; i <= columns; i++) {
        if ($i == "" || $i ~ /^ | $/ || $i ~ /[^ -~]/) {
            wrong("column " column[i] ": empty, or has blanks around it or characters that are not printable ASCII")
        }
    }
}

function complain(what) {
    print what | "cat 1>&2"
    failed = 1
}

function wrong(what) {
    complain(FILENAME ":" FNR ": " what)
    exit 1
}

# The names of the columns; the place of each in `at`.
function name_columns(names,    i) {
    columns = split(names, column, " ")
    for (i = 1; i <= columns; i++) {
        at[column[i]] = i
    }
}

# The place of a string.
function text_of(string,    i, c, line) {
    if (string in places) {
        return places[string]
    }
    for (i = 1; i <= length(string); i++) {
        c = substr(string, i, 1)
        line = line (c == "'" || c == "\\" ? "'\\" c "', " : "'" c "', ")
    }
    text = text "    " line "0,\n"
    places[string] = text_length + 0
    text_length += length(string) + 1
    return places[string]
}

function constant(prefix, word,    name) {
    name = toupper(word)
    gsub(/-/, "_", name)
    return prefix name
}

function known(prefix, word,    name) {
    name = constant(prefix, word)
    if (!(name in constants)) {
        wrong("'" word "' is not known")
    }
    return name
}

# Whether anything stands against writing so many rows.
function is_writable(rows, all_rows) {
    if (!failed && rows == 0) {
        complain(FILENAME ": no rows")
    }
    if (!failed && (text_length > 65535 || all_rows > 65535)) {
        complain(FILENAME ": too many rows")
    }
    return !failed
}
