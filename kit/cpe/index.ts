/** Common Platform Enumeration 2.3: names of products, matching, dictionaries and expressions of applicability. */
export {
  type Applicability,
  type CpePlatform,
  cpePlatformsOf,
  evaluateApplicability,
  type LogicalPart,
  type LogicalTest,
  readCpePlatforms,
} from './applicability.ts'
export { type CpeAttribute, type CpeName, type CpeReading, cpeAttributes } from './cpe-name.ts'
export {
  type CpeCheck,
  type CpeItem,
  cpeItemsOf,
  cpeNameOf,
  itemsFor,
  readCpeDictionary,
} from './dictionary.ts'
export { readFormattedString, writeFormattedString } from './formatted-string.ts'
export { type CpeRelation, compareCpeNames, compareCpeValues, cpeMatches } from './match-names.ts'
export { readCpeUri, writeCpeUri } from './uri.ts'
