import type { Files, World } from '@holdfast/platform/contract'

/** A world that has lost its living part. */
export function withoutLive({ live: _, exec: __, ...world }: World): World {
  return { ...world, capabilities: new Set(['files', 'privileged']) }
}

/** A folder of a world as a world: paths are put below it. Links that are absolute would lead out; it is for trees without such. */
export function below(world: World, folder: string): World {
  const put = (path: string) => (path === '/' ? folder : `${folder}${path}`)
  const cut = (path: string) => path.slice(folder.length) || '/'
  const globs = (list: readonly string[] | undefined) => list?.map((glob) => (glob.startsWith('/') ? put(glob) : glob))
  const { files } = world
  const inner: Files = {
    async *readMany(paths, options) {
      for await (const answer of files.readMany(paths.map(put), options)) yield { ...answer, path: cut(answer.path) }
    },
    async *statMany(paths) {
      for await (const answer of files.statMany(paths.map(put))) yield { ...answer, path: cut(answer.path) }
    },
    async *walk(spec) {
      const { include, prune } = spec
      const moved = {
        ...spec,
        roots: spec.roots.map(put),
        ...(include ? { include: globs(include) ?? [] } : {}),
        ...(prune ? { prune: globs(prune) ?? [] } : {}),
      }
      for await (const entry of files.walk(moved))
        yield entry.type === 'truncated' ? entry : { ...entry, path: cut(entry.path) }
    },
    open: (path) => files.open(put(path)),
  }
  return { ...world, files: inner }
}
