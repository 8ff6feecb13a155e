import { createContext, type ReactNode, use } from 'react'
import type { Api } from './api.ts'
import type { EntityLanguage } from './entity-language.ts'

/** What screens need of the program around them. It is handed in, so that screens and kit know no program. */
export interface Client {
  readonly api: Api
  /** The query language over an entity ("assets"); null while it is not known or there is none of this name. */
  readonly useLanguage: (entity: string) => EntityLanguage | null
  /** What the person may do: `findings.accept`. */
  readonly may: (permission: string) => boolean
}

const Context = createContext<Client | undefined>(undefined)

export function ClientProvider({ client, children }: { client: Client; children: ReactNode }) {
  return <Context value={client}>{children}</Context>
}

export function useClient(): Client {
  const client = use(Context)
  if (!client) throw new Error('no ClientProvider around this component')
  return client
}

export function useApi(): Api {
  return useClient().api
}

/** The query language over an entity, for the query bar; null while it is not known. */
export function useLanguage(entity: string): EntityLanguage | null {
  return useClient().useLanguage(entity)
}
