import type { Verb } from '@holdfast/platform/contract'
import { documentOption, outputOption, serverOption } from '../shared-options.ts'

const listed = { name: 'name', summary: 'name or id of the list' } as const

/** Named sets of checks, that queries ask for by `searchList`. */
export const searchListVerbs: readonly Verb[] = [
  {
    name: 'search-list list',
    summary: 'List the search lists, how many checks each has, and their open findings',
    examples: ['holdfast search-list list'],
    options: [outputOption, serverOption],
    load: () => import('./list.ts'),
  },
  {
    name: 'search-list show',
    summary: 'The checks that are on a search list, worst first',
    examples: ['holdfast search-list show "Exploited now"', 'holdfast search-list show Backdoors -o csv'],
    positionals: [listed],
    options: [outputOption, serverOption],
    load: () => import('./show.ts'),
  },
  {
    name: 'search-list set',
    summary:
      'Make a search list, or say anew what is on it: ids of checks and CVEs, or whatever a query about checks finds',
    examples: [
      'holdfast search-list set "Exploited now" --query "exploited:true and severity >= high"',
      'holdfast search-list set Backdoors CVE-2024-3094 CVE-2018-14847',
      'holdfast search-list set Quarterly --from ids.txt',
    ],
    positionals: [
      { name: 'name', summary: 'name of the list' },
      { name: 'ids', optional: true, repeated: true, summary: 'ids of checks, and CVEs' },
    ],
    options: [
      { name: 'query', value: 'QUERY', summary: 'in the query language, about checks' },
      { name: 'from', value: 'FILE', summary: 'a file with an id a line; "-" is standard input' },
      { name: 'description', value: 'TEXT', summary: 'what the list is for' },
      documentOption,
      serverOption,
    ],
    load: () => import('./set.ts'),
  },
  {
    name: 'search-list remove',
    summary: 'Remove a search list; queries that ask for it find nothing by it',
    examples: ['holdfast search-list remove Backdoors'],
    positionals: [listed],
    options: [serverOption],
    load: () => import('./remove.ts'),
  },
]
