import { hostname } from 'node:os'
import { startAlerting } from '@holdfast/platform/alerts'
import { platformAlertLists } from '@holdfast/platform/http'
import { startDelivering } from '@holdfast/platform/notify'
import type { EntityExtension } from '@holdfast/platform/search'
import type { Database } from '@holdfast/platform/store'
import type { Logger } from 'pino'
import { serverFaces } from '../../apps/server.ts'
import { channelSecrets } from './notify-settings.ts'
import type { Settings } from './settings.ts'

/** Watches what alerts ask for and brings what they tell to where it is to go, until stopped. */
export function startNotifying(
  database: Database,
  { settings, home, version, logger }: { settings: Settings; home: string; version: string; logger: Logger },
): { stop(): Promise<void> } {
  const alerting = startAlerting({
    database,
    lists: platformAlertLists(serverFaces.flatMap((face) => face.entities as readonly EntityExtension[])),
    onError: (error, about) => logger.error({ err: error, ...about }, 'an alert could not be asked'),
  })
  const server = `https://${settings.hosts[0] ?? hostname()}:${settings.tlsPort}`
  const delivering = startDelivering({
    database,
    box: channelSecrets(home),
    guard: settings.notify,
    mail: settings.mail,
    server: () => server,
    host: hostname(),
    version,
    onError: (error, about) => logger.error({ err: error, ...about }, 'a message could not be sent'),
  })
  return {
    async stop() {
      await Promise.all([alerting.stop(), delivering.stop()])
    },
  }
}
