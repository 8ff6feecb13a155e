import type { ParsedRecord } from '../../envelope/index.ts'
import { type AsideLine, nameOf } from './keep-aside.ts'
import type { AsideEntry } from './record-handler.ts'
import type { TakenEnvelope } from './take-envelopes.ts'

type Place = Pick<AsideLine, 'epoch' | 'seq' | 'index' | 'sentAt' | 'receivedAt'>

/** A record that could not be applied. */
export function asideLine({ entry, reason, detail, part }: AsideEntry): AsideLine {
  const { epoch, seq, index, sentAt, receivedAt } = entry
  const record = part ?? entry.record
  return { epoch, seq, index, sentAt, receivedAt, ...nameOf(record), reason, detail, record }
}

/** A record that makes no sense. */
export function malformedLine(parsed: Extract<ParsedRecord, { ok: false }>, place: Place): AsideLine {
  return { ...place, ...nameOf(parsed.raw), reason: 'malformed', detail: parsed.reason, record: parsed.raw }
}

/** An envelope whose body could not be read. */
export function unreadableLine({ epoch, seq, sentAt, receivedAt, problem }: TakenEnvelope): AsideLine {
  return { epoch, seq, sentAt, receivedAt, type: 'body', name: '', ...problem! }
}
