export * from './csv-cells.ts'
export * from './csv-line.ts'
export * from './csv-records.ts'
export * from './table-lines.ts'
