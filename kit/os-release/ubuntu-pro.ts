import { decodeUtf8 } from '../text/index.ts'

/** Where the Ubuntu Pro client keeps what it last knew. */
export const ubuntuProStatusFile = '/var/lib/ubuntu-advantage/status.json'

/** The names of the enabled services, such as `esm-infra` and `esm-apps`; undefined when the file is not what it should be. */
export function readUbuntuProServices(bytes: Uint8Array): readonly string[] | undefined {
  let status: unknown
  try {
    status = JSON.parse(decodeUtf8(bytes))
  } catch {
    return undefined
  }
  const services = isRecord(status) ? status.services : undefined
  if (!Array.isArray(services)) return undefined
  return services
    .filter(isRecord)
    .filter((service) => service.status === 'enabled' && typeof service.name === 'string')
    .map((service) => service.name as string)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
