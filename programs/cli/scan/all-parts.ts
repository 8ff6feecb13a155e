import type { AppContent } from '@holdfast/platform/content'
import type { EdgeFace, ScanPart } from '@holdfast/platform/contract'
import { cliFaces } from '../../../apps/cli.ts'

/** What all apps add to scans. */
export interface AllParts {
  readonly parts: readonly ScanPart[]
  /** Collectors of all apps. */
  edges(): Promise<readonly EdgeFace[]>
  /** Checks and judges; not of apps that assess software, since that is what their judges do on a server. */
  contents(home: string): Promise<readonly AppContent[]>
}

export async function allParts(): Promise<AllParts> {
  const assessing = new Set<string>()
  const parts: ScanPart[] = []
  for (const { app, loadScan } of cliFaces) {
    const part = await loadScan?.()
    if (part === undefined) continue
    parts.push(part)
    if (part.assess !== undefined) assessing.add(app)
  }
  return {
    parts,
    edges: async () => (await import('../../../apps/edge.ts')).edgeFaces,
    async contents(home) {
      // Loaded only where checks are judged: a bill of materials has none, and wants its answer at once.
      const { loadAppContent } = await import('@holdfast/platform/content')
      const { serverFaces } = await import('../../../apps/server.ts')
      return Promise.all(
        serverFaces.filter(({ app }) => !assessing.has(app.id)).map((face) => loadAppContent(face, home)),
      )
    },
  }
}
