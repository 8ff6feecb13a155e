export * from './problem.ts'
export * from './reply-schemas.ts'
