import type { HttpClient, Manners, ProxyRoute, Station } from '@holdfast/platform/edge'
import type { Configuration } from '@holdfast/platform/trust'

/** What a configuration says of how to behave; nothing where there is none. */
export function mannersOf(configuration: Configuration | undefined): Manners {
  if (!configuration) return {}
  const { settings, modules } = configuration
  return { ...(settings as Manners), modules }
}

/** Works by a configuration without a restart. */
export function applyConfiguration(
  configuration: Configuration | undefined,
  target: {
    readonly station: Station
    readonly client: HttpClient
    /** The proxy that was named when the agent was installed. */
    readonly installed: ProxyRoute | undefined
    /** To the observer, which limits this process. */
    readonly tell: (message: Readonly<Record<string, unknown>>) => void
  },
): void {
  const { nice = null, memoryMegabytes = null } = configuration?.settings ?? {}
  target.station.behave(mannersOf(configuration))
  target.client.route(proxyOf(configuration, target.installed))
  target.tell({ limits: { nice, memoryMegabytes } })
}

/** The way to the server: the profile's, with the name and password that were given for the same proxy at the installation, otherwise the installation's. */
export function proxyOf(
  configuration: Configuration | undefined,
  installed: ProxyRoute | undefined,
): ProxyRoute | undefined {
  const wanted = configuration?.settings.proxy
  if (!wanted) return installed
  const own = installed && new URL(installed.url)
  const url = new URL(wanted.url)
  // A password is for the proxy that it was given for, and for no other.
  if (own?.host === url.host) {
    url.username = own.username
    url.password = own.password
  }
  return { url: url.href, direct: wanted.direct }
}
