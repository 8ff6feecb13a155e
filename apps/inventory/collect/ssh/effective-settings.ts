import type { SshServer } from '../../facts/index.ts'
import { wholeNumber } from '../look/whole-number.ts'
import defaults from './defaults.json' with { type: 'json' }
import type { SshdConfiguration } from './read-sshd.ts'

/** Keywords whose name is not the field's in lower case. */
const keywords: Readonly<Record<string, string>> = { keyboardInteractiveAuthentication: 'kbdinteractiveauthentication' }

type Words = Omit<SshServer, 'path' | 'version' | 'package'>

/** What an OpenSSH server (7.0 and later) does with a configuration: what it says, or else the built-in defaults. */
export function effectiveSettings(configuration: SshdConfiguration): Words {
  const places: Record<string, string> = {}
  const said = (field: string, keyword = keywords[field] ?? field.toLowerCase()): string | undefined => {
    const setting = configuration.global.get(keyword)
    if (setting === undefined) return undefined
    places[field] = setting.place
    return setting.words.join(' ')
  }
  const list = (field: string, keyword: string): string[] => {
    const settings = configuration.lists.get(keyword) ?? []
    if (settings[0]) places[field] = settings[0].place
    return settings.flatMap(({ words }) => words)
  }
  const words = Object.fromEntries(
    Object.entries(defaults).map(([field, value]) => [field, normal(field, said(field) ?? value)]),
  ) as typeof defaults
  const ports = list('ports', 'port')
    .map(Number)
    .filter((port) => Number.isInteger(port) && port >= 0 && port <= 65_535)
  return {
    ...words,
    ports: ports.length > 0 ? ports : [22],
    listenAddresses: list('listenAddresses', 'listenaddress'),
    maxAuthTries: wholeNumber(said('maxAuthTries') ?? '6') ?? 0,
    loginGraceSeconds: seconds(said('loginGraceSeconds', 'logingracetime') ?? '120'),
    clientAliveSeconds: seconds(said('clientAliveSeconds', 'clientaliveinterval') ?? '0'),
    allowUsers: list('allowUsers', 'allowusers'),
    allowGroups: list('allowGroups', 'allowgroups'),
    ciphers: said('ciphers'),
    macs: said('macs'),
    keyExchange: said('keyExchange', 'kexalgorithms'),
    places,
    matches: configuration.matches.map(({ criteria, place, settings }) => ({
      criteria,
      place,
      settings: Object.fromEntries(settings),
    })),
  }
}

function normal(field: string, value: string): string {
  if (field === 'logLevel') return value.toUpperCase()
  const word = value.toLowerCase()
  if (field === 'permitRootLogin' && word === 'without-password') return 'prohibit-password'
  if (word === 'true') return 'yes'
  return word === 'false' ? 'no' : field === 'permitUserEnvironment' ? value : word
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }

/** `90`, `2m`, `1h30m`. Source: sshd_config(5), "TIME FORMATS". */
function seconds(text: string): number {
  let total = 0
  for (const [, number, unit = 's'] of text.toLowerCase().matchAll(/(\d+)([smhdw]?)/g))
    total += Number(number) * (units[unit || 's'] ?? 1)
  return Math.min(total, Number.MAX_SAFE_INTEGER)
}
