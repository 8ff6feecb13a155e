import type { Verb } from '@holdfast/platform/contract'

/** Versions on the command line; no server is needed. */
export const versionVerbs: readonly Verb[] = [
  {
    name: 'versions compare',
    summary: 'Order two versions by the rules of their ecosystem: -1, 0 or 1',
    examples: [
      'holdfast versions compare Debian 1.2.3-1~deb12u1 1.2.3-1',
      'holdfast versions compare npm 1.0.0-rc.1 1.0.0',
      'holdfast versions compare --stdin < pairs.tsv',
    ],
    positionals: [
      { name: 'ecosystem', summary: 'as OSV names it, or deb, rpm, apk, semver', optional: true },
      { name: 'a', summary: 'one version', optional: true },
      { name: 'b', summary: 'the other', optional: true },
    ],
    options: [
      {
        name: 'stdin',
        summary: 'read rows of ECOSYSTEM, A and B with tabs between; one answer a row, "?" where there is no order',
      },
    ],
    load: () => import('./compare.ts'),
  },
]
