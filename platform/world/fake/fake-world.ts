import type {
  Capability,
  ExecRequest,
  ExecResult,
  FileStat,
  LiveListener,
  LiveProcess,
  Seen,
  Unseen,
  World,
} from '@holdfast/platform/contract'
import { directoryNode, fileNode, linkNode, type TreeNode, treeStat } from '../tree/tree.ts'
import { treeFiles } from '../tree/tree-files.ts'

/** A file of a fake world: its text or bytes, or an object that says more. */
export type FakeFile =
  | string
  | Uint8Array
  | {
      readonly text?: string
      readonly bytes?: Uint8Array
      readonly link?: string
      /** Known and not to be seen. */
      readonly unseen?: Unseen
      readonly stat?: Partial<FileStat>
    }

export interface FakeWorldOptions {
  /** By absolute path; parent directories come by themselves. */
  readonly files?: Readonly<Record<string, FakeFile>>
  /** Default: `files`, and `live` or `exec` where something for them is given. */
  readonly grants?: readonly Capability[]
  readonly processes?: readonly LiveProcess[]
  readonly listeners?: readonly LiveListener[]
  readonly exec?: (request: ExecRequest) => Seen<ExecResult>
  readonly now?: string
}

/** A world made up for tests. */
export function fakeWorld(options: FakeWorldOptions = {}): World {
  const { files = {}, processes, listeners, exec, now = '2026-11-22T10:00:00.000Z' } = options
  const live = processes !== undefined || listeners !== undefined
  const capabilities = new Set<Capability>(
    options.grants ?? ['files', ...(live ? ['live' as const] : []), ...(exec ? ['exec' as const] : [])],
  )
  const root = directoryNode()
  for (const [path, file] of Object.entries(files)) plant(root, path, file)
  return {
    name: 'fake',
    kind: 'fake',
    capabilities,
    files: treeFiles(capabilities.has('files') ? root : directoryNode()),
    ...(capabilities.has('live')
      ? {
          live: {
            processes: async () => ({ ok: true, processes: processes ?? [] }),
            listeners: async () => ({ ok: true, listeners: listeners ?? [] }),
          },
        }
      : {}),
    clock: { now: () => now },
    ...(exec && capabilities.has('exec') ? { exec: async (request) => exec(request) } : {}),
    close: async () => {},
  }
}

function plant(root: TreeNode, path: string, file: FakeFile): void {
  const names = path.split('/').filter(Boolean)
  const last = names.pop()
  let here = root
  for (const name of names) {
    const next = here.children?.get(name) ?? directoryNode()
    here.children?.set(name, next)
    here = next
  }
  if (last !== undefined) here.children?.set(last, nodeOf(file, path.endsWith('/')))
}

const encoder = new TextEncoder()

function nodeOf(file: FakeFile, directory: boolean): TreeNode {
  if (typeof file === 'string') return directory ? directoryNode() : fileNode(encoder.encode(file))
  if (file instanceof Uint8Array) return fileNode(file)
  const { stat, unseen } = file
  if (file.link !== undefined) return linkNode(file.link, stat)
  const kind = stat?.kind ?? (directory ? 'directory' : 'file')
  const node =
    kind === 'directory'
      ? directoryNode(stat)
      : kind === 'file'
        ? fileNode(file.bytes ?? encoder.encode(file.text ?? ''), stat)
        : { stat: treeStat({ ...stat, kind }) }
  return unseen ? { ...node, unseen } : node
}
