import { createHash } from 'node:crypto'
import { type Blob, readBlob } from './blob.ts'
import { ImageError } from './image-error.ts'

/** Finds parts of an image by their path in the archive or folder. */
export type FindPart = (path: string) => Blob | undefined

export interface ImageLayout {
  /** `alpine:3.20`, where the archive says it. */
  readonly name: string | undefined
  /** Lowest first. */
  readonly layers: readonly { readonly path: string; readonly blob: Blob; readonly digest: string | undefined }[]
}

interface Descriptor {
  readonly mediaType?: string
  readonly digest?: string
  readonly platform?: { readonly architecture?: string; readonly os?: string }
  readonly annotations?: Readonly<Record<string, string>>
}

const maxDocument = 16 * 1024 * 1024
const maxLayers = 512
/** Node's names of processors, as Go has them. */
const architectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64', ia32: '386', ppc64: 'ppc64le' }

/** Reads what `docker save` and OCI layouts say of the image: its layers in order. Of several platforms, this machine's or the first. */
export function readImageLayout(find: FindPart): ImageLayout {
  // docker save has written both documents since version 25; the OCI one names digests.
  if (find('index.json')) return ociLayout(find)
  if (find('manifest.json')) return dockerLayout(find)
  throw new ImageError(
    'There is neither index.json (OCI layout) nor manifest.json (docker save) in it: it is no image archive.',
  )
}

function dockerLayout(find: FindPart): ImageLayout {
  const manifests = document(find, 'manifest.json') as readonly {
    readonly Layers?: unknown
    readonly RepoTags?: unknown
  }[]
  const first = Array.isArray(manifests) ? manifests[0] : undefined
  if (!Array.isArray(first?.Layers)) throw new ImageError('manifest.json names no layers.')
  const layers = first.Layers.slice(0, maxLayers).map((path: unknown) => ({
    ...part(find, String(path)),
    digest: undefined,
  }))
  return { name: Array.isArray(first.RepoTags) ? String(first.RepoTags[0]) : undefined, layers }
}

function ociLayout(find: FindPart): ImageLayout {
  let index = document(find, 'index.json') as { readonly manifests?: readonly Descriptor[] }
  let name: string | undefined
  for (let depth = 0; depth < 4; depth += 1) {
    const manifests = Array.isArray(index.manifests) ? (index.manifests as readonly Descriptor[]) : []
    const own = architectures[process.arch]
    const chosen =
      manifests.find(({ platform }) => platform?.architecture === own && platform?.os === 'linux') ??
      manifests.find(({ platform }) => platform?.os !== 'unknown')
    if (chosen?.digest === undefined) throw new ImageError('index.json names no manifest.')
    name ??=
      chosen.annotations?.['io.containerd.image.name'] ?? chosen.annotations?.['org.opencontainers.image.ref.name']
    const manifest = document(find, blobPath(chosen.digest), chosen.digest) as {
      layers?: readonly Descriptor[]
      manifests?: readonly Descriptor[]
    }
    if (Array.isArray(manifest.layers)) {
      const layers = (manifest.layers as readonly Descriptor[]).slice(0, maxLayers).map(({ digest = '' }) => ({
        ...part(find, blobPath(digest)),
        digest,
      }))
      return { name, layers }
    }
    index = manifest
  }
  throw new ImageError('The manifest of the image names no layers.')
}

function blobPath(digest: string): string {
  if (!/^[a-z0-9]+:[0-9a-f]{32,128}$/.test(digest)) throw new ImageError(`"${digest.slice(0, 80)}" is not a digest.`)
  return `blobs/${digest.replace(':', '/')}`
}

function part(find: FindPart, path: string): { readonly path: string; readonly blob: Blob } {
  const blob = find(path)
  if (blob === undefined) throw new ImageError(`${path} is named by the image and is not in the archive.`)
  return { path, blob }
}

function document(find: FindPart, path: string, digest?: string): unknown {
  const { blob } = part(find, path)
  if (blob.size > maxDocument)
    throw new ImageError(`${path} is ${blob.size} bytes: that is no description of an image.`)
  const bytes = readBlob(blob, 0, blob.size)
  if (digest?.startsWith('sha256:') && `sha256:${createHash('sha256').update(bytes).digest('hex')}` !== digest)
    throw new ImageError(`${path} does not have the digest it is named by.`)
  try {
    const parsed: unknown = JSON.parse(new TextDecoder().decode(bytes))
    if (typeof parsed === 'object' && parsed !== null) return parsed
  } catch {
    // Falls through to the same words.
  }
  throw new ImageError(`${path} is not a JSON document.`)
}

/** Throws where a layer is not what its digest says. */
export function verifyDigest(blob: Blob, digest: string | undefined, path: string): void {
  if (!digest?.startsWith('sha256:')) return
  const hash = createHash('sha256')
  for (let at = 0; at < blob.size; at += 1 << 20) hash.update(readBlob(blob, at, 1 << 20))
  if (`sha256:${hash.digest('hex')}` !== digest)
    throw new ImageError(`${path} does not have the digest it is named by.`)
}
