import { defineApp } from '@holdfast/platform/contract'
import { reportedFact } from './facts/reported.ts'

export const app = defineApp({
  id: 'vulnerabilities',
  title: 'Vulnerabilities',
  question: 'What is known to be broken in it?',
  lifecycle: 'experimental',
  needs: ['inventory'],
  facts: [reportedFact],
  events: [],
  permissions: ['vulnerabilities:read', 'vulnerabilities:import', 'vulnerabilities:write'],
})
