#!/bin/bash
# SPDX-License-Identifier: MIT
# An smtp-server, as common.sh says: smtp-server.js.
. "$(dirname "$0")/common.sh"
PORTS=4

configure() { unpack_node; }

serve() { NODE_PATH=$NODE/node_modules inside node "$HERE/smtp-server.js" "$DIR" "$PORT"; }

run "$@"
