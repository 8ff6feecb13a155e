import { formatPurl } from '../purl/index.ts'
import { type ArchiveName, parseArchiveName } from './archive-name.ts'

/** A piece of Java software found in an archive. */
export interface JavaArtifact {
  /** Undefined where neither Maven's files nor the manifest name it. */
  readonly groupId: string | undefined
  readonly artifactId: string
  readonly version: string
  /** What told, from certain to guessed; with `bundle-name` the group is a guess. */
  readonly evidence: 'pom.properties' | 'manifest' | 'bundle-name' | 'file-name'
  /** The archive first, then members within members. */
  readonly path: readonly string[]
}

/** Undefined without a group, as Maven's coordinates need one. */
export function javaPurl(artifact: Pick<JavaArtifact, 'groupId' | 'artifactId' | 'version'>): string | undefined {
  if (artifact.groupId === undefined) return undefined
  const purl = formatPurl({
    type: 'maven',
    namespace: artifact.groupId,
    name: artifact.artifactId,
    version: artifact.version,
  })
  return purl.ok ? purl.value : undefined
}

/** The artifact that `pom.properties` describes; undefined when a part is missing. */
export function fromProperties(
  properties: ReadonlyMap<string, string>,
  path: readonly string[],
): JavaArtifact | undefined {
  const groupId = properties.get('groupId')
  const artifactId = properties.get('artifactId')
  const version = properties.get('version')
  if (!groupId || !artifactId || !version || version.includes('${')) return undefined
  return { groupId, artifactId, version, evidence: 'pom.properties', path }
}

/** The archive itself, from its manifest and its file name: of the two, each gives what it knows best. */
export function fromManifest(manifest: ReadonlyMap<string, string>, path: readonly string[]): JavaArtifact | undefined {
  const value = (...names: readonly string[]) =>
    names.map((name) => manifest.get(name)).find((text) => text && !text.includes('${'))
  const name: ArchiveName | undefined = parseArchiveName(path.at(-1) ?? '')
  const bundle = value('bundle-symbolicname')?.split(';')[0]?.trim()
  const vendor = value('implementation-vendor-id')
  const groupId = vendor ?? groupOfBundle(bundle)
  const source = vendor !== undefined ? 'manifest' : groupId !== undefined ? 'bundle-name' : undefined
  if (name?.version !== undefined) {
    return { groupId, artifactId: name.artifactId, version: name.version, evidence: source ?? 'file-name', path }
  }
  const artifactId =
    value('implementation-title', 'specification-title', 'bundle-name') ?? bundle?.split('.').at(-1) ?? name?.artifactId
  const version = value('implementation-version', 'specification-version', 'bundle-version')
  if (artifactId === undefined || version === undefined) return undefined
  return { groupId, artifactId, version, evidence: source ?? 'manifest', path }
}

/** `org.apache.commons.io` names the group `org.apache.commons`; a name of one or two parts names none for certain. */
function groupOfBundle(bundle: string | undefined): string | undefined {
  const parts = bundle?.split('.') ?? []
  return parts.length > 2 && parts.every((part) => /^[\w-]+$/.test(part)) ? parts.slice(0, -1).join('.') : undefined
}
