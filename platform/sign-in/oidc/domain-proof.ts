import { Resolver } from 'node:dns/promises'

/** Gives the texts of a name's TXT records, none where it has none. Throws where no name server gives an answer. */
export type LookUpTexts = (name: string) => Promise<readonly string[]>

/** What a domain's DNS must say so that it stands for a tenant. */
export interface DomainRecord {
  /** Name of the TXT record. */
  readonly name: string
  readonly value: string
}

/**
 * The TXT record by which who owns a domain says that it is a tenant's. It needs no secret: nobody but the owner can enter
 * it, and it names the tenant by an id that no other one has.
 */
export function recordOfDomain(domain: string, tenant: string): DomainRecord {
  return { name: `_holdfast.${domain}`, value: `holdfast-tenant=${tenant}` }
}

/** Looks a domain's record up, and says in words what was found; without an answer nothing is known of it. */
export async function lookUpProof(
  { name, value }: DomainRecord,
  lookUp: LookUpTexts,
): Promise<{ readonly proved: boolean; readonly answered: boolean; readonly words: string }> {
  let texts: readonly string[]
  try {
    texts = await lookUp(name)
  } catch (error) {
    const { code = 'no answer' } = error as NodeJS.ErrnoException
    return { proved: false, answered: false, words: `No name server answers for ${name} (${code}). Try again later.` }
  }
  if (texts.some((text) => text.trim() === value))
    return { proved: true, answered: true, words: `${name} says what it must.` }
  const first = texts[0]?.slice(0, 100)
  if (first === undefined)
    return {
      proved: false,
      answered: true,
      words: `${name} has no TXT record yet. A new one can take an hour to be seen.`,
    }
  return { proved: false, answered: true, words: `${name} says “${first}”, and must say “${value}”.` }
}

/** Asks the name servers of this machine, or those given (`address` or `address:port`). */
export function lookUpTextsBy(servers?: readonly string[]): LookUpTexts {
  return async (name) => {
    const resolver = new Resolver({ timeout: 2000, tries: 2 })
    if (servers) resolver.setServers(servers)
    try {
      return (await resolver.resolveTxt(name)).map((parts) => parts.join(''))
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'ENOTFOUND' || code === 'ENODATA') return []
      throw error
    }
  }
}
