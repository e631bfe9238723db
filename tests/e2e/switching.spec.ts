// The address is the scope: nothing of one workgroup is ever painted under another.
import { workgroup } from './api'
import { expect, test } from './fixtures'
import { answersOf, holdAnswers } from './network'

type Frame = { path: string; selector: string; title: string }
type Recording = typeof globalThis & { painted: Frame[] }

test('a slow answer of the old workgroup is never painted under the new one', async ({ app, page }) => {
  await app.signInAs('Maren')
  await app.openSettings()
  const slow = await workgroup(page, 'Harbor Clinics')
  const quick = await workgroup(page, 'Nordwind IT')
  await app.switchTo(quick.name)

  const held = await holdAnswers(page, answersOf(slow.id))
  await page.evaluate(() => {
    const recording = globalThis as Recording
    recording.painted = []
    const look = () => {
      const selector = [...document.querySelectorAll('nav button')].map((b) => b.getAttribute('aria-label') ?? b.textContent ?? '')
      recording.painted.push({ path: location.pathname, selector: selector.join(' '), title: document.title })
      requestAnimationFrame(look)
    }
    look()
  })
  await app.switchTo(slow.name)
  await app.switchTo(quick.name)
  held.release()
  await page.waitForTimeout(500) // long enough for the late answers to do harm

  const frames = await page.evaluate(() => (globalThis as Recording).painted)
  const under = frames.filter((frame) => frame.path.includes(quick.id))
  expect(frames.some((frame) => frame.path.includes(slow.id))).toBe(true)
  expect(under.length).toBeGreaterThan(10)
  // The frame in which the address changes may still show what stood there; none after it may.
  const settled = frames.filter((frame, at) => at > 0 && frame.path.includes(quick.id) && frames[at - 1].path === frame.path)
  expect(settled.filter((frame) => `${frame.selector} ${frame.title}`.includes(slow.name))).toEqual([])
  await expect(page).toHaveTitle(new RegExp(quick.name))
})

test('two tabs in two workgroups do not influence each other', async ({ app, context, page }) => {
  await app.signInAs('Maren')
  await app.switchTo('Nordwind IT')
  const { App } = await import('./app')
  const other = new App(await context.newPage())
  await other.page.goto(page.url())
  await other.switchTo('Harbor Clinics')

  await expect(app.selector).toHaveAccessibleName(/Nordwind IT$/)
  await page.reload()
  await expect(app.selector).toHaveAccessibleName(/Nordwind IT$/)
  await app.switchTo('Café Zentral')
  await expect(other.selector).toHaveAccessibleName(/Harbor Clinics$/)
  await other.page.reload()
  await expect(other.selector).toHaveAccessibleName(/Harbor Clinics$/)
})

test('a draft stays with its workgroup, is marked, and is there on return', async ({ app, page }) => {
  await app.signInAs('Maren')
  await app.openSettings()
  await app.switchTo('Nordwind IT')
  await app.name('Nordwind IT').click()
  await page.keyboard.type('Nordwind Sued')
  await app.switchTo('Harbor Clinics')
  await app.openSelector()
  await expect(app.option('Nordwind IT')).toHaveAccessibleName(/unsaved|draft/i)
  await page.keyboard.press('Escape')
  await app.switchTo('Nordwind IT')
  await expect(app.grid.getByRole('button', { name: /^Save name of/ })).toBeVisible()
  await app.saving(() => app.grid.getByRole('button', { name: /^Save name of/ }).click())
  await workgroup(page, 'Nordwind Sued')
})
