#!/bin/sh
# SPDX-License-Identifier: MIT
# nodemailer.sh DIRECTORY: installs nodemailer there, with the program that measures it; where there is no node, nothing.
set -eu

directory=$1
command -v npm >/dev/null && command -v node >/dev/null || exit 0
mkdir -p "$directory"
here=$(dirname "$0")/node
cp "$here"/.npmrc "$here"/* "$directory"
cd "$directory"
[ -d node_modules/nodemailer ] || npm ci --silent --no-audit --no-fund --ignore-scripts
