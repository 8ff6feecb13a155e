-- One version of one feed, compiled. Written once, then only read. JSON texts hold what is shown; columns hold what is looked up.
create table meta (key text primary key, value text not null) without rowid;

-- Without its entries.
create table advisory (number integer primary key, id text not null unique, body text not null);
create table entry (advisory integer not null, position integer not null, body text not null, primary key (advisory, position)) without rowid;

create table package (number integer primary key, ecosystem text not null, name text not null, unique (ecosystem, name));
-- `until`: the version from which on the entry means none, where that is all that it says.
create table naming (package integer not null, advisory integer not null, position integer not null, until text, primary key (package, advisory, position)) without rowid;

-- Its id, its aliases, and what it answers.
create table known_as (name text not null, advisory integer not null, primary key (name, advisory)) without rowid;

create table threat (cve text not null, position integer not null, body text not null, primary key (cve, position)) without rowid;
create table weakness (id text primary key, name text not null) without rowid;
create table coverage (ecosystem text primary key) without rowid;
create table problem (number integer primary key, place text not null, message text not null);
