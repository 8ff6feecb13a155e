import type { Collector } from '@holdfast/platform/contract'
import { interfaceFact } from '../facts/index.ts'
import { readIpv4Addresses, readIpv6Addresses } from './interfaces/read-addresses.ts'
import { readLinks } from './interfaces/read-links.ts'
import { readableTexts } from './look/read-text.ts'
import { ScopeReport } from './report/scope-report.ts'

const tables = { trie: '/proc/net/fib_trie', route: '/proc/net/route', inet6: '/proc/net/if_inet6' } as const

export const interfaces: Collector = {
  id: 'inventory.interfaces',
  version: 1,
  summary: 'Network interfaces and their addresses, from /sys/class/net and /proc/net.',
  facts: [interfaceFact.name],
  requires: ['files', 'live'],
  trigger: { sockets: true },
  everySeconds: 300,
  async *collect(world) {
    const report = new ScopeReport(interfaceFact, 'host')
    const links = await readLinks(world)
    const texts = await readableTexts(world, Object.values(tables))
    const ipv4 = readIpv4Addresses(texts.get(tables.trie) ?? '', texts.get(tables.route) ?? '')
    const addresses = [...ipv4.addresses, ...readIpv6Addresses(texts.get(tables.inet6) ?? '')]
    for (const link of links) {
      const own = addresses.filter((address) => address.interface === link.name)
      report.add({ ...link, addresses: own.map(({ address, prefix }) => `${address}/${prefix}`).sort() })
    }
    if (!texts.has(tables.trie)) report.problem('missing', `${tables.trie}: IPv4 addresses are not seen`)
    if (ipv4.unplaced.length > 0)
      report.problem('unsupported', `no connected network tells which interface has ${ipv4.unplaced.join(', ')}`)
    yield* report.observed()
  },
}
