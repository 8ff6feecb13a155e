import { loadChecks } from '@holdfast/platform/content'
import { edgeFaces } from '../../apps/edge.ts'
import { serverFaces } from '../../apps/server.ts'
import { listVerbs } from '../../programs/cli/list-verbs.ts'
import { campaignPackSchema } from './campaign-pack-schema.ts'
import { checksPage } from './checks-page.ts'
import { commandLinePage } from './command-line-page.ts'
import { factsPage } from './facts-page.ts'
import { matchingPage } from './matching-page.ts'
import { reportsPage } from './reports-page.ts'
import { scorePage } from './score-page.ts'

/** The generated pages of docs/reference, by file name. */
export async function referencePages(): Promise<ReadonlyMap<string, string>> {
  const apps = [...new Map([...edgeFaces, ...serverFaces].map(({ app }) => [app.id, app])).values()]
  const checks = serverFaces.flatMap(({ app, checks }) => (checks ? [...loadChecks(app.id, checks).values()] : []))
  return new Map([
    ['facts.md', factsPage(apps)],
    ['checks.md', checksPage(checks)],
    ['command-line.md', commandLinePage(await listVerbs())],
    ['matching.md', matchingPage()],
    ['reports.md', reportsPage()],
    ['score.md', scorePage()],
    ['campaign-pack.schema.json', campaignPackSchema()],
  ])
}
