/** Internet addresses as text. */
export { formatIpv6 } from './format-ipv6.ts'
