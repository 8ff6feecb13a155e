/** One server-sent event (HTML Living Standard, 9.2.6). */
export interface ServerEvent {
  readonly id: string
  readonly event: string
  readonly data: string
}

/** An event longer than this is no event of ours: the stream is given up. */
const longest = 4_000_000

/**
 * Reads events out of text that comes in pieces of any size. Returns those that are complete; throws a RangeError when
 * one grows beyond any measure.
 */
export function createEventReader(): (chunk: string) => readonly ServerEvent[] {
  let rest = ''
  let lastId = ''
  let event = ''
  let data: string[] = []
  let size = 0
  return (chunk) => {
    const events: ServerEvent[] = []
    const lines = (rest + chunk).split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) events.push({ id: lastId, event: event || 'message', data: data.join('\n') })
        event = ''
        data = []
        size = 0
        continue
      }
      const colon = line.indexOf(':')
      if (colon === 0) continue
      const field = colon < 0 ? line : line.slice(0, colon)
      const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
      if (field === 'data') {
        data.push(value)
        size += value.length
      } else if (field === 'event') event = value
      else if (field === 'id' && !value.includes('\0')) lastId = value
    }
    if (rest.length + size > longest) throw new RangeError(`an event of more than ${longest} characters`)
    return events
  }
}
