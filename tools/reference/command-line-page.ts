import type { Verb } from '@holdfast/platform/contract'

/** The reference of the command line, written from its verbs. */
export function commandLinePage(verbs: readonly Verb[]): string {
  return [
    '# Command line',
    '',
    'Written by `tools/generate-reference.ts` from the verbs; a test keeps it true. Data goes to standard output, words and progress to standard error. The exit status is described in [exit-codes.md](exit-codes.md).',
    ...verbs.flatMap(one),
    '',
  ].join('\n')
}

function one({ name, summary, positionals = [], options, examples }: Verb): string[] {
  const usage = positionals.map(
    ({ name, optional, repeated }) => (optional ? `[${name}]` : name) + (repeated ? ' …' : ''),
  )
  return [
    '',
    `## holdfast ${name}`,
    '',
    `${summary.replace(/\.?$/, '.')}`,
    '',
    '```sh',
    ...(examples.length > 0 ? examples : [['holdfast', name, ...usage].join(' ')]),
    '```',
    ...(positionals.length + options.length > 0 ? ['', '| | |', '| --- | --- |'] : []),
    ...positionals.map(({ name, summary }) => `| \`${name}\` | ${cell(summary)} |`),
    ...options.map(
      ({ name, short, value, summary, choices }) =>
        `| \`${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : ''}\` | ${cell(summary)}${choices ? ` (${choices.join(', ')})` : ''} |`,
    ),
  ]
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
