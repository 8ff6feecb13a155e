import { formatIpv6 } from '../ip-address/index.ts'
import type { IpAddress } from './address.ts'

/** Canonical text: dotted decimal, or RFC 5952 with the zone as it was. */
export function formatAddress({ family, bytes, zone }: IpAddress): string {
  if (family === 4) return bytes.join('.')
  const groups = Array.from(
    { length: 8 },
    (_, index) => ((bytes[index * 2] as number) << 8) | (bytes[index * 2 + 1] as number),
  )
  return zone === undefined ? formatIpv6(groups) : `${formatIpv6(groups)}%${zone}`
}
