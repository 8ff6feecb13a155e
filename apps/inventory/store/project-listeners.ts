import type { Projection } from '@holdfast/platform/contract'
import type { Listener } from '../facts/index.ts'
import { replaceRows } from './replace-rows.ts'

/** Sockets that wait for peers, for questions about ports. */
export const projectListeners: Projection = {
  id: 'inventory.listeners',
  reads: ['inventory.listener'],
  async project(tx, asset, items) {
    const listeners = (items.get('inventory.listener') ?? []) as readonly Listener[]
    const target = {
      table: 'inventory_listener',
      columns: {
        transport: 'text',
        address: 'text',
        port: 'int',
        all_interfaces: 'boolean',
        loopback: 'boolean',
        process: 'text',
        executable: 'text',
        package: 'text',
      },
      key: ['transport', 'address', 'port'],
    }
    await replaceRows(
      tx,
      asset.id,
      target,
      listeners.map((listener) => ({ ...listener, all_interfaces: listener.allInterfaces })),
    )
  },
}
