import type { TransactionScope } from '../../store/index.ts'
import type { DueRule } from './due-rule.ts'

/** With whose eyes a rule looks; undefined where they see everything. */
export function scopeOfRule({ scopeId, owner }: Pick<DueRule, 'scopeId' | 'owner'>): TransactionScope | undefined {
  return scopeId === null ? undefined : { id: scopeId, caller: owner }
}
