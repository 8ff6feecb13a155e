/** An Internet address as its bytes, most significant first: 4 of IPv4, 16 of IPv6. */
export interface IpAddress {
  readonly family: 4 | 6
  readonly bytes: readonly number[]
  /** Zone of a scoped IPv6 address (`eth0` in `fe80::1%eth0`); it does not take part in comparisons of networks. */
  readonly zone: string | undefined
}

export function sameAddress(a: IpAddress, b: IpAddress): boolean {
  return a.family === b.family && a.zone === b.zone && a.bytes.every((byte, index) => byte === b.bytes[index])
}

/** IPv4 before IPv6, then by value, then by zone. */
export function compareAddresses(a: IpAddress, b: IpAddress): -1 | 0 | 1 {
  if (a.family !== b.family) return a.family < b.family ? -1 : 1
  for (const [index, byte] of a.bytes.entries()) {
    const other = b.bytes[index] as number
    if (byte !== other) return byte < other ? -1 : 1
  }
  const [left, right] = [a.zone ?? '', b.zone ?? '']
  return left === right ? 0 : left < right ? -1 : 1
}
