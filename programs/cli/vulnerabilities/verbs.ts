import type { Verb } from '@holdfast/platform/contract'
import { documentOption, outputOption, serverOption } from '../shared-options.ts'

/** Vulnerabilities of a running server. */
export const vulnerabilityVerbs: readonly Verb[] = [
  {
    name: 'vulnerabilities fix-first',
    summary: 'List the upgrades that remove most risk, and what is left after them',
    examples: [
      'holdfast vulnerabilities fix-first',
      'holdfast vulnerabilities fix-first --actions 3 -o json',
      'holdfast vulnerabilities fix-first "severity >= high and exploited:true"',
    ],
    positionals: [{ name: 'query', summary: 'which findings count; all unless told', optional: true }],
    options: [
      { name: 'actions', value: 'NUMBER', summary: 'at most so many upgrades, 1 to 100; 10 unless told' },
      serverOption,
      outputOption,
    ],
    load: () => import('./fix-first.ts'),
  },
  {
    name: 'package show',
    summary: 'Show which versions of a package are installed, what affects them, and what clears all of it',
    examples: ['holdfast package show deb openssl', 'holdfast package show npm @angular/core -o json'],
    positionals: [
      { name: 'ecosystem', summary: 'kind of package: deb, rpm, apk, npm, pypi' },
      { name: 'name', summary: 'its name, or that of the source it was built from' },
    ],
    options: [
      { name: 'fail-on-open', summary: 'exit with 1 where a finding in it is open' },
      serverOption,
      documentOption,
    ],
    load: () => import('./package.ts'),
  },
]
