import { type AccessPolicy, changeAccessPolicy, readAccessPolicy } from '../../../access/index.ts'
import type { ObjectKind } from './object-kind.ts'

/** What is demanded of sign-ins and tokens. */
export const policyKind: ObjectKind<Omit<AccessPolicy, 'version'>> = {
  kind: 'policy',
  reads: 'security:read',
  writes: 'security:write',
  async collect(tx) {
    const { version, ...content } = await readAccessPolicy(tx)
    return version === 0 ? undefined : { name: 'Security policy', content }
  },
  async make(tx, content) {
    if ((await readAccessPolicy(tx)).version > 0) return undefined
    await changeAccessPolicy(tx, content, { from: '127.0.0.1', force: true })
    return ''
  },
  async change(tx, _, content) {
    await changeAccessPolicy(tx, content, { from: '127.0.0.1', force: true })
  },
  async remove(tx) {
    await tx.query('delete from access_policy where tenant_id = $1', [tx.tenantId])
  },
}
