-- Two people may edit one network at once.
alter table network add column version int not null default 1;
