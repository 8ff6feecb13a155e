import { reportFormats } from '@holdfast/kit/reports'

/** The page of reports of other scanners that are read. */
export function reportsPage(): string {
  const rows = reportFormats().map(({ id, tool, form }) => `| ${tool} | ${form} | \`${id}\` |`)
  return [
    '# Reports of other scanners',
    '',
    'Generated from the readers. `holdfast report read FILE` knows a report by its content, whatever the file is called, and writes its findings in one form:',
    'severity, rule, title, ids of CVEs and advisories, weaknesses, vector and score, place, and what ends it.',
    '',
    'A finding is one weakness at one place. Its `key` says which: the same report gives the same keys each time, and what a report repeats is one finding',
    'with its `times`. Entries that say that something is in order are counted in `passed`. An empty file is refused, since it may be a report that was cut off.',
    '',
    '| tool | form | format |',
    '| --- | --- | --- |',
    ...rows,
    '',
    'JSON may also be one object a line. In tables, separators may be commas, semicolons or tabs, and lines may stand above the names of columns.',
    '',
  ].join('\n')
}
