import type { Verb } from '@holdfast/platform/contract'
import { documentOption, outputOption, serverOption } from '../shared-options.ts'

/** Work on findings. */
export const ticketVerbs: readonly Verb[] = [
  {
    name: 'ticket list',
    summary: 'List tickets',
    examples: ['holdfast ticket list', 'holdfast ticket list "state:[open, reopened] and overdue:true" -o csv'],
    positionals: [{ name: 'query', summary: 'which; those that are to be done when absent', optional: true }],
    options: [outputOption, serverOption],
    load: () => import('./list.ts'),
  },
  {
    name: 'ticket show',
    summary: 'Show a ticket with its findings and its history',
    examples: ['holdfast ticket show 17'],
    positionals: [{ name: 'number', summary: 'number of the ticket' }],
    options: [documentOption, serverOption],
    load: () => import('./show.ts'),
  },
  {
    name: 'ticket open',
    summary: 'Open tickets for findings that are open and in no living ticket',
    examples: [
      'holdfast ticket open "severity:critical and tags:Payment" --per asset',
      'holdfast ticket open "cve:CVE-2024-3094" --per fix --due 2026-12-24',
    ],
    positionals: [{ name: 'query', summary: 'which findings' }],
    options: [
      {
        name: 'per',
        value: 'WHAT',
        summary: 'what makes one ticket (finding)',
        choices: ['finding', 'asset', 'check', 'fix'],
      },
      { name: 'assignee', value: 'PERSON', summary: 'id or name of who is to do it' },
      { name: 'due', value: 'TIME', summary: 'until when; the earliest time of its findings unless told' },
      documentOption,
      serverOption,
    ],
    load: () => import('./open.ts'),
  },
  {
    name: 'ticket edit',
    summary: 'Change tickets: resolve, reopen or ignore them, give them to somebody, say something of them',
    examples: [
      'holdfast ticket edit 17 --resolve --comment "Upgraded on all three."',
      'holdfast ticket edit 17 18 19 --assignee Ada --due 2026-12-24',
      'holdfast ticket edit 20 --ignore --until 2027-01-31',
    ],
    positionals: [{ name: 'number', summary: 'number of a ticket', repeated: true }],
    options: [
      { name: 'resolve', summary: 'it is done, you say: evidence closes it, or opens it again' },
      { name: 'reopen', summary: 'it is to be done after all' },
      { name: 'ignore', summary: 'it is not to be done, for now' },
      { name: 'until', value: 'TIME', summary: 'with --ignore: when it opens again' },
      { name: 'assignee', value: 'PERSON', summary: 'id or name of who is to do it; "nobody" takes it away' },
      { name: 'due', value: 'TIME', summary: 'until when; "never" takes it away' },
      { name: 'comment', value: 'TEXT', summary: 'what there is to say' },
      serverOption,
    ],
    load: () => import('./edit.ts'),
  },
]
