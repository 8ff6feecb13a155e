import { changeView, createView, readViews, removeView, type ViewContent } from '../../../views/index.ts'
import type { ObjectKind, PlaceContext } from './object-kind.ts'

/** A way of looking at a list, for everybody in the tenant. */
export const viewKind: ObjectKind<ViewContent & { readonly list: string }> = {
  kind: 'view',
  reads: 'views:read',
  writes: 'views:share',
  async collect(tx, id, { person }) {
    const [view] = await readViews(tx, person, { id })
    if (!view) return undefined
    const { list, name, query, sort, columns, facets } = view
    return {
      name,
      content: { list, name, query, sort, columns, facets, visibility: 'tenant', unit: null, begins: false },
    }
  },
  async make(tx, { list, ...content }, context) {
    const { rowCount } = await tx.query(
      `select 1 from saved_view where tenant_id = $1 and list = $2 and visibility = 'tenant' and name_folded = lower($3 collate "C") limit 1`,
      [tx.tenantId, list, content.name],
    )
    return rowCount > 0 ? undefined : (await createView(tx, list, content, writerOf(context))).id
  },
  change: (tx, id, { list: _, ...content }, context) => changeView(tx, id, content, writerOf(context)),
  remove: (tx, id, context) => removeView(tx, id, writerOf(context)),
}

function writerOf({ provider }: PlaceContext) {
  return { id: provider.publicId, shares: true }
}
