import { hostname } from 'node:os'
import type { InstallPlace, ServerTls } from '@holdfast/platform/http'
import type { Settings } from './settings.ts'

/** Where other hosts reach this server: the first name of HOLDFAST_HOSTS, otherwise this machine's own. */
export function installPlace(of: {
  settings: Settings
  certificate: ServerTls
  tlsPort: () => number
}): () => InstallPlace {
  return () => ({
    server: `https://${of.settings.hosts[0] ?? hostname()}:${of.tlsPort()}`,
    ownAuthority: of.certificate.generated,
  })
}
