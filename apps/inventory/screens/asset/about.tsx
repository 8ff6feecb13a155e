import { formatBytes, type KeyValueItem, plural, RelativeTime } from '@holdfast/design'
import type { Asset } from '../asset.ts'

/** The single-valued facts, those that are known. */
export function aboutItems({ attributes, network, firstSeenAt, criticality }: Asset): readonly KeyValueItem[] {
  const { operatingSystem, kernel, architecture, cpuCount, memory, virtualization, cloud } = attributes
  const machine = [
    cpuCount !== undefined && plural(cpuCount, 'processor'),
    memory !== undefined && formatBytes(memory),
    architecture,
  ].filter(Boolean)
  const kind = [virtualization === 'none' ? 'physical' : virtualization, attributes['hardware.vendor'], cloud].filter(
    Boolean,
  )
  return [
    ...(operatingSystem ? [{ label: 'System', value: operatingSystem }] : []),
    ...(attributes['operatingSystem.build'] === undefined
      ? []
      : [{ label: 'Build', value: String(attributes['operatingSystem.build']), mono: true }]),
    ...(kernel ? [{ label: 'Kernel', value: kernel, mono: true }] : []),
    ...(machine.length > 0 ? [{ label: 'Hardware', value: machine.join(', ') }] : []),
    ...(kind.length > 0 ? [{ label: 'Machine', value: kind.join(', ') }] : []),
    { label: 'Network', value: network },
    { label: 'Criticality', value: `${criticality} of 5` },
    { label: 'First seen', value: <RelativeTime at={firstSeenAt} /> },
  ]
}
