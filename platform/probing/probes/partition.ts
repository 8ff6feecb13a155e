import { type Draft, found, type Probe, ProbeError, text, unseen } from '../probe.ts'

/** Mounted file systems, of the last one at each place. Sizes are not shown by worlds. Source: OVAL 5.11, linux partition_item; proc(5). */
export const partition: Probe = async (wanted, look) => {
  const read = await look.text('/proc/self/mounts')
  if (!read.ok)
    throw new ProbeError('this world shows no mounts', look.world.live === undefined ? 'not applicable' : 'error')
  const items = new Map<string, Draft>()
  for (const line of read.text.split('\n')) {
    const [device, mountPoint, type, options] = line.split(' ').map(plain)
    if (device === undefined || mountPoint === undefined || type === undefined || options === undefined) continue
    if (type === 'rootfs' || type === 'autofs' || !wanted.takes('mount_point', mountPoint)) continue
    items.set(mountPoint, {
      entities: [
        text('mount_point', mountPoint),
        text('device', device),
        text('fs_type', type),
        ...options.split(',').map((option) => text('mount_options', option)),
        unseen('total_space', 'int'),
        unseen('space_used', 'int'),
        unseen('space_left', 'int'),
      ],
    })
  }
  return found([...items.values()])
}

/** Spaces within names are written as their number. */
function plain(field: string): string {
  return field.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)))
}
