import { assetEntity } from '../../assets/index.ts'
import { assetFleetTokens } from '../../fleet/index.ts'
import { composeEntity, type Entity, type EntityExtension, readDialect, withDialect } from '../../search/index.ts'
import { findingListTokens } from '../../search-lists/index.ts'
import { findingSlaTokens } from '../../sla/index.ts'
import { assetTagTokens, findingTagTokens } from '../../tags/index.ts'
import { assetFindingTokens, findingEntity } from './finding-entity.ts'

/** What one can ask of assets and findings, with all that the platform's parts and the apps add: the same in every process. */
export function platformEntities(extensions: readonly EntityExtension[]): {
  readonly assets: Entity
  readonly findings: Entity
} {
  const all = [
    assetFindingTokens,
    ...extensions,
    assetTagTokens,
    findingTagTokens,
    findingListTokens,
    findingSlaTokens,
    assetFleetTokens,
  ]
  const qualys = readDialect('qualys')
  return {
    assets: withDialect(composeEntity(assetEntity, all), qualys),
    findings: withDialect(composeEntity(findingEntity, all), qualys),
  }
}
