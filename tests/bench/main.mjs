// Measures the built page over a backend with many workgroups; `cargo xtask bench` builds both.
import { chromium as launcher } from '@playwright/test'
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Backend } from '../support/backend.mjs'
import { chromium } from '../support/chromium.mjs'
import { compiled, interactions } from './interactions.mjs'
import { bytes, firstRow } from './load.mjs'
import { memory } from './memory.mjs'
import { people } from './people.mjs'
import { summarise, table } from './report.mjs'
import { signIn } from './tab.mjs'

const HELP = `Options after --:
  --workgroups N   how many workgroups [10000]
  --rounds N       rounds of load and interactions [7]
  --cpu LIST       CPU slow-downs of the interactions [1,4]
  --agents N       how many agents the People page has, 0 to leave it out [10000]
  --switches N     switches of the memory run, 0 for none [200]
  --url ORIGIN     measure what is served there already, not a backend of this run
  --peers FOLDER   a built folder of peers with a measure.mjs, run beside in the same way
  --gate           fail when a figure exceeds its limit
`
const { values: options } = parseArgs({
  options: {
    workgroups: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '7' },
    cpu: { type: 'string', default: '1,4' },
    agents: { type: 'string', default: '10000' },
    switches: { type: 'string', default: '200' },
    url: { type: 'string' },
    peers: { type: 'string' },
    gate: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (options.help) {
  console.log(HELP)
  process.exit(0)
}

const samples = new Map()
const note = (metric, value) => samples.set(metric, [...(samples.get(metric) ?? []), value])
const say = (text) => console.error(`==> ${text}`)
/** A part that fails is said and fails the run, but takes no other part's figures with it. */
const part = async (name, run) => {
  try {
    await run()
  } catch (error) {
    console.error(`  ${name}: ${error.message.split('\n')[0]}`)
    process.exitCode = 1
  }
}

if (!options.url) say(`Starting a backend with ${options.workgroups} workgroups`)
const backend = options.url ? undefined : await Backend.launch({ sampleWorkgroups: Number(options.workgroups) })
const origin = options.url ?? backend.url
const browser = await launcher.launch(chromium)
try {
  const target = await signIn(browser, origin)
  await firstRow(browser, target, () => {}) // the first page of a browser is slow for reasons not the page's
  await part('bytes', () => bytes(browser, target, note))
  await part('compiled', () => compiled(browser, target, note))
  for (let round = 1; round <= Number(options.rounds); round++) {
    say(`Round ${round} of ${options.rounds}`)
    await part('first row', () => firstRow(browser, target, note))
    for (const cpu of options.cpu.split(',').map(Number)) await part(`cpu ${cpu}x`, () => interactions(browser, target, cpu, note))
  }
  if (Number(options.switches)) {
    say(`Memory over ${options.switches} switches`)
    await part('memory', () => memory(browser, target, Number(options.switches), note))
  }
  if (Number(options.agents) && !options.url) {
    say(`People, ${options.agents} agents`)
    const given = { agents: Number(options.agents), rounds: Number(options.rounds), cpus: options.cpu.split(',').map(Number) }
    await part('people', () => people(browser, given, note))
  }
  const summary = summarise(samples)
  const about = { date: new Date().toISOString(), browser: browser.version(), cpu: `${cpus().length} x ${cpus()[0].model}`, load: loadavg()[0], options }
  const folder = resolve('..', 'bench-results')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'latest.json'), JSON.stringify({ about, summary, samples: Object.fromEntries(samples) }, null, 1))
  console.log(`\nChromium ${about.browser}, ${about.cpu}, ${options.workgroups} workgroups, ${options.rounds} rounds`)
  console.log(table(summary))

  if (options.peers) {
    say('Measuring the peers beside the page')
    const given = ['measure.mjs', 'vanilla', 'solid', 'react', `ours=${origin}`, '--n', options.workgroups, '--rounds', options.rounds]
    given.push('--out', join(folder, 'peers.json'))
    const { status } = spawnSync(process.execPath, given, { cwd: options.peers, stdio: 'inherit' })
    if (status !== 0) throw new Error(`the peers' script failed (${status})`)
  }
  if (options.gate && summary.some(({ over }) => over)) process.exitCode = 1
} finally {
  await browser.close()
  await backend?.remove()
}
