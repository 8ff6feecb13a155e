import { defineServer } from '@holdfast/platform/contract'
import { cveRoutes } from './api/cve-routes.ts'
import { checkTokens } from './api/cve-tokens.ts'
import { feedRoutes } from './api/feed-routes.ts'
import { findingTokens } from './api/finding-tokens.ts'
import { fixFirstRoute } from './api/fix-first-route.ts'
import { ownCheckRoutes } from './api/own-check-routes.ts'
import { packageRoutes } from './api/package-routes.ts'
import { reportRoutes } from './api/report-routes.ts'
import { scoreModelRoutes } from './api/score-model-routes.ts'
import { scoreRoutes } from './api/score-routes.ts'
import { assetScoreTokens, findingScoreTokens } from './api/score-tokens.ts'
import { vexRoutes } from './api/vex-routes.ts'
import { app } from './app.ts'
import slaRules from './content/sla-rules.json' with { type: 'json' }
import type { FeedRecord } from './engine/feed-record.ts'
import { vulnerabilityContent } from './engine/judge/content.ts'
import { software } from './engine/judge/software.ts'
import { libraryInMemory } from './engine/library-in-memory.ts'
import { reports } from './engine/reported/reports.ts'
import { contentAt } from './store/content-at.ts'
import { contentMark, loadContent, touchedBy } from './store/load-content.ts'
import { keepOwnChecks } from './store/own-checks/keep-own-checks.ts'
import { keepScores } from './store/scores/upkeep.ts'
import { keepVex } from './store/vex/keep-vex.ts'

export const server = defineServer({
  app,
  migrations: new URL('store', import.meta.url),
  checks: new URL('content', import.meta.url),
  judges: [software, reports],
  loadContent,
  contentMark,
  touchedBy,
  contentOfCase: (given) =>
    vulnerabilityContent(libraryInMemory(given as Readonly<Record<string, readonly FeedRecord[]>>)),
  projections: [],
  routes: [...scoreRoutes, ...scoreModelRoutes, fixFirstRoute, ...reportRoutes, ...ownCheckRoutes],
  routesAt(home) {
    const content = contentAt(home)
    return [...feedRoutes(home), ...cveRoutes(content), ...packageRoutes(content), ...vexRoutes(content)]
  },
  entities: [findingTokens, checkTokens, findingScoreTokens, assetScoreTokens],
  jobs: [],
  slaRules,
  upkeep: [keepScores, keepOwnChecks],
  upkeepAt: (home) => [keepVex(contentAt(home))],
})
