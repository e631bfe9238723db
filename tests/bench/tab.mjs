// A tab of the measured page, slowed as asked, with Chromium's own counters.
import { fileURLToPath } from 'node:url'

const PROBE = fileURLToPath(new URL('probe.js', import.meta.url))

/** Chrome's "Fast 4G" preset. Throttled is what the page's process sees. */
export const FAST_4G = { offline: false, latency: 60, downloadThroughput: 9_000_000 / 8, uploadThroughput: 1_500_000 / 8 }

export async function openTab(browser, { cpu = 1, network, state } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US', storageState: state, permissions: ['clipboard-read', 'clipboard-write'] })
  await context.addInitScript({ path: PROBE })
  const page = await context.newPage()
  page.on('pageerror', (error) => console.error(`  the page: ${error.message}`))
  const devtools = await context.newCDPSession(page)
  await devtools.send('Performance.enable')
  await devtools.send('Network.enable')
  if (network) await devtools.send('Network.emulateNetworkConditions', network)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: cpu })

  const counters = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics')
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]))
  }
  /** Waits for a promise of the page, but not for ever. */
  const within = async (what, promise) => {
    const late = Symbol()
    const result = await Promise.race([promise, page.waitForTimeout(30_000).then(() => late)])
    if (result === late) throw new Error(`it never came to ${what}`)
    return result
  }
  const tab = {
    page,
    devtools,
    counters,
    /** Main-thread time so far, in milliseconds. */
    taskTime: async () => (await counters()).TaskDuration * 1000,
    /** Waits until the main thread has been idle for a while. */
    async quiet() {
      for (let idle = 0, before = await tab.taskTime(); idle < 2; ) {
        await page.waitForTimeout(60)
        const now = await tab.taskTime()
        idle = now - before < 12 ? idle + 1 : 0
        before = now
      }
    },
    async goto(address) {
      await page.goto(address, { waitUntil: 'commit' })
      const at = await within('a first row', page.evaluate(() => window.bench.firstRow))
      await tab.quiet()
      return at
    },
    /** Waits for an outcome that has begun already. */
    until: (outcome, argument) =>
      within(`"${outcome}" ${argument}`, page.evaluate(([o, a]) => window.bench.until(o, a), [outcome, argument])),
    /** Runs one step and says what it cost; `act` makes the input. */
    async step(outcome, argument, act) {
      const before = await tab.taskTime()
      await page.evaluate(([o, a]) => window.bench.begin(o, a), [outcome, argument])
      await act()
      const paint = await within(`"${outcome}" ${argument ?? ''}`, page.evaluate(() => window.bench.finished))
      await tab.quiet()
      return { paint, task: (await tab.taskTime()) - before, longest: await page.evaluate(() => window.bench.longestTask()) }
    },
    close: () => context.close(),
  }
  return tab
}

/** The controls that the measured steps use, by role and name. */
export function controls(page) {
  const navigation = page.getByRole('navigation')
  return {
    selector: navigation.getByRole('button', { name: /^workgroup\b/i }),
    search: page.getByRole('combobox', { name: 'Search workgroups' }),
    filter: page.getByRole('textbox', { name: 'Filter workgroups' }),
    add: page.getByRole('button', { name: 'Add', exact: true }),
    addWorkgroup: page.getByRole('menuitem', { name: 'Workgroup', exact: true }),
  }
}

/** Signs in as a sample agent where that is asked for; says where Settings is and with which session it is reached. */
export async function signIn(browser, origin) {
  const context = await browser.newContext({ locale: 'en-US' })
  const page = await context.newPage()
  await page.goto(origin)
  const agent = page.getByRole('button', { name: /^Sign in as/ }).first()
  const link = page.getByRole('navigation').getByRole('link', { name: 'Settings' })
  await agent.or(link).first().waitFor()
  if (await agent.isVisible()) await agent.click()
  await link.click()
  await page.waitForURL(/settings/)
  const settings = page.url()
  const state = await context.storageState()
  await context.close()
  return { settings, state }
}
