import { formatSpan } from '@holdfast/design'
import type { Source } from './source.ts'

/** How a source is, in plain words: "heard 8 s ago", "silent for 3 h, 12 envelopes wait there". */
export function stateWords(source: Source, now: number): string {
  const { health, lastSeenAt, waiting, pending, setAside, cloneSeenAt } = source
  if (health === 'revoked') return 'revoked: nothing is taken from it'
  if (health === 'never-heard' || lastSeenAt === null) return 'enrolled, and not heard of since'
  const span = Math.max(0, now - Date.parse(lastSeenAt))
  const heard =
    health === 'silent' || health === 'quiet'
      ? `${health === 'quiet' ? 'told to be silent, last heard' : 'silent for'} ${formatSpan(span)}${health === 'quiet' ? ' ago' : ''}`
      : span < 5_000
        ? 'heard just now'
        : `heard ${formatSpan(span)} ago`
  const trouble = [
    ...(source.integrity === 'changed' ? ['its own files were changed'] : []),
    ...(source.configuration === 'refused' ? ['it went back from its profile'] : []),
    ...(cloneSeenAt ? ['another machine uses its key'] : []),
    ...(waiting !== null && waiting > 50 ? [`${waiting} envelopes wait there`] : []),
    ...(pending > 100 ? [`${pending} envelopes wait here`] : []),
    ...(setAside > 0 ? [`${setAside} records set aside`] : []),
  ]
  return [heard, ...trouble].join(', ')
}
