-- What lists ask of a CVE that was found: read from the words of its check, which are made from feeds. Shared by all tenants, as those words are.
create table vulnerabilities_cve (
  check_no int primary key references check_definition on delete cascade,
  -- The CVE, or the id of the advisory where no CVE names it.
  name text not null,
  -- Base score of the newest CVSS version, 0–10.
  cvss numeric(3, 1),
  -- Probability of exploitation within 30 days, 0–1 (FIRST EPSS).
  epss numeric(6, 5),
  -- Known to be exploited (CISA KEV): since when it is listed, and until when agencies must have fixed it.
  exploited boolean not null default false,
  exploited_since timestamptz(3),
  due timestamptz(3),
  ransomware boolean not null default false,
  published timestamptz(3),
  weaknesses text[] not null default '{}'
);
create index vulnerabilities_cve_name on vulnerabilities_cve (name);
select holdfast_share('vulnerabilities_cve');
select holdfast_scoped('vulnerabilities_cve', null);

create function vulnerabilities_cve_from_words() returns trigger
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  said jsonb := new.definition -> 'parameters';
begin
  insert into vulnerabilities_cve (check_no, name, cvss, epss, exploited, exploited_since, due, ransomware, published, weaknesses)
    values (new.check_no, said ->> 'name', (said ->> 'cvss')::numeric, (said ->> 'epss')::numeric,
            coalesce((said ->> 'exploited')::boolean, false), (said ->> 'exploitedSince')::timestamptz, (said ->> 'due')::timestamptz,
            coalesce((said ->> 'ransomware')::boolean, false), (said ->> 'published')::timestamptz,
            array(select jsonb_array_elements_text(coalesce(said -> 'weaknesses', '[]'))))
  on conflict (check_no) do update
    set name = excluded.name, cvss = excluded.cvss, epss = excluded.epss, exploited = excluded.exploited,
        exploited_since = excluded.exploited_since, due = excluded.due, ransomware = excluded.ransomware,
        published = excluded.published, weaknesses = excluded.weaknesses;
  return null;
end $$;
create trigger vulnerabilities_cve_from_words after insert or update of definition on check_definition
  for each row when (new.from_feed and new.app = 'vulnerabilities') execute function vulnerabilities_cve_from_words();
