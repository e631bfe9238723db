// The address bar and the page say the same, whichever way one came.
import { workgroup } from './api'
import { expect, test } from './fixtures'

test('the brand leads home, and Back to where one was', async ({ app, page }) => {
  await app.signInAs('Maren')
  await app.switchTo('Nordwind IT')
  const { id } = await workgroup(page, 'Nordwind IT')
  await app.navigation.getByRole('link', { name: 'People' }).click()
  await expect(page.getByRole('grid', { name: 'Agents' }).getByText('Tomás Rivera')).toBeVisible()
  await expect(page).toHaveURL(new RegExp(`/w/${id}/people$`))

  await page.getByRole('banner').getByRole('link', { name: 'Workgroups' }).click()
  await expect(app.grid.getByRole('row').nth(1)).toBeVisible()
  await expect(page).toHaveURL(/\/w\/[^/]+\/settings$/)
  const home = page.url()
  await page.reload()
  await expect(page).toHaveURL(home)
  await page.goBack()
  await expect(page).toHaveURL(new RegExp(`/w/${id}/people$`))
  await expect(page.getByRole('grid', { name: 'Agents' }).getByText('Tomás Rivera')).toBeVisible()
})

test('Back and Forward go through workgroups and pages, and links lead on from there', async ({ app, page }) => {
  await app.signInAs('Maren')
  await app.openSettings()
  await app.switchTo('Harbor Clinics')
  await app.switchTo('Nordwind IT')
  const at = { harbor: (await workgroup(page, 'Harbor Clinics')).id, nordwind: (await workgroup(page, 'Nordwind IT')).id }
  const isAt = async (id: string, name: string, where: string) => {
    await expect(app.selector).toHaveAccessibleName(new RegExp(`${name}$`))
    await expect(page).toHaveURL(new RegExp(`/w/${id}/${where}$`))
  }
  await page.goBack()
  await isAt(at.harbor, 'Harbor Clinics', 'settings')
  await page.goForward()
  await isAt(at.nordwind, 'Nordwind IT', 'settings')
  await page.goBack()
  await app.navigation.getByRole('link', { name: 'Activity' }).click()
  await isAt(at.harbor, 'Harbor Clinics', 'activity')
  await page.goBack()
  await isAt(at.harbor, 'Harbor Clinics', 'settings')
  await page.goForward()
  await isAt(at.harbor, 'Harbor Clinics', 'activity')
})

test('a link to the page one is on takes its filters away', async ({ app, page }) => {
  await app.signInAs('Maren')
  await app.switchTo('Nordwind IT')
  await app.navigation.getByRole('link', { name: 'Activity' }).click()
  const kind = page.getByRole('combobox', { name: 'Kind' })
  await kind.selectOption('Default agent cost')
  await expect(page).toHaveURL(/\?kind=cost-set$/)
  await app.navigation.getByRole('link', { name: 'Activity' }).click()
  await expect(kind).toHaveValue('')
  await expect(page).toHaveURL(/\/activity$/)
})

test('what is rehearsed is not seen, and choosing where one is adds no step back', async ({ app, page }) => {
  await app.signInAs('Maren')
  await app.switchTo('Nordwind IT')
  await page.reload()
  const steps = await page.evaluate(() => history.length)
  await expect(app.name('Nordwind IT')).toBeVisible()
  // What is rehearsed last: the dialog's, once all parts are here.
  await expect(page.locator('dialog[aria-labelledby=add-title]')).toBeAttached()
  await page.evaluate(() => new Promise((done) => requestIdleCallback(() => requestIdleCallback(done))))
  await page.waitForTimeout(500)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  expect(await page.evaluate(() => [document.activeElement?.tagName, ...Object.keys(sessionStorage).filter((key) => key.startsWith('draft'))])).toEqual(['BODY'])
  await expect(page.getByRole('status').first()).toHaveText('')
  expect(await page.evaluate(() => history.length)).toBe(steps)

  await app.openSelector()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('combobox', { name: 'Search workgroups' })).toBeHidden()
  expect(await page.evaluate(() => history.length)).toBe(steps)
})
