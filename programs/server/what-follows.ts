import type { OnMoved } from '@holdfast/platform/assets'
import type { Judge, Projection, ServerFace, TenantTransaction } from '@holdfast/platform/contract'
import { type FactsKnown, moveFacts } from '@holdfast/platform/facts'
import { markFactsChanged, moveFindingsAlong } from '@holdfast/platform/findings'
import { markAssets } from '@holdfast/platform/tags'

/** What follows when facts of an asset became known, or moved to another asset. */
export interface WhatFollows {
  readonly projections: readonly Projection[]
  readonly judges: readonly Judge[]
  onKnown(tx: TenantTransaction, known: FactsKnown): Promise<void>
  readonly onMoved: OnMoved
}

/** Wires the parts of the platform to each other and to the apps: facts lead to projections and judgement, moved assets to moved facts and findings. */
export function whatFollows(faces: readonly ServerFace[]): WhatFollows {
  const projections = faces.flatMap((face) => face.projections)
  const judges = faces.flatMap((face) => face.judges)
  const moveFindings = moveFindingsAlong(judges)
  const onKnown = async (tx: TenantTransaction, { asset, changed }: FactsKnown) => {
    if (changed.length === 0) return
    await markFactsChanged(tx, judges, { assetId: asset.assetId, facts: changed })
    await markAssets(tx, [asset.assetId])
  }
  return {
    projections,
    judges,
    onKnown,
    async onMoved(tx, move) {
      await moveFacts(tx, move, { projections, onKnown })
      await moveFindings(tx, move)
    },
  }
}
