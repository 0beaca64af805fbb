-- Run once by PostgreSQL's image on an empty data folder, as its superuser: the two databases and
-- their owners, as `hutong run` makes them. SECRETS is the folder of the password files.
\set ON_ERROR_STOP on
\set owner `cat "$SECRETS/hutong_owner.password"`
\set prefect `cat "$SECRETS/hutong_prefect.password"`
CREATE ROLE hutong_owner LOGIN CREATEROLE PASSWORD :'owner';
CREATE ROLE hutong_prefect LOGIN PASSWORD :'prefect';
CREATE DATABASE hutong OWNER hutong_owner;
CREATE DATABASE prefect OWNER hutong_prefect;
-- What runs in Prefect is told to no other role; neither is what the server keeps for itself.
REVOKE CONNECT ON DATABASE prefect FROM PUBLIC;
REVOKE CONNECT ON DATABASE postgres FROM PUBLIC;
