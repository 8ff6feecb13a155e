import type { OptionSpec, Verb } from '@holdfast/platform/contract'
import { hostOptions } from '../scan/options.ts'
import { documentOption } from '../shared-options.ts'

const benchmark: OptionSpec = {
  name: 'benchmark',
  value: 'ID',
  summary: 'this one, where there are several: its id, or that of its reference in the stream',
}

/** Security benchmarks on the command line; no server is needed. */
export const scapVerbs: readonly Verb[] = [
  {
    name: 'scap info',
    summary: 'Tell what a SCAP data stream or an XCCDF benchmark holds: benchmarks, profiles, rules',
    examples: ['holdfast scap info ssg-debian12-ds.xml', 'holdfast scap info ssg-debian12-ds.xml -o json'],
    positionals: [{ name: 'file', summary: 'the data stream or benchmark; "-" is standard input' }],
    options: [documentOption],
    load: () => import('./info.ts'),
  },
  {
    name: 'scap eval',
    summary: 'Judge this host, another, or a tree of files by a SCAP data stream or an XCCDF benchmark',
    examples: [
      'holdfast scap eval ssg-debian12-ds.xml --profile xccdf_org.ssgproject.content_profile_standard',
      'holdfast scap eval ssg-rhel9-ds.xml --profile cis --ssh root@db-1 --results results.xml',
      'holdfast scap eval ssg-rhel9-ds.xml --profile cis --root /mnt/image -o json',
    ],
    positionals: [{ name: 'file', summary: 'the data stream or benchmark' }],
    options: [
      {
        name: 'profile',
        value: 'ID',
        summary: 'its id or how that ends; without one, the rules that are selected anyway',
      },
      { name: 'rule', value: 'ID', summary: 'of the selected rules, this alone', repeated: true },
      { name: 'tailoring', value: 'FILE', summary: 'profiles of your own, as an XCCDF tailoring file' },
      benchmark,
      { name: 'results', value: 'FILE', summary: 'write the results here, as XCCDF 1.2' },
      ...hostOptions.filter(({ name }) => name !== 'recording'),
      documentOption,
    ],
    load: () => import('./evaluate.ts'),
  },
]
