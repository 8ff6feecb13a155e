import { defineApp } from '@holdfast/platform/contract'

export const app = defineApp({
  id: 'campaigns',
  title: 'Campaigns',
  question: 'Which current threats concern us, and are we through?',
  lifecycle: 'experimental',
  needs: ['inventory', 'vulnerabilities'],
  facts: [],
  events: [],
  permissions: ['campaigns:read', 'campaigns:write', 'campaigns:guests'],
})
