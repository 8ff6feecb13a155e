import type { Change, Tone } from '@holdfast/design'
import type { FactChange, Item } from '../../asset.ts'
import { factTitle, fieldTitle, textOf } from '../../words.ts'
import many from './many-words.json' with { type: 'json' }

export interface ChangeWords {
  readonly change: Change
  /** What happened, in a few words. */
  readonly title: string
  /** Between what and what; of whom. */
  readonly detail: string
  readonly badge?: { readonly tone: Tone; readonly label: string }
  /** Shorter than the title, for a line that tells of several. */
  readonly brief?: string
}

const signs = { came: 'added', changed: 'changed', went: 'removed' } as const
/** Fields that say nothing to people, or move with everything. */
const quiet = new Set(['purl', 'digest', 'pids', 'line'])

type Teller = (change: FactChange, item: Item) => Omit<ChangeWords, 'change'>

const tellers: Readonly<Record<string, Teller>> = {
  'inventory.package': (change, item) => versioned(change, item, textOf(item, 'name')),
  'inventory.software': (change, item) => versioned(change, item, textOf(item, 'name')),
  'inventory.pending-update': (change, item) => ({
    title:
      change.kind === 'went'
        ? `Update of ${textOf(item, 'package')} is no longer pending`
        : `Update of ${textOf(item, 'package')} is pending`,
    detail: `${textOf(item, 'installed')} → ${textOf(item, 'candidate')}`,
    ...(item.security === true && change.kind !== 'went' && { badge: { tone: 'medium' as const, label: 'security' } }),
  }),
  'inventory.listener': (change, item) => ({
    title: `Port ${textOf(item, 'port')}/${textOf(item, 'transport')} ${verb(change, 'opened', 'closed')}`,
    detail: [
      textOf(item, 'process') || 'an unseen process',
      `on ${textOf(item, 'address')}`,
      change.kind === 'changed' ? fieldsChanged(change) : '',
    ]
      .filter(Boolean)
      .join(' '),
    ...(item.allInterfaces === true && change.kind === 'came' && { badge: { tone: 'medium', label: 'exposure' } }),
  }),
  'inventory.account': (change, item) => ({
    title: `Account ${textOf(item, 'name')} ${verb(change, 'was added', 'was removed')}`,
    detail: change.kind === 'changed' ? fieldsChanged(change) : `user id ${textOf(item, 'uid')}`,
    ...(textOf(item, 'privileged') !== textOf(change.before, 'privileged') &&
      change.kind !== 'went' &&
      textOf(item, 'privileged') !== '' && { badge: { tone: 'high' as const, label: 'privilege' } }),
  }),
  'inventory.group': (change, item) => ({
    title: `Group ${textOf(item, 'name')} ${verb(change, 'was added', 'was removed')}`,
    detail: change.kind === 'changed' ? membersChanged(change) : `members: ${textOf(item, 'members') || 'none'}`,
  }),
  'inventory.process': (change, item) => ({
    title: `${textOf(item, 'name')} ${verb(change, 'started', 'ended')}`,
    detail: `as ${textOf(item, 'user')}: ${textOf(item, 'command')}`,
  }),
  'inventory.service': (change, item) => ({
    title: `Service ${textOf(item, 'name')} ${verb(change, 'was added', 'was removed')}`,
    detail: change.kind === 'changed' ? fieldsChanged(change) : textOf(item, 'description'),
  }),
  'inventory.kernel': (change, item) => ({
    title:
      item.running === true
        ? `Kernel ${textOf(item, 'release')} ${verb(change, 'runs now', 'runs no more')}`
        : `Kernel ${textOf(item, 'release')} ${verb(change, 'was installed', 'was removed')}`,
    detail: change.kind === 'changed' ? fieldsChanged(change) : '',
  }),
  'inventory.sudo-rule': (change, item) => ({
    title: `Sudo rule for ${textOf(item, 'who')} ${verb(change, 'was added', 'was removed')}`,
    detail: `${textOf(item, 'commands')}, in ${textOf(item, 'source')}`,
    ...(change.kind !== 'went' && { badge: { tone: 'high' as const, label: 'privilege' } }),
  }),
}

/** A change of one item as a sentence. What is in the item stays text. */
export function changeWords(change: FactChange): ChangeWords {
  const item = change.after ?? change.before ?? {}
  const tell = tellers[change.fact] ?? other
  return { change: signs[change.kind], ...tell(change, item) }
}

/** Several changes of one kind at one moment: "14 packages were installed". */
export function foldedWords(fact: string, kind: FactChange['kind'], count: number): string {
  const known: { many: string; came: string; went: string } | undefined = many[fact as keyof typeof many]
  const {
    many: name,
    came,
    went,
  } = known ?? {
    many: `items of ${factTitle(fact).toLowerCase()}`,
    came: 'came',
    went: 'went',
  }
  return `${count.toLocaleString('en')} ${name} ${kind === 'came' ? came : kind === 'went' ? went : 'changed'}`
}

function versioned(change: FactChange, item: Item, name: string): Omit<ChangeWords, 'change'> {
  const [before, after] = [textOf(change.before, 'version'), textOf(change.after, 'version')]
  if (change.kind === 'changed' && before !== after) return { title: `${name} ${before} → ${after}`, detail: '' }
  if (change.kind === 'changed') return { title: `${name} changed`, detail: fieldsChanged(change) }
  return {
    title: `${name} ${textOf(item, 'version')} ${change.kind === 'came' ? 'was installed' : 'was removed'}`,
    detail: textOf(item, 'path'),
    brief: `${name} ${textOf(item, 'version')}`.trim(),
  }
}

function other(change: FactChange, item: Item): Omit<ChangeWords, 'change'> {
  const name = ['name', 'path', 'source', 'release'].map((field) => textOf(item, field)).find((text) => text !== '')
  return {
    title: `${factTitle(change.fact)}${name ? ` ${name}` : ''} ${verb(change, 'came', 'went')}`,
    detail: change.kind === 'changed' ? fieldsChanged(change) : '',
  }
}

function verb({ kind }: FactChange, came: string, went: string): string {
  return kind === 'came' ? came : kind === 'went' ? went : 'changed'
}

function membersChanged({ before, after }: FactChange): string {
  const [was, is] = [new Set(listOf(before?.members)), new Set(listOf(after?.members))]
  const joined = [...is].filter((name) => !was.has(name))
  const left = [...was].filter((name) => !is.has(name))
  const parts = [
    ...(joined.length > 0 ? [`${joined.join(', ')} joined`] : []),
    ...(left.length > 0 ? [`${left.join(', ')} left`] : []),
  ]
  return parts.join('; ')
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}

/** "enabled: disabled → enabled, user: root → www", at most four fields. */
function fieldsChanged({ before = {}, after = {} }: FactChange): string {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (field) => !quiet.has(field) && textOf(before, field) !== textOf(after, field),
  )
  const shown = fields
    .slice(0, 4)
    .map((field) => `${fieldTitle(field)}: ${textOf(before, field) || 'none'} → ${textOf(after, field) || 'none'}`)
  return [...shown, ...(fields.length > 4 ? [`and ${fields.length - 4} more`] : [])].join(', ')
}
