import type { Unseen, World } from '@holdfast/platform/contract'
import type { Repository } from '../../facts/index.ts'
import { listDirectories } from '../look/list-directory.ts'
import { readTexts } from '../look/read-text.ts'
import { maskShapes } from '../mask/mask-secrets.ts'
import { isEncrypted } from './apt-repositories.ts'

export const rpmRepositoryFolders = [
  '/etc/yum.repos.d',
  '/etc/zypp/repos.d',
  '/etc/distro.repos.d',
  '/etc/tdnf/repos.d',
]
/** Settings here hold for repositories that say nothing else. */
const mainFiles = ['/etc/dnf/dnf.conf', '/etc/yum.conf']

/** Repositories of dnf, yum and zypper. Source: dnf.conf(5), zypper(8). */
export async function rpmRepositories(world: World): Promise<{
  readonly repositories: readonly Repository[]
  readonly unseen: readonly { readonly path: string; readonly reason: Unseen }[]
}> {
  const listing = await listDirectories(world, rpmRepositoryFolders, ['file', 'symlink'])
  const files = listing.entries.filter(({ name }) => name.endsWith('.repo')).map(({ path }) => path)
  const unseen = [...listing.unseen]
  if (files.length === 0) return { repositories: [], unseen }
  const texts = await readTexts(world, [...mainFiles, ...files])
  const main = mainFiles.map((path) => texts.get(path)).find((seen) => seen?.ok)
  const defaults = main?.ok
    ? (readSections(main.text).get('main') ?? new Map<string, string>())
    : new Map<string, string>()
  const repositories: Repository[] = []
  for (const path of files) {
    const seen = texts.get(path)
    if (!seen?.ok) {
      unseen.push({ path, reason: seen?.reason ?? 'failed' })
      continue
    }
    for (const [id, settings] of readSections(seen.text)) {
      if (id !== 'main') repositories.push(repositoryOf(path, id, (key) => settings.get(key) ?? defaults.get(key)))
    }
  }
  return { repositories, unseen }
}

function repositoryOf(source: string, id: string, setting: (key: string) => string | undefined): Repository {
  const uri = setting('baseurl') ?? setting('metalink') ?? setting('mirrorlist') ?? ''
  const yes = (key: string, otherwise: boolean) => {
    const value = setting(key)?.toLowerCase()
    return value === undefined ? otherwise : ['1', 'yes', 'true', 'on'].includes(value)
  }
  return {
    ecosystem: 'rpm',
    source,
    name: id,
    uri: maskShapes(uri),
    components: [],
    enabled: yes('enabled', true),
    signatures: yes('gpgcheck', false) || yes('pkg_gpgcheck', false) ? 'required' : 'not-required',
    signedBy: setting('gpgkey'),
    encrypted: isEncrypted(uri.split(/[\s,]+/)[0] ?? ''),
  }
}

const maxLines = 20_000

/** Sections of an INI file; indented lines continue a value. */
function readSections(text: string): ReadonlyMap<string, Map<string, string>> {
  const sections = new Map<string, Map<string, string>>()
  let section: Map<string, string> | undefined
  let key = ''
  for (const line of text.split('\n', maxLines)) {
    if (/^\s*[#;]/.test(line) || line.trim() === '') continue
    const header = /^\[(.+)\]\s*$/.exec(line)?.[1]
    const pair = /^([A-Za-z_]+)\s*[=:]\s*(.*)$/.exec(line)
    if (header !== undefined) {
      section = sections.get(header) ?? new Map()
      sections.set(header, section)
    } else if (/^\s/.test(line)) section?.set(key, `${section.get(key) ?? ''} ${line.trim()}`.trim())
    else if (pair?.[1] !== undefined) {
      key = pair[1].toLowerCase()
      section?.set(key, pair[2]?.trim() ?? '')
    }
  }
  return sections
}
