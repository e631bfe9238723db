// The People page of a workgroup with many agents, and inviting many at once.
import { randomUUID } from 'node:crypto'
import { Backend } from '../support/backend.mjs'
import { openTab, signIn } from './tab.mjs'

const SCROLL_STEPS = 150
/** How many are invited at once at the most. */
const MANY = 500
const INVITATIONS = '/api/v1/workgroups/wg_nordwind/invitations'

export async function people(browser, { agents, rounds, cpus }, note) {
  const backend = await Backend.launch({ arguments: ['--sample-agents', String(agents)] })
  try {
    const { state } = await signIn(browser, backend.url)
    for (let round = 1; round <= rounds; round++) {
      for (const cpu of cpus) await table(browser, backend.url, state, cpu, note)
      await dryRun(browser, backend.url, state, round, note)
      await invitations(browser, backend.url, state, round, note)
    }
  } finally {
    await backend.remove()
  }
}

/** The interactions of the Settings table, on the agents of one workgroup. */
async function table(browser, origin, state, cpu, note) {
  const tab = await openTab(browser, { cpu, state })
  const { page } = tab
  await tab.goto(`${origin}/w/wg_nordwind/people`)
  const record = (name, { paint, task, longest }) => {
    note(`People, ${cpu}x ${name}: paint (ms)`, paint)
    note(`People, ${cpu}x ${name}: task (ms)`, task)
    note(`People, ${cpu}x ${name}: longest task (ms)`, longest)
  }
  const search = page.getByRole('textbox', { name: 'Search agents' })
  await search.focus()
  // The server searches: what is measured is the way there and back too.
  await page.keyboard.insertText('zeyne')
  await tab.until('namesSay', 'zeyne')
  await tab.quiet()
  record('search', await tab.step('namesSay', 'zeynep', () => page.keyboard.press('p')))
  await search.fill('')
  await page.getByRole('row').filter({ hasText: 'Ada' }).first().waitFor()
  await tab.quiet()

  const rate = page.getByRole('grid', { name: 'Agents' }).getByRole('button', { name: /^Hourly rate:/ })
  const { x, y } = await page.evaluate(() => window.bench.secondName())
  const box = await rate.nth(1).boundingBox()
  await page.mouse.move(box.x + Math.min(box.width / 2, 40), y)
  record('open cell', await tab.step('editing', undefined, () => page.mouse.down().then(() => page.mouse.up())))
  const amount = 40 + ((Date.now() / 1000) % 50 | 0)
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText(String(amount))
  await tab.quiet()
  record('commit', await tab.step('cellSays', `${amount}.00`, () => page.keyboard.press('Enter')))
  await page.mouse.move(x, y)

  const before = await tab.taskTime()
  const { blank, slowest } = await page.evaluate((steps) => window.bench.scroll(steps), SCROLL_STEPS)
  note(`People, ${cpu}x scroll: task a frame (ms)`, ((await tab.taskTime()) - before) / SCROLL_STEPS)
  note(`People, ${cpu}x scroll: blank frames`, blank)
  note(`People, ${cpu}x scroll: slowest frame (ms)`, slowest)
  await tab.close()
}

/** A list is pasted; every row in sight says what inviting would give. */
async function dryRun(browser, origin, state, round, note) {
  const tab = await openTab(browser, { state })
  const { page } = tab
  await tab.goto(`${origin}/w/wg_nordwind/people`)
  await page.getByRole('link', { name: 'Invite agents' }).click()
  const field = page.getByRole('dialog', { name: 'Invite agents' }).getByRole('textbox', { name: 'Email addresses' })
  await field.focus()
  await tab.quiet()
  const list = Array.from({ length: MANY }, (_, at) => `Person ${at} <dry.${round}.${at}@example.net>`).join('\n')
  await page.evaluate((text) => navigator.clipboard.writeText(text), list)
  const { paint, longest } = await tab.step('inviteesSay', 'new', () => page.keyboard.press('ControlOrMeta+v'))
  note(`People: pasting ${MANY} to their dry run: paint (ms)`, paint)
  note(`People: pasting ${MANY} to their dry run: longest task (ms)`, longest)
  await tab.close()
}

/** They are invited in one request. */
async function invitations(browser, origin, state, round, note) {
  const context = await browser.newContext({ storageState: state, baseURL: origin })
  const rows = Array.from({ length: MANY }, (_, at) => ({ email: `bulk.${round}.${at}@example.net`, role: 'associate' }))
  const begin = performance.now()
  const answer = await context.request.post(INVITATIONS, {
    data: { language: 'en', invitations: rows },
    headers: { 'Idempotency-Key': randomUUID(), 'X-Workgroups-Client': '1', Origin: origin },
  })
  const took = performance.now() - begin
  const { results = [] } = await answer.json()
  const invited = results.filter(({ outcome }) => outcome === 'invited').length
  // Past the day's limit of the inviter there is nothing to measure.
  if (invited === MANY) note(`People: inviting ${MANY} by the API (ms)`, took)
  else console.error(`  ${invited} of ${MANY} were invited (${answer.status()})`)
  await context.close()
}
