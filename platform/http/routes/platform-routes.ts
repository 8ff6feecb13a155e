import type { OnMoved } from '../../assets/index.ts'
import type { Route, SlaRule } from '../../contract/index.ts'
import type { EntityExtension } from '../../search/index.ts'
import { listLanguage } from '../../search-lists/index.ts'
import { slaLanguage } from '../../sla/index.ts'
import { tagLanguage } from '../../tags/index.ts'
import type { SecretBox } from '../../trust/index.ts'
import { decisionRoutes } from '../bulk/decision-routes.ts'
import { assetFindingTokens } from '../entities/finding-entity.ts'
import { platformAlertLists } from '../entities/platform-alert-lists.ts'
import { platformEntities } from '../entities/platform-entities.ts'
import { alertRoutes } from './alerts/alert-routes.ts'
import { channelRoutes } from './alerts/channel-routes.ts'
import { deliveryRoutes } from './alerts/delivery-routes.ts'
import { assetRoutes } from './asset-routes.ts'
import { auditRoutes } from './audit-routes.ts'
import { boardRoutes } from './boards/board-routes.ts'
import { boardValueRoutes } from './boards/value-routes.ts'
import { checkRoutes } from './check-routes.ts'
import { exceptionList, exceptionRoutes } from './exception-routes.ts'
import { factRoutes } from './fact-routes.ts'
import { findingRoutes } from './finding-routes.ts'
import { type FleetServices, fleetRoutes } from './fleet/fleet-routes.ts'
import { type IsHeld, ruleRoutes } from './fleet/rule-routes.ts'
import { homeRoutes } from './home-routes.ts'
import { jobRoutes } from './job-routes.ts'
import { networkRoutes } from './network-routes.ts'
import { notAssessedList, notAssessedRoutes } from './not-assessed-routes.ts'
import { type MachineFacts, operationRoutes } from './operation-routes.ts'
import { searchListRoutes } from './search-lists/search-list-routes.ts'
import { slaRoutes } from './sla-routes.ts'
import { sourcesAsked } from './source-list.ts'
import { sourceRoutes } from './source-routes.ts'
import { tagMemberRoutes } from './tags/tag-member-routes.ts'
import { tagRoutes } from './tags/tag-routes.ts'
import { demoRoutes } from './tenants/demo-routes.ts'
import { leavingRoutes } from './tenants/leaving-routes.ts'
import { ownTenantRoutes } from './tenants/own-tenant-routes.ts'
import { retentionRoutes } from './tenants/retention-routes.ts'
import { tenantRoutes } from './tenants/tenant-routes.ts'
import { ticketRoutes } from './tickets/ticket-routes.ts'
import { viewRoutes } from './view-routes.ts'

export interface PlatformServices extends FleetServices {
  /** What apps add to the platform's entities. */
  readonly extensions: readonly EntityExtension[]
  /** Moves along what is kept by asset and source, when assets are merged or split. */
  readonly onMoved: OnMoved
  readonly machine: MachineFacts
  /** Until when findings of apps are to be fixed, where a tenant says nothing of its own. */
  readonly slaRules?: readonly SlaRule[]
  /** True where nothing of a tenant may be deleted now. */
  readonly isHeld?: IsHeld
  /** Seals what channels need to send. */
  readonly channelSecrets: SecretBox
}

const nobodyHolds: IsHeld = async () => false

/** All routes of the platform's parts. */
export function platformRoutes(services: PlatformServices): readonly Route[] {
  const known = [assetFindingTokens, ...services.extensions]
  const { assets, findings } = platformEntities(services.extensions)
  return [
    ...homeRoutes,
    ...assetRoutes(assets, services),
    ...factRoutes,
    ...findingRoutes(findings),
    ...decisionRoutes(findings),
    ...notAssessedRoutes,
    ...checkRoutes,
    ...tagRoutes(tagLanguage(known)),
    ...tagMemberRoutes({ assets, language: tagLanguage(known) }),
    ...viewRoutes({
      assets,
      findings,
      'not-assessed': notAssessedList.entity,
      exceptions: exceptionList.entity,
      sources: sourcesAsked.entity,
    }),
    ...boardRoutes,
    ...boardValueRoutes({
      findings: { entity: findings, permission: 'findings:read' },
      assets: { entity: assets, permission: 'assets:read' },
      'not-assessed': { entity: notAssessedList.entity, permission: notAssessedList.permission },
      exceptions: { entity: exceptionList.entity, permission: exceptionList.permission },
      sources: sourcesAsked,
    }),
    ...exceptionRoutes,
    ...ticketRoutes({ entity: findings }),
    ...searchListRoutes(listLanguage(services.extensions)),
    ...slaRoutes(slaLanguage(findings, services.slaRules ?? [])),
    ...alertRoutes(platformAlertLists(services.extensions)),
    ...channelRoutes(services.channelSecrets),
    ...deliveryRoutes,
    ...sourceRoutes(services),
    ...fleetRoutes(services),
    ...ruleRoutes(assets, services.isHeld ?? nobodyHolds),
    ...jobRoutes,
    ...auditRoutes,
    ...networkRoutes,
    ...ownTenantRoutes,
    ...retentionRoutes,
    ...tenantRoutes,
    ...demoRoutes,
    ...leavingRoutes,
    ...operationRoutes(services.machine),
  ]
}
