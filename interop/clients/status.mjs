// Opens the status page in a browser, lets itself in where that is asked, and prints what it shows as JSON.
//
//   node status.mjs BROWSER URL SCREENSHOT [TOKEN] < nothing
//
// Errors of the page, and whatever its policy forbids, are part of what it prints.

import { chromium } from 'playwright-core';

const [executablePath, url, screenshot, token] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
try {
  const page = await browser.newPage({ viewport: { width: 1100, height: 1400 } });
  const problems = [];
  page.on('pageerror', error => problems.push(error.message));
  page.on('requestfailed', request => problems.push(`${request.url()} failed`));
  page.on('console', message => {
    if (message.type() === 'error' && !message.text().includes('401')) {
      problems.push(message.text());
    }
  });
  const start = Date.now();
  await page.goto(url);
  const outcome = await Promise.race([
    page.waitForSelector('#shown:not([hidden])').then(() => 'shown'),
    page.waitForSelector('#enter:not([hidden])').then(() => 'asked'),
  ]);
  const locked = outcome === 'asked' ? await page.innerText('body') : '';
  if (outcome === 'asked' && token) {
    await page.fill('#token', 'a wrong token');
    await page.press('#token', 'Enter');
    await page.waitForFunction(() => document.getElementById('refused').textContent !== '');
    await page.fill('#token', token);
    await page.press('#token', 'Enter');
    await page.waitForSelector('#shown:not([hidden])');
  }
  const first = Date.now() - start;
  if (outcome === 'shown' || token) {
    await page.waitForFunction(() => document.querySelector('#catalogs .unknown') === null);
  }
  const blocked = await page.evaluate(() => new Promise(resolve => {
    document.addEventListener('securitypolicyviolation', event => resolve(event.violatedDirective), { once: true });
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    document.head.append(script);
    setTimeout(() => resolve('nothing'), 3000);
  }));
  for (const each of await page.$$('details')) {
    await each.evaluate(element => { element.open = true; });
  }
  await page.screenshot({ path: screenshot, fullPage: true });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 900 });
  await page.screenshot({ path: screenshot.replace('.png', '-narrow.png'), fullPage: true });
  const narrow = await page.evaluate(() => ({
    beyond: document.documentElement.scrollWidth - innerWidth,
    broken: [...document.querySelectorAll('td')].filter(cell => cell.offsetHeight > 140).map(cell => cell.textContent),
  }));
  await page.setViewportSize({ width: 1100, height: 1400 });
  const text = await page.innerText('body');
  const html = await page.content();
  const foreign = await page.evaluate(() => performance.getEntriesByType('resource').map(entry => entry.name));
  const ran = await page.evaluate(() => window.ran === true || document.querySelector('#calls script, #calls img') !== null);
  process.stdout.write(JSON.stringify({
    outcome, locked, first, narrow, text, html, blocked, ran, loaded: foreign,
    problems: problems.filter(problem => !/inline script/.test(problem)),
  }));
} finally {
  await browser.close();
}
