import { parseAddress } from '@holdfast/kit/cidr'
import type { Projection } from '@holdfast/platform/contract'
import type { Interface } from '../facts/index.ts'
import { replaceRows } from './replace-rows.ts'

/** Addresses of an asset's interfaces, for questions about networks. Those of loopback are everybody's and tell nothing. */
export const projectAddresses: Projection = {
  id: 'inventory.addresses',
  reads: ['inventory.interface'],
  async project(tx, asset, items) {
    const interfaces = (items.get('inventory.interface') ?? []) as readonly Interface[]
    const rows = interfaces
      .filter(({ kind }) => kind !== 'loopback')
      .flatMap(({ name, mac, addresses }) =>
        addresses.map((address) => ({ interface: name, mac, address: address.replace(/\/\d+$/, '') })),
      )
      // What a host calls an address need not be one; the database would refuse the whole fact for it.
      .filter(({ address }) => isAddress(address))
    await replaceRows(
      tx,
      asset.id,
      {
        table: 'inventory_address',
        columns: { interface: 'text', mac: 'text', address: 'inet' },
        key: ['interface', 'address'],
      },
      rows,
    )
  },
}

function isAddress(text: string): boolean {
  const address = parseAddress(text)
  return address !== undefined && address.zone === undefined
}
