import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { readDialect } from '../dialects/read-dialect.ts'
import operators from '../language/completion/operator-items.json' with { type: 'json' }
import { type Dialect, echo, plan } from '../language/index.ts'
import typeWords from '../language/meaning/type-words.json' with { type: 'json' }
import limits from '../language/syntax/limits.json' with { type: 'json' }
import problems from '../language/syntax/problems.json' with { type: 'json' }
import reserved from '../language/syntax/reserved-words.json' with { type: 'json' }
import units from '../language/time/units.json' with { type: 'json' }
import sizes from '../language/values/size-units.json' with { type: 'json' }
import { sampleEntity } from '../testing/sample-entity.ts'
import { sampleTime } from '../testing/sample-time.ts'
import { readExamples, readGrammar } from './read-grammar.ts'

type Row = readonly string[]

/** The page `docs/reference/query-language.md`, made of the data that the language itself runs on. */
export function queryLanguagePage(): string {
  return `${[intro(), examples(), grammar(), values(), absence(), patterns(), bounds(), mistakes(), dialect(readDialect('qualys'))].join('\n\n')}\n`
}

function intro(): string {
  return `# Query language

<!-- Written by tools/generate-query-language-docs.ts. Change the data it reads, not this page. -->

One language for every list, saved view, tag, alert, report and filter of the API: \`token:value\`, joined by \`and\`, \`or\` and
\`not\`. What can be asked of a list is told by its own tokens; the query bar offers them, says the query back in words, and shows
where it does not understand.`
}

/** What the examples mean is written by the echo, which has the last word. */
function examples(): string {
  const rows = readExamples().map((text): Row => {
    const checked = plan(text, sampleEntity, sampleTime)
    if (!checked.ok) throw new Error(`${text}: ${checked.problems[0]!.message}`)
    return [code(text), echo(checked.plan)]
  })
  const moment = 'on 22 November 2026 at 11:30 in Prague'
  return `## Examples\n\nAsked of a list of hosts ${moment}.\n\n${table(['query', 'what it means'], rows)}`
}

function grammar(): string {
  const { rules, words } = readGrammar()
  const width = Math.max(...rules.map(({ name }) => name.length))
  const lines = rules.map(({ name, rule }) => `${name.padEnd(width)} = ${rule}`)
  const said = rules.flatMap(({ name, says }): Row[] => (says ? [[code(name), says]] : []))
  const told = words.flatMap(({ name, says, samples }): Row[] =>
    says ? [[code(name), says, samples.slice(0, 4).map(code).join(' ')]] : [],
  )
  return `## Grammar

\`[ ]\` may be left out, \`{ }\` may come any number of times, \`|\` chooses, \`( )\` groups. Words in quotes may be written in upper or
lower case. Blanks may stand between all parts.

\`\`\`
${lines.join('\n')}
\`\`\`

${table(['rule', 'meaning'], said)}

${table(['word', 'meaning', 'for instance'], told)}

These words belong to the language; to look for one, put it in quotes: ${Object.values(reserved).flat().map(code).join(', ')}.`
}

function values(): string {
  const rules = parse(readFileSync(new URL('./value-rules.yaml', import.meta.url), 'utf8')) as Record<
    keyof typeof typeWords,
    { written: string; compared: string }
  >
  const rows = Object.entries(rules).map(([type, { written, compared }]): Row => {
    const known = operators[type as keyof typeof operators].map(([text]) => code(text!.trim()))
    return [typeWords[type as keyof typeof typeWords].replace(/^an? /, ''), written, compared, known.join(' ')]
  })
  const time = Object.entries(units).map(([unit, { name }]) => `${code(unit)} ${name}`)
  const bytes = Object.entries(sizes).map(([unit, size]): Row => [code(unit), size.toLocaleString('en')])
  return `## Values

${table(['type', 'written', 'compared', 'operators'], rows)}

Relative dates: \`now\`, then any number of \`+\` or \`-\` with a count and a unit, then \`/\` and a unit to cut at its start. Units are
${time.join(', ')}. Seconds to hours are lengths of time; days and longer keep the time of day, also over a change of clocks. Weeks
begin on Monday.

A token that can have several values meets a condition when one of them does, and \`not\` when none does. Two conditions on parts of a
group may be met by different elements, unless they stand in the parentheses of the group.

${table(['size', 'bytes'], bytes)}`
}

function absence(): string {
  return `## What is absent

A condition on a value that is absent is false, and its negation is true: \`not owner:mk\` and \`owner != mk\` find rows without an
owner too. \`owner is null\` and \`exists owner\` ask for it. In an order, rows without a value come last, whatever the direction.
A negation is answered as fast as what it negates.`
}

function patterns(): string {
  return `## Regular expressions

Characters, \`.\` (any character), \`[…]\`, \`\\d \\w \\s \\b\` and their capitals (ASCII), \`^\` and \`$\` (of the whole value), groups, \`|\`, \`* + ?\`
and \`{m,n}\`. They are searched in time linear in the value; look-around and back-references are refused by name.`
}

function bounds(): string {
  const rows: Row[] = [
    ['length of a query', `${limits.maxLength.toLocaleString('en')} characters`],
    ['depth', `${limits.maxDepth.toLocaleString('en')} parentheses and negations`],
    ['conditions', limits.maxConditions.toLocaleString('en')],
    ['keys of a group or an order', String(limits.maxGroupKeys)],
    ['rows of a limit', limits.maxRowLimit.toLocaleString('en')],
    [
      'regular expression',
      `${limits.maxRegexLength} characters, repetitions up to ${limits.maxRegexRepeat}, ${limits.maxRegexStates} states`,
    ],
    ['saved views inside each other', String(limits.maxViewDepth)],
  ]
  return `## Limits\n\n${table(['what', 'at most'], rows)}`
}

function mistakes(): string {
  const rows = Object.entries(problems).map(
    ([name, sentence]): Row => [code(name), sentence.replace(/\{(\w+)\}/g, '‹$1›')],
  )
  return `## Mistakes

Each problem has a stable code, a sentence, its place in the text (offset and length in UTF-16 code units), and often a suggestion
with the change that mends it.

${table(['code', 'sentence'], rows)}`
}

function dialect({ title, entities }: Dialect): string {
  const parts = Object.entries(entities).map(([name, { tokens }]) => {
    const rows = Object.entries(tokens).map(([theirs, ours]): Row => {
      const targets = [ours].flat().map((target) => (target === '.' ? 'the row itself' : code(target)))
      return [code(theirs), targets.join(' or ') || 'none yet']
    })
    return `### ${name}\n\n${table(['theirs', 'ours'], rows)}`
  })
  return `## Pasted queries of ${title}\n\nThese names are understood as they are, and shown as ours.\n\n${parts.join('\n\n')}`
}

function code(text: string): string {
  const fence = text.includes('`') ? '``' : '`'
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : ''
  return `${fence}${pad}${text.replaceAll('|', '\\|')}${pad}${fence}`
}

function table(head: Row, rows: readonly Row[]): string {
  const line = (cells: Row) => `| ${cells.map((cell) => cell.trim().replaceAll('\n', ' ')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
