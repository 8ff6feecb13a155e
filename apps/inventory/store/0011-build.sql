-- Number of the build, of systems that count builds. Null until the host tells of its system again.
alter table inventory_host add os_build int;
