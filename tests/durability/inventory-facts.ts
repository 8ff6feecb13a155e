import type { FactType } from '@holdfast/platform/contract'
import { serverFaces } from '../../apps/server.ts'

/** What agents tell of their hosts. */
export const inventoryFacts: readonly FactType[] = serverFaces.flatMap(({ app }) => app.facts)
