import { isIPv4 } from 'node:net'

/** The 4 or 16 bytes of an IP address in text form; a zone (`%eth0`) is dropped. */
export function addressBytes(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number))
  const plain = address.replace(/%.*$/, '')
  // An IPv4 tail is two groups.
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(plain)
  const groups = tail
    ? `${tail[1]}${Buffer.from(tail[2]!.split('.').map(Number))
        .toString('hex')
        .replace(/(....)/, '$1:')}`
    : plain
  const [head = '', rest] = groups.split('::')
  const front = head ? head.split(':') : []
  const back = rest ? rest.split(':') : []
  const middle = rest === undefined ? [] : new Array<string>(8 - front.length - back.length).fill('0')
  return Buffer.from([...front, ...middle, ...back].map((group) => group.padStart(4, '0')).join(''), 'hex')
}
