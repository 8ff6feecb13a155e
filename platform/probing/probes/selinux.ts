import { bool, type Draft, found, type Probe, ProbeError, text } from '../probe.ts'

const folder = '/sys/fs/selinux/booleans'

/** Switches of the policy of SELinux. Source: OVAL 5.11, linux selinuxboolean_item. */
export const selinuxBoolean: Probe = async (wanted, look) => {
  if (typeof (await look.stat(folder)) === 'string')
    throw new ProbeError('SELinux is not enabled here', 'not applicable')
  const items: Draft[] = []
  for (const { name, path } of (await look.tree.list(folder)).entries) {
    if (!wanted.takes('name', name)) continue
    const read = await look.text(path)
    const [current, pending] = read.ok ? read.text.trim().split(/\s+/) : []
    if (current === undefined || pending === undefined) continue
    items.push({
      entities: [text('name', name), bool('current_status', current === '1'), bool('pending_status', pending === '1')],
    })
  }
  return found(items)
}
