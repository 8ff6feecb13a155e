import { parentOf } from '../file-tree.ts'
import { findFiles } from '../find-files.ts'
import type { Look } from '../look.ts'
import { type Draft, found, type Probe, ProbeError, text } from '../probe.ts'

/** Where symbolic links lead in the end. Source: OVAL 5.11, unix symlink_item. */
export const symlink: Probe = async (wanted, look) => {
  const messages = new Set<string>()
  const items: Draft[] = []
  for await (const { full, stat } of findFiles(wanted, look, messages)) {
    if (stat.kind !== 'symlink') continue
    const end = await follow(full, look)
    items.push({ entities: [text('filepath', full), text('canonical_path', end)] })
  }
  return found(items, [...messages])
}

/** As many links as Linux follows. */
const maxLinks = 40

/** The path without links, part by part. Throws ProbeError for a loop. */
async function follow(path: string, look: Look): Promise<string> {
  let links = 0
  let done = '/'
  let rest = path.split('/').filter((part) => part !== '' && part !== '.')
  while (rest.length > 0) {
    const [part = '', ...others] = rest
    rest = others
    if (part === '..') {
      done = parentOf(done)
      continue
    }
    const next = done === '/' ? `/${part}` : `${done}/${part}`
    const seen = await look.stat(next)
    if (typeof seen === 'string' || seen.target === undefined) {
      done = next
      continue
    }
    if (++links > maxLinks) throw new ProbeError(`${path} leads round in a circle`)
    if (seen.target.startsWith('/')) done = '/'
    rest = [...seen.target.split('/').filter((one) => one !== '' && one !== '.'), ...rest]
  }
  return done
}
