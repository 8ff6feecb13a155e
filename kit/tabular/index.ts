export * from './csv-line.ts'
export * from './table-lines.ts'
