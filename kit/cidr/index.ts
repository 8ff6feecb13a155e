/** Internet addresses and networks: parse, write canonically, compare, and say what they are for. */
export { compareAddresses, type IpAddress, sameAddress } from './address.ts'
export { formatAddress } from './format-address.ts'
export { type AddressKind, kindOfAddress } from './kind-of-address.ts'
export { contains, formatNetwork, type Network, parseNetwork, rangeOf } from './network.ts'
export { parseAddress } from './parse-address.ts'
