#!/bin/sh
# Bring a checkout in /opt/samverkan into service, once per release, before the processes are restarted:
#   sudo -u samverkan sh -c 'set -a; . /etc/samverkan/production.env; sh deploy/release.sh'
set -eu
cd "$(dirname "$0")/.."
[ -x .venv/bin/python ] || python3 -m venv .venv
.venv/bin/pip install --quiet --no-deps --require-hashes -r requirements/base.txt
.venv/bin/python manage.py compilemessages --verbosity 0
.venv/bin/python manage.py check --deploy --fail-level WARNING
.venv/bin/python manage.py collectstatic --noinput --verbosity 0
.venv/bin/python manage.py migrate --noinput
.venv/bin/python manage.py createcachetable
.venv/bin/python manage.py load_rules
