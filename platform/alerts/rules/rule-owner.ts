import { type Holder, holderMay } from '../../access/index.ts'
import type { Permission } from '../../contract/index.ts'

/** Whom a rule belongs to that came with a provider's push: it sees what the tenant sees, and tells nobody until somebody of the tenant says whom. */
export const tenantItself = 'tenant'

/**
 * Why whom a rule belongs to may not see what it watches; undefined where they may. `within`: they see all that they saw when they saved it. `holder` is undefined for who is no active member any more, or a
 * token that has ended.
 */
export function ownerProblem(
  holder: Holder | undefined,
  { owner, within }: { readonly owner: string; readonly within: boolean },
  permission: Permission,
): string | undefined {
  if (owner === tenantItself) return undefined
  if (!holder)
    return owner.startsWith('tok_')
      ? 'The API token that it belongs to has ended, or who it acts for is no active member any more. Save it again to take it over.'
      : 'Who it belongs to is no active member any more. Save it again to take it over.'
  if (!within)
    return `${holder.name}, whom it belongs to, sees less by now than what it watches. Save it again to take it over.`
  if (holderMay(holder, permission)) return undefined
  return `${holder.name}, whom it belongs to, may not see what it watches any more (${permission}). Save it again to take it over.`
}
