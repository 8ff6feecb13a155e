/** Looking for OVAL objects in a world: files, texts, packages, accounts and settings. */

export { type ChecklistResults, evaluateChecklist } from './evaluate-checklist.ts'
export { evaluateInWorld, type InWorldOptions, Prober } from './evaluate-in-world.ts'
export { readSystemInfo } from './read-system-info.ts'
