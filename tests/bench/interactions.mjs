// One pass through what an agent does all day, each step from its input to its paint.
import { controls, openTab } from './tab.mjs'

const SCROLL_STEPS = 150

/** Time of each step. */
export async function interactions(browser, { settings, state }, cpu, note) {
  const tab = await openTab(browser, { cpu, state })
  await tab.goto(settings)
  await work(tab, async (name, ...step) => {
    const { paint, task, longest } = await tab.step(...step)
    note(`${cpu}x ${name}: paint (ms)`, paint)
    note(`${cpu}x ${name}: task (ms)`, task)
    note(`${cpu}x ${name}: longest task (ms)`, longest)
  })

  const before = await tab.taskTime()
  const { blank, slowest } = await tab.page.evaluate((steps) => window.bench.scroll(steps), SCROLL_STEPS)
  note(`${cpu}x scroll: task a frame (ms)`, ((await tab.taskTime()) - before) / SCROLL_STEPS)
  note(`${cpu}x scroll: blank frames`, blank)
  note(`${cpu}x scroll: slowest frame (ms)`, slowest)
  await tab.close()
}

/** Functions of the module that are first called, so compiled, in each step: what no rehearsal has called. */
export async function compiled(browser, { settings, state }, note) {
  const tab = await openTab(browser, { state })
  await tab.goto(settings)
  const functions = new Map()
  await work(tab, async (name, ...step) => {
    await browser.startTracing(tab.page, { categories: ['disabled-by-default-v8.wasm.detailed'] })
    await tab.step(...step)
    const { traceEvents } = JSON.parse(await browser.stopTracing())
    const count = traceEvents.filter((event) => event.name === 'wasm.CompileLazy').length
    functions.set(name, (functions.get(name) ?? 0) + count)
  })
  for (const [name, count] of functions) note(`first ${name}: functions compiled`, count)
  await tab.close()
}

/** The steps; `step` is given the name of each, its outcome, what that asks for, and its input. */
async function work(tab, step) {
  const { page } = tab
  const ui = controls(page)
  const middle = ({ x, y, width, height }) => ({ x: x + Math.min(width / 2, 40), y: y + height / 2 })
  const click = async (name, outcome, target) => {
    const { x, y } = 'x' in target ? target : middle(await target.boundingBox())
    await page.mouse.move(x, y)
    await step(name, outcome, undefined, () => page.mouse.down().then(() => page.mouse.up()))
  }
  const type = async (name, outcome, text) => {
    for (let end = 1; end <= text.length; end++) {
      await step(name, outcome, text.slice(0, end), () => page.keyboard.press(text[end - 1]))
    }
  }
  const press = (name, outcome, argument, key) => step(name, outcome, argument, () => page.keyboard.press(key))

  await click('open selector', 'options', ui.selector)
  await ui.search.focus()
  await type('selector key', 'optionsSay', 'falcon')
  await press('choose', 'switched', new URL(page.url()).pathname, 'Enter')
  await ui.filter.focus()
  await type('filter key', 'namesSay', 'river')
  await ui.filter.fill('')
  await tab.quiet()

  await click('open cell', 'editing', await page.evaluate(() => window.bench.secondName()))
  const renamed = `Renamed ${Date.now()}`
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText(renamed)
  await tab.quiet()
  await press('commit', 'shows', renamed.toLowerCase(), 'Enter')

  await click('open Add', 'menu', ui.add)
  await click('open dialog', 'dialog', ui.addWorkgroup)
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await tab.quiet()
}
