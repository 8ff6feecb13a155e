import { type Retention, readRetention, setRetention } from '../../retention/retention.ts'
import type { ObjectKind } from './object-kind.ts'

/** For how long things are kept. */
export const retentionKind: ObjectKind<Retention> = {
  kind: 'retention',
  reads: 'tenant:read',
  writes: 'tenant:write',
  async collect(tx) {
    const content = await readRetention(tx)
    return Object.keys(content).length === 0 ? undefined : { name: 'Retention', content }
  },
  async make(tx, content) {
    if (Object.keys(await readRetention(tx)).length > 0) return undefined
    await setRetention(tx, content)
    return ''
  },
  async change(tx, _, content) {
    await setRetention(tx, content)
  },
  async remove(tx) {
    await setRetention(tx, {})
  },
}
