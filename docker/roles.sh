#!/bin/sh
# Runs once, when the database is made: who owns the tables, and who only uses them.
set -eu
psql --set ON_ERROR_STOP=1 --username postgres \
  --set owner_password="$MESA_OWNER_PASSWORD" --set app_password="$MESA_APP_PASSWORD" --set reader_password="$MESA_READER_PASSWORD" <<'SQL'
CREATE ROLE mesa_app LOGIN PASSWORD :'app_password';
CREATE ROLE mesa_reader LOGIN PASSWORD :'reader_password';
CREATE ROLE mesa_owner LOGIN CREATEDB PASSWORD :'owner_password' IN ROLE mesa_app;
CREATE DATABASE mesa OWNER mesa_owner;
SQL
