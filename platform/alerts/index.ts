// The face of alerts: queries that are watched, and what they tell through which channels.
export { AlertError, type AlertErrorCode } from './alert-error.ts'
export { type Alerting, type AlertingOptions, startAlerting } from './evaluating/start-alerting.ts'
export { readItems, type ToldItem } from './log/read-items.ts'
export type { AlertList, AlertLists } from './rules/alert-list.ts'
export { previewRule } from './rules/preview-rule.ts'
export { type Rule, readRules } from './rules/read-rules.ts'
export { tenantItself } from './rules/rule-owner.ts'
export { type RuleQuery, readRuleQuery } from './rules/rule-query.ts'
export { testRule } from './rules/test-rule.ts'
export { readTrigger, type Trigger, type TriggerText, triggerSchema } from './rules/trigger.ts'
export {
  changeRule,
  createRule,
  muteObject,
  muteRule,
  type RuleContent,
  type RuleWriter,
  removeRule,
} from './rules/write-rule.ts'
export { forgetOldItems } from './tasks.ts'

/** The part's migrations. */
export const alertsPart = { part: 'alerts', folder: new URL('./sql/', import.meta.url) } as const
