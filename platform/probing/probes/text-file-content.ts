import { exceeded } from '@holdfast/kit/oval'
import { findFiles } from '../find-files.ts'
import { type Draft, found, int, type Probe, ProbeError, text } from '../probe.ts'

/** More matches in one file than content ever wants. */
const maxMatches = 100_000

/** Places in files that match a pattern. Source: OVAL 5.11, independent textfilecontent54_object. */
export const textFileContent: Probe = async (wanted, look) => {
  const entity = wanted.needed('pattern')
  if (entity.operation !== 'pattern match')
    throw new ProbeError('the pattern of a text is compared by pattern match alone')
  const options = {
    ignoreCase: wanted.behavior('ignore_case', 'false') === 'true',
    multiline: wanted.behavior('multiline', 'true') === 'true',
    dotAll: wanted.behavior('singleline', 'false') === 'true',
  }
  const patterns = entity.values.map((value) => {
    const pattern = look.patterns.read(value.text, options)
    if (typeof pattern === 'string') throw new ProbeError(pattern)
    return { source: value.text, pattern }
  })
  const items: Draft[] = []
  const messages = new Set<string>()
  for await (const { path, name = '', full, stat } of findFiles(wanted, look, messages)) {
    if (stat.kind !== 'file' && stat.kind !== 'symlink') continue
    const read = await look.text(full)
    if (!read.ok) {
      if (read.reason !== 'missing' && read.reason !== 'not-a-file') messages.add(`${full}: ${read.reason}`)
      continue
    }
    for (const { source, pattern } of patterns) {
      let instance = 0
      for (let at = 0; at <= read.text.length; ) {
        const match = pattern.exec(read.text, at)
        if (match === undefined) break
        if (match === 'exceeded') throw new ProbeError(`${full}: ${exceeded(source)}`)
        if (++instance > maxMatches) throw new ProbeError(`${full}: more than ${maxMatches} matches of "${source}"`)
        at = match.end > at ? match.end : match.end + 1
        if (!wanted.takes('instance', String(instance))) continue
        const [whole = '', ...groups] = match.groups
        items.push({
          entities: [
            text('filepath', full),
            text('path', path),
            text('filename', name),
            text('pattern', source),
            int('instance', instance),
            text('text', whole),
            ...groups.flatMap((group) => (group === undefined ? [] : [text('subexpression', group)])),
          ],
        })
      }
    }
  }
  return found(items, [...messages])
}
