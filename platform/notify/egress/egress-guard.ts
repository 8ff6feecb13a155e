import { lookup } from 'node:dns/promises'
import { contains, type IpAddress, kindOfAddress, type Network, parseAddress, parseNetwork } from '@holdfast/kit/cidr'

/** Why nothing was sent to a place: it is not allowed, or has no address. Says what to do. */
export class EgressError extends Error {
  override readonly name = 'EgressError'
}

/** An address that was looked at and may be spoken to: connect to this, and never look the name up again. */
export interface CheckedAddress {
  readonly address: string
  readonly family: 4 | 6
  /** Not of the public Internet: an administrator said that it may be spoken to, in the clear as well. */
  readonly allowed: boolean
}

const mapped = parseNetwork('::ffff:0:0/96') as Network
const setting = 'HOLDFAST_NOTIFY_NETWORKS'

/**
 * Says which addresses the server may speak to for a tenant: those of the public Internet, and networks that the administrator of the installation
 * allowed. Everything else (private networks, this machine, link-local addresses with the metadata services of clouds) would let a tenant reach
 * through the server what only the server can reach.
 */
export class EgressGuard {
  readonly #allowed: readonly Network[]
  readonly #lookup: (host: string) => Promise<readonly string[]>

  constructor(
    allowed: readonly Network[],
    find: (host: string) => Promise<readonly string[]> = async (host) =>
      (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address),
  ) {
    this.#allowed = allowed
    this.#lookup = find
  }

  /** For networks as a text: `10.0.0.0/8, 192.0.2.7`. Throws a RangeError that names what is no network. */
  static of(text: string): EgressGuard {
    return new EgressGuard(EgressGuard.networks(text))
  }

  static networks(text: string): readonly Network[] {
    return text
      .split(',')
      .map((each) => each.trim())
      .filter(Boolean)
      .map((each) => {
        const network = parseNetwork(each)
        if (!network) throw new RangeError(`"${each.slice(0, 60)}" is no network: write 10.0.0.0/8 or an address.`)
        return network
      })
  }

  /** Looks a host up once and gives an address that may be spoken to. All its addresses must pass. Throws EgressError. */
  async resolve(host: string): Promise<CheckedAddress> {
    const bare = host.replace(/^\[|\]$/g, '')
    const found = parseAddress(bare) ? [bare] : await this.#find(bare)
    const checked = found.map((each) => this.#check(host, each))
    // IPv4 first: a host without a way for IPv6 must not wait for it.
    return checked.toSorted((a, b) => a.family - b.family)[0]!
  }

  async #find(host: string): Promise<readonly string[]> {
    let found: readonly string[]
    try {
      found = await this.#lookup(host)
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException
      throw new EgressError(`The name ${host} has no address (${code ?? 'lookup failed'}).`, { cause })
    }
    if (found.length === 0) throw new EgressError(`The name ${host} has no address.`)
    return found.slice(0, 32)
  }

  #check(host: string, text: string): CheckedAddress {
    const address = parseAddress(text)
    if (!address || address.zone !== undefined) throw new EgressError(`${host} leads to ${text}, which is no address.`)
    const plain: IpAddress = contains(mapped, address)
      ? { family: 4, bytes: address.bytes.slice(12), zone: undefined }
      : address
    const allowed = this.#allowed.some((network) => contains(network, plain))
    const kind = kindOfAddress(plain)
    if (!allowed && (kind !== 'public' || isTunnel(plain)))
      throw new EgressError(
        `${host} leads to ${text}, which is not an address of the public Internet (${kind === 'public' ? 'tunnel' : kind}). ` +
          `Who runs this installation can allow its network in ${setting}.`,
      )
    return { address: text, family: address.family, allowed }
  }
}

/** Addresses that carry an IPv4 address inside, and lead to it: NAT64 (RFC 6052), 6to4 (RFC 3056), Teredo (RFC 4380), IPv4-compatible (RFC 4291); and the site-local ones of old (RFC 3879). */
const tunnels = ['64:ff9b::/96', '64:ff9b:1::/48', '2002::/16', '2001::/32', '::/96', 'fec0::/10'].map(
  (text) => parseNetwork(text) as Network,
)

function isTunnel(address: IpAddress): boolean {
  return tunnels.some((network) => contains(network, address))
}
