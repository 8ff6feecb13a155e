import {
  AlertError,
  changeRule,
  createRule,
  type RuleContent,
  readRules,
  removeRule,
  type TriggerText,
  tenantItself,
} from '../../../alerts/index.ts'
import type { Caller, TenantTransaction } from '../../../contract/index.ts'
import { TenantError } from '../../tenant-error.ts'
import type { ObjectKind, PlaceContext } from './object-kind.ts'

type AlertContent = Omit<RuleContent, 'enabled' | 'channels'>

/** A query that is watched. Whom it tells is for each tenant to say: channels have secrets, and stay where they are. */
export const alertKind: ObjectKind<AlertContent> = {
  kind: 'alert',
  reads: 'alerts:read',
  writes: 'alerts:write',
  async collect(tx, id) {
    const [rule] = await readRules(tx, id)
    if (!rule) return undefined
    const { name, description, list, query, collectMinutes } = rule
    const trigger = JSON.parse(JSON.stringify(rule.trigger)) as TriggerText
    return { name, content: { name, description, list, query, trigger, collectMinutes } }
  },
  async make(tx, content, context) {
    try {
      const { id } = await createRule(tx, { ...content, enabled: true, channels: [] }, writerOf(tx, content, context))
      return id
    } catch (error) {
      if (error instanceof AlertError && error.code === 'name-taken') return undefined
      throw error
    }
  },
  async change(tx, id, content, context) {
    const [rule] = await readRules(tx, id)
    // Whoever of the tenant took it over, to say whom it tells, keeps it.
    await changeRule(tx, id, content, writerOf(tx, content, context, rule?.owner.id))
  },
  remove: (tx, id) => removeRule(tx, id),
}

function writerOf(
  tx: TenantTransaction,
  { list }: AlertContent,
  { lists, now, may, provider }: PlaceContext,
  owner: string = tenantItself,
) {
  const permission = Object.hasOwn(lists, list) ? lists[list]!.permission : undefined
  if (permission && !may(permission))
    throw new TenantError('beyond-grant', `To watch ${list} takes ${permission}, which the grant does not allow.`)
  const caller: Caller = {
    kind: 'system',
    id: owner,
    name: provider.name,
    tenantId: tx.tenantId,
    permissions: new Set(permission ? [permission] : []),
  }
  return { lists, caller, now: now() }
}
