import { parsePurl } from '@holdfast/kit/purl'
import { distributionSpeakers } from '../../software/distribution.ts'
import { languageEcosystem, languageVersion } from '../../software/language-ecosystem.ts'
import type { PackageStatement } from './package-statement.ts'
import services from './ubuntu-services.json' with { type: 'json' }

/** What a package URL says of which package, for a statement about it. */
export type NamedPackage = Pick<
  PackageStatement,
  'ecosystem' | 'name' | 'purl' | 'module' | 'architecture' | 'names' | 'version'
>

const ubuntuServices = new Map<string, string>(Object.entries(services))

/** `platform` is the ecosystem where the document tells it apart from the package URL. Undefined for what is no package URL. */
export function packageOfPurl(text: string, platform?: string): NamedPackage | undefined {
  const parsed = parsePurl(text, { lenient: true })
  if (!parsed.ok) return undefined
  const { type, namespace = '', name, version, qualifiers } = parsed.value
  const purl = text.slice(0, text.search(/[?#]|$/)).replace(/(?<=\/[^/]*)@[^@/]*$/, '')
  if (type === 'deb' || type === 'rpm' || type === 'apk' || type === 'alpm') {
    const { arch, epoch, distro, rpmmod } = qualifiers
    const isSource = arch === 'src' || arch === 'source' || arch === 'nosrc'
    const full =
      version === undefined || !epoch || epoch === '0' || version.includes(':') ? version : `${epoch}:${version}`
    const [moduleName, stream] = rpmmod?.split(':') ?? []
    return {
      ecosystem: platform ?? ecosystemOfDistro(namespace, distro, version),
      name,
      purl,
      version: full,
      module: moduleName && stream ? `${moduleName}:${stream}` : undefined,
      architecture: isSource || arch === 'noarch' || arch === 'all' ? undefined : arch,
      names: isSource ? 'source' : 'binary',
    }
  }
  const language = languageEcosystem(parsed.value)
  if (language === undefined) return { ecosystem: platform, name, purl, version }
  return {
    ...language,
    purl,
    version: version === undefined ? undefined : languageVersion(type, language.name, version),
  }
}

/** `jammy`, `ubuntu-22.04`, and the extended services as Canonical writes them: `esm-infra/xenial`. */
function ecosystemOfDistro(namespace: string, distro: string | undefined, version = ''): string | undefined {
  const [service, release] = distro?.includes('/') ? distro.split('/') : [undefined, distro]
  const all = distributionSpeakers(namespace, release, service === undefined ? '' : version)?.ecosystems.flat() ?? []
  if (namespace !== 'ubuntu') return all[0]
  const plain = all.find((one) => /^Ubuntu:[\d.]+$/.test(one))
  if (plain === undefined) return undefined
  const isLongTerm = /:\d*[02468]\.04$/.test(plain)
  const named = isLongTerm ? `${plain}:LTS` : plain
  if (service === undefined) return named
  const prefix = ubuntuServices.get(service)
  return prefix === undefined ? undefined : named.replace('Ubuntu:', `${prefix}:`)
}
