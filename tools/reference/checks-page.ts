import type { Check } from '@holdfast/platform/contract'

/** The reference of all checks, written from their content. */
export function checksPage(checks: readonly Check[]): string {
  const sorted = [...checks].sort((a, b) => (a.id < b.id ? -1 : 1))
  return [
    '# Checks',
    '',
    'What Holdfast asks of assets. Written by `tools/generate-reference.ts` from the content; a test keeps it true. Every check ships with cases that pass and fail.',
    '',
    '| check | severity | holds when |',
    '| --- | --- | --- |',
    ...sorted.map(({ id, severity, title }) => `| [\`${id}\`](#${id.replaceAll('.', '')}) | ${severity} | ${title} |`),
    ...sorted.flatMap(one),
    '',
  ].join('\n')
}

function one({ id, title, severity, category, why, remedy, source, parameters, since, lifecycle }: Check): string[] {
  return [
    '',
    `## ${id}`,
    '',
    `**${title}.** Severity ${severity}, category ${category}, ${lifecycle} since ${since}.`,
    '',
    why.trim(),
    '',
    `*Remedy.* ${remedy.words.trim()}`,
    ...Object.entries(remedy.commands ?? {}).flatMap(([family, commands]) => [
      '',
      `On ${family}:`,
      '',
      '```sh',
      ...commands,
      '```',
    ]),
    ...(parameters ? ['', `Parameters: \`${JSON.stringify(parameters)}\``] : []),
    '',
    `*Source.* ${source.map(({ title, section, url }) => (url ? `[${title}](${url})${section ? `, ${section}` : ''}` : title)).join('; ')}`,
  ]
}
