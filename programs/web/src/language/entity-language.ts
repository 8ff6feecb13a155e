import type { Api, EntityLanguage, QueryProblem, Suggestion } from '@holdfast/design'
import {
  asOfText,
  defineEntity,
  type EntitySpec,
  echo,
  groupKeys,
  type QueryProblem as Problem,
  plan,
  selectedValues,
  selectValues,
  type Token,
  withAsOf,
  withGroupKeys,
} from '@holdfast/platform/search/language'
import { highlight } from './highlight.ts'

/** What the server says can stand at the cursor. */
interface Completion {
  readonly at: number
  readonly length: number
  readonly items: readonly { text: string; label: string; kind: string; summary?: string; count?: number }[]
}

const kinds: Readonly<Record<string, Suggestion['kind']>> = {
  token: 'field',
  group: 'field',
  operator: 'operator',
  value: 'value',
  connective: 'keyword',
  clause: 'keyword',
}

/** The query language over an entity as the server describes it: checked here at every stroke, completed there with counts. */
export function entityLanguage(spec: EntitySpec, api: Api): EntityLanguage {
  const entity = defineEntity(spec)
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const understand = remember((text: string) => plan(text, entity, { now: Date.now(), zone }))
  const labels = new Map(
    spec.tokens.flatMap((token) =>
      token.type === 'enum'
        ? (token.values ?? []).map((value) => [`${token.name} ${value.name}`, value.label ?? value.name] as const)
        : [],
    ),
  )
  const values = new Map(
    spec.tokens.flatMap((token) => {
      if (token.type !== 'enum') return []
      const names = (token.values ?? []).filter((value) => value.means === undefined).map((value) => value.name)
      return [[token.name, token.ordered ? names.reverse() : names] as const]
    }),
  )
  return {
    tokenise: (text) => {
      const checked = understand(text)
      return { tokens: highlight(text), ...(!checked.ok && { problem: toProblem(checked.problems[0]!) }) }
    },
    complete: async (text, cursor, signal) => {
      const { data } = await api.send<{ data: Completion }>(
        'POST',
        `/query/${spec.name}/complete`,
        { text, cursor },
        { signal },
      )
      return data.items.map((item) => ({
        text: item.text,
        start: data.at,
        end: data.at + data.length,
        kind: kinds[item.kind] ?? 'value',
        ...(item.summary !== undefined && { detail: item.summary }),
        ...(item.count !== undefined && { count: item.count }),
      }))
    },
    echo: (text) => {
      const checked = understand(text)
      return checked.ok ? echo(checked.plan) : ''
    },
    picked: (query, field) => selectedValues(query, entity, field),
    pick: (query, field, values) => selectValues(query, entity, field, values),
    grouped: groupKeys,
    group: withGroupKeys,
    groupable: entity.members.flatMap((member) =>
      member.kind === 'token' && member.facet ? [{ token: member.fullName, label: labelOf(member) }] : [],
    ),
    asOf: asOfText,
    at: withAsOf,
    hasPast: spec.history === true,
    valuesOf: (field) => values.get(field) ?? [],
    labelOf: (field, value) => labels.get(`${field} ${value}`) ?? value,
  }
}

/** A part of a group is told with its group: "open port: protocol". */
function labelOf({ label, group }: Token): string {
  return group && group.main !== undefined && group.label !== label ? `${group.label}: ${label}` : label
}

function toProblem({ at, length, message, suggestion }: Problem): QueryProblem {
  const edit = suggestion?.edit
  return {
    start: at,
    end: at + length,
    message: suggestion && !edit ? `${message} ${suggestion.sentence}` : message,
    ...(edit && { fix: { label: suggestion.sentence, text: edit.text, start: edit.at, end: edit.at + edit.length } }),
  }
}

/** The last answer, kept: one stroke asks for colours, problems and words of the same text. */
function remember<Answer>(work: (text: string) => Answer): (text: string) => Answer {
  let last: { text: string; answer: Answer } | undefined
  return (text) => {
    if (last?.text !== text) last = { text, answer: work(text) }
    return last.answer
  }
}
