import machines from './machines.json' with { type: 'json' }

/** What the firmware says of the machine (DMI, SMBIOS). */
export interface Firmware {
  readonly vendor: string
  readonly product: string
  readonly firmware: string
  readonly assetTag: string
}

interface Rule {
  readonly name: string
  readonly field: string
  readonly starts: string
  readonly product?: string
}

/** The hypervisor that the firmware betrays; undefined where it names none. */
export function recognizeHypervisor(firmware: Firmware): string | undefined {
  return recognize(machines.virtualization, firmware)
}

/** The cloud that the firmware betrays. */
export function recognizeCloud(firmware: Firmware): string | undefined {
  return recognize(machines.cloud, firmware)
}

function recognize(rules: readonly Rule[], firmware: Firmware): string | undefined {
  return rules.find(
    ({ field, starts, product }) =>
      firmware[field as keyof Firmware].startsWith(starts) && (product === undefined || firmware.product === product),
  )?.name
}
