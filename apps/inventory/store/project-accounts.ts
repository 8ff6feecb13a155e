import type { Projection } from '@holdfast/platform/contract'
import type { Account } from '../facts/index.ts'
import { replaceRows } from './replace-rows.ts'

/** Local accounts, for questions about who can sign in where. */
export const projectAccounts: Projection = {
  id: 'inventory.accounts',
  reads: ['inventory.account'],
  async project(tx, asset, items) {
    const accounts = (items.get('inventory.account') ?? []) as readonly Account[]
    const target = {
      table: 'inventory_account',
      columns: { name: 'text', uid: 'bigint', interactive: 'boolean', privileged: 'boolean', password: 'text' },
      key: ['name'],
    }
    await replaceRows(
      tx,
      asset.id,
      target,
      accounts.map((account) => ({ ...account, privileged: account.privileged.length > 0 })),
    )
  },
}
