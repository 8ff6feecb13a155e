import type { BlueprintKind } from '../blueprint.ts'
import { alertKind } from './alert-kind.ts'
import { boardKind } from './board-kind.ts'
import type { ObjectKind } from './object-kind.ts'
import { policyKind } from './policy-kind.ts'
import { retentionKind } from './retention-kind.ts'
import { roleKind } from './role-kind.ts'
import { tagKind } from './tag-kind.ts'
import { viewKind } from './view-kind.ts'

/** Every kind of object that can be given to tenants. */
export const allKinds = {
  policy: policyKind,
  retention: retentionKind,
  role: roleKind,
  tag: tagKind,
  view: viewKind,
  alert: alertKind,
  board: boardKind,
} as unknown as Readonly<Record<BlueprintKind, ObjectKind>>
