// Samples to medians, medians to a table. A limit is what holds on any machine; the others are
// comparisons, which need a peer measured in the same run (--peers).
const LIMITS = [
  [/^(People, )?1x .*: longest task/, 50],
  [/to their dry run: paint/, 100],
  [/by the API/, 1000],
  // The first event of the stream comes with the answer to the first write.
  [/^first commit: functions compiled$/, 15],
  [/: functions compiled$/, 5],
  [/blank frames$/, 0],
  [/^memory: (JS heap|wasm) .*growth/, 5],
  [/^memory: (DOM nodes|listeners) growth/, 1],
]

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

export function summarise(samples) {
  return [...samples].map(([metric, numbers]) => {
    const limit = LIMITS.find(([pattern]) => pattern.test(metric))?.[1]
    const value = median(numbers)
    return { metric, median: value, min: Math.min(...numbers), max: Math.max(...numbers), limit, over: limit !== undefined && value > limit }
  })
}

export function table(summary) {
  const shown = (number) => (number === undefined ? '' : number.toLocaleString('en-US', { maximumFractionDigits: Math.abs(number) < 100 ? 1 : 0 }))
  const rows = [['', 'median', 'min', 'max', 'limit', '']]
  for (const row of summary) rows.push([row.metric, ...[row.median, row.min, row.max, row.limit].map(shown), row.over ? 'OVER' : ''])
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  return rows.map((row) => row.map((text, column) => (column ? text.padStart(widths[column]) : text.padEnd(widths[0]))).join('  ').trimEnd()).join('\n')
}
