/** The results that a definition, a test, an item can have. Source: OVAL Language Specification 5.11, ResultEnumeration. */
export const ovalResults = ['true', 'false', 'unknown', 'error', 'not evaluated', 'not applicable'] as const
export type OvalResult = (typeof ovalResults)[number]

export const operators = ['AND', 'ONE', 'OR', 'XOR'] as const
export type Operator = (typeof operators)[number]

export const checks = ['all', 'at least one', 'none exist', 'none satisfy', 'only one'] as const
export type Check = (typeof checks)[number]

export const existences = ['all_exist', 'any_exist', 'at_least_one_exists', 'none_exist', 'only_one_exists'] as const
export type Existence = (typeof existences)[number]

export const operations = [
  'equals',
  'not equal',
  'case insensitive equals',
  'case insensitive not equal',
  'greater than',
  'less than',
  'greater than or equal',
  'less than or equal',
  'bitwise and',
  'bitwise or',
  'pattern match',
  'subset of',
  'superset of',
] as const
export type Operation = (typeof operations)[number]

export const datatypes = [
  'string',
  'int',
  'float',
  'boolean',
  'version',
  'evr_string',
  'debian_evr_string',
  'ios_version',
  'fileset_revision',
  'binary',
  'ipv4_address',
  'ipv6_address',
  'record',
] as const
export type Datatype = (typeof datatypes)[number]

/** How far an object was collected. Source: FlagEnumeration. */
export const flags = ['error', 'complete', 'incomplete', 'does not exist', 'not collected', 'not applicable'] as const
export type Flag = (typeof flags)[number]

/** Whether an item, or an entity of it, is there. Source: StatusEnumeration. */
export const statuses = ['exists', 'does not exist', 'error', 'not collected'] as const
export type Status = (typeof statuses)[number]

export const setOperators = ['UNION', 'INTERSECTION', 'COMPLEMENT'] as const
export type SetOperator = (typeof setOperators)[number]

export const dateFormats = [
  'year_month_day',
  'month_day_year',
  'day_month_year',
  'win_filetime',
  'seconds_since_epoch',
  'cim_datetime',
] as const
export type DateFormat = (typeof dateFormats)[number]

export const definitionClasses = ['compliance', 'inventory', 'miscellaneous', 'patch', 'vulnerability'] as const
export type DefinitionClass = (typeof definitionClasses)[number]
