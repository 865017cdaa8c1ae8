#!/bin/bash
# SPDX-License-Identifier: MIT
# The scripts pass shellcheck (SC2016 would have every dollar in single quotes explained); scripts and .ci/run can be run.
. "$(dirname "$0")/common.sh"

mapfile -t scripts < <(files '*.sh' .ci/run)
cd "$S"
shellcheck -x -e SC2016 -P SCRIPTDIR "${scripts[@]}" || complain shellcheck
for script in "${scripts[@]}"; do
    ! head -1 "$script" | grep -q '^#!' || [ -x "$script" ] || complain "$script: cannot be run"
done
