import { defineApp } from '@holdfast/platform/contract'

export const app = defineApp({
  id: 'vulnerabilities',
  title: 'Vulnerabilities',
  question: 'What is known to be broken in it?',
  lifecycle: 'experimental',
  needs: ['inventory'],
  facts: [],
  events: [],
  permissions: ['vulnerabilities:read'],
})
