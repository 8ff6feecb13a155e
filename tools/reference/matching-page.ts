import { labelledGroups } from '../../apps/vulnerabilities/engine/labelled/labelled-case.ts'
import { verifyCases } from '../../apps/vulnerabilities/engine/labelled/verify-cases.ts'

/** The page of labelled cases: what matching finds of them, and what the cases are about. */
export function matchingPage(): string {
  const { subjects } = verifyCases()
  const sum = (count: (one: (typeof subjects)[number]) => number) =>
    subjects.reduce((total, one) => total + count(one), 0)
  const row = (name: string, count: (pick: (one: (typeof subjects)[number]) => number) => number) =>
    `| ${name} | ${count((one) => one.cases)} | ${count((one) => one.found)} | ${count((one) => one.falsePositives)} | ${count((one) => one.falseNegatives)} | ${count((one) => one.otherwise)} |`
  return [
    '# Labelled cases of matching',
    '',
    'Generated from the cases that come with the product. Each says of one software and one CVE whether it is affected, and why. `holdfast feed verify-cases`',
    'matches all of them as installed software is matched against feeds, and ends with 1 where one is answered otherwise. The labels follow what publishers say,',
    'whose pages each group names; a case is no proof for what it is not about.',
    '',
    '| subject | cases | found | false positives | false negatives | otherwise |',
    '| --- | --- | --- | --- | --- | --- |',
    ...subjects.map((one) => row(one.subject, (pick) => pick(one))),
    row('all', sum),
    '',
    '"Otherwise" counts what is said to be clean where nothing can be said, or the other way round.',
    '',
    '## What the cases are about',
    '',
    ...labelledGroups.flatMap(({ subject, groups }) =>
      groups.map(({ title, source, cases }) => `- ${subject}: [${title}](${source}), ${cases.length} cases`),
    ),
    '',
  ].join('\n')
}
