import type { OptionSpec } from '@holdfast/platform/contract'

/** The four forms of data on stdout. */
export const outputOption: OptionSpec = {
  name: 'output',
  short: 'o',
  value: 'FORM',
  summary: 'form of the data',
  choices: ['table', 'json', 'ndjson', 'csv'],
}

/** For data of one shape that makes no rows. */
export const documentOption: OptionSpec = { ...outputOption, choices: ['table', 'json'] }

export const serverOption: OptionSpec = {
  name: 'server',
  value: 'URL',
  summary: 'another server than the one of this machine',
}
