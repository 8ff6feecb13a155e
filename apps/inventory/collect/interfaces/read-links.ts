import type { World } from '@holdfast/platform/contract'
import { listDirectories } from '../look/list-directory.ts'
import { readableTexts } from '../look/read-text.ts'
import { wholeNumber } from '../look/whole-number.ts'

/** A network interface as /sys/class/net has it. */
export interface Link {
  readonly name: string
  readonly mac: string | undefined
  readonly mtu: number
  readonly up: boolean
  readonly kind: 'physical' | 'virtual' | 'loopback'
}

const folder = '/sys/class/net'
const maxLinks = 4096
/** `IFF_UP` (net/if.h). */
const flagUp = 1
/** `ARPHRD_LOOPBACK` (net/if_arp.h). */
const typeLoopback = 772

/** Reads /sys/class/net: one folder per interface. */
export async function readLinks(world: World): Promise<readonly Link[]> {
  const { entries } = await listDirectories(world, [folder], ['symlink', 'directory'])
  const names = entries.map(({ name }) => name).slice(0, maxLinks)
  const fields = ['address', 'mtu', 'flags', 'type']
  const texts = await readableTexts(
    world,
    names.flatMap((name) => fields.map((field) => `${folder}/${name}/${field}`)),
  )
  const devices = new Set<string>()
  for await (const answer of world.files.statMany(names.map((name) => `${folder}/${name}/device`)))
    if (answer.ok) devices.add(answer.path)
  return names.map((name) => {
    const text = (field: string) => texts.get(`${folder}/${name}/${field}`)?.trim() ?? ''
    const mac = text('address').toLowerCase()
    const loopback = Number(text('type')) === typeLoopback
    return {
      name,
      mac: /^[0-9a-f]{2}(:[0-9a-f]{2})+$/.test(mac) && !/^(00:)+00$/.test(mac) ? mac : undefined,
      mtu: wholeNumber(text('mtu')) ?? 0,
      up: (Number(text('flags')) & flagUp) !== 0,
      kind: loopback ? 'loopback' : devices.has(`${folder}/${name}/device`) ? 'physical' : 'virtual',
    }
  })
}

/** Hardware addresses of the interfaces behind which a device stands, sorted. */
export async function physicalMacs(world: World): Promise<string[]> {
  const links = await readLinks(world)
  return [...new Set(links.flatMap(({ kind, mac }) => (kind === 'physical' && mac ? [mac] : [])))].sort()
}
