import type { AgentModule } from '@holdfast/platform/http'

let known: Promise<readonly AgentModule[]> | undefined

/** What agents of this version can run. Loaded when it is first asked for: it brings the collectors with it. */
export function agentModules(): Promise<readonly AgentModule[]> {
  known ??= import('../../apps/edge.ts').then(({ edgeFaces }) =>
    edgeFaces.map(({ app, collectors }) => ({
      id: app.id,
      title: app.title,
      collectors: collectors.map(({ id, summary, everySeconds, facts }) => ({ id, summary, everySeconds, facts })),
    })),
  )
  return known
}
