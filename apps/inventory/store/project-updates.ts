import type { Projection } from '@holdfast/platform/contract'
import type { Feature, Update } from '../facts/index.ts'
import { boundedText } from './bounded-text.ts'
import { replaceRows } from './replace-rows.ts'

/** Installed updates and features of the operating system, for questions about them. */
export const projectUpdates: Projection = {
  id: 'inventory.updates',
  reads: ['inventory.update', 'inventory.feature'],
  async project(tx, asset, items) {
    const updates = (items.get('inventory.update') ?? []) as readonly Update[]
    const features = (items.get('inventory.feature') ?? []) as readonly Feature[]
    await replaceRows(
      tx,
      asset.id,
      { table: 'inventory_update', columns: { id: 'text', installed_at: 'timestamptz' }, key: ['id'] },
      updates.map(({ id, installedAt }) => ({ id: boundedText(id, 200), installed_at: installedAt })),
    )
    await replaceRows(
      tx,
      asset.id,
      { table: 'inventory_feature', columns: { name: 'text', enabled: 'boolean' }, key: ['name'] },
      features.map(({ name, enabled }) => ({ name: boundedText(name, 200), enabled })),
    )
  },
}
